// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/design_row_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "report/json_values.hpp"
#include "report/scaled.hpp"

namespace lmulsim::report {
namespace {

namespace json = boost::json;

std::string band_text(const std::optional<cost::Band>& band, Scaled (*scale)(double)) {
  return band ? fmt::format("{} ({} to {})", scale(band->value).text(), scale(band->low).text(),
                            scale(band->high).text())
              : "-";
}

std::string of_first_text(const std::optional<cost::Band>& ratio) {
  return ratio ? fmt::format("{:.3f} ({:.3f} to {:.3f})", ratio->value, ratio->low, ratio->high) : "-";
}

json::value number_or_null(double value) {
  return std::isfinite(value) ? json::value(value) : json::value(nullptr);
}

std::string front_text(const result::DesignRow& row) {
  return row.on_front ? "on it" : row.dominated_by.empty() ? "-" : "behind " + row.dominated_by;
}

cost::Band perplexity_band(const result::Quality& q) {
  return {q.perplexity - q.perplexity_error, q.perplexity, q.perplexity + q.perplexity_error};
}

Chart chart_of(std::span<const result::DesignRow> rows, std::optional<cost::Band> result::DesignRow::*member,
               const std::string& id, const std::string& what, double factor) {
  Chart chart{.id = id,
              .kind = Chart::Kind::scatter,
              .title = "Perplexity against " + what + "; full points: on the Pareto front, area included",
              .unit = "perplexity",
              .labels = {},
              .series = {}};
  chart.x_title = what;
  for (const result::DesignRow& row : rows) {
    if ((row.*member) && std::isfinite(row.quality.perplexity)) {
      chart.points.push_back({row.name, *(row.*member) * factor, perplexity_band(row.quality), row.on_front});
    }
  }
  return chart;
}

std::vector<std::string> notes_of(std::span<const result::DesignRow> rows) {
  std::vector<std::string> out;
  const result::Quality& first = rows.front().quality;
  out.push_back(
      fmt::format("perplexity: {} on {} tokens of {}, +/- its standard error over tokens; / fp32: paired, "
                  "token by token",
                  first.model, first.tokens, first.text));
  out.emplace_back(
      "rms change: root mean square over tokens of the change of the negative log-likelihood against fp32's, in nats, "
      "+/- "
      "its standard error: noise that no luck hides, where a perplexity may fall by a gain that sharpens or flattens "
      "the distribution; top-1 agreement: with fp32's most probable token");
  out.push_back(result::chosen_text(first));
  out.emplace_back("area and energy: (low to high) of the technology's error bars");
  if (std::ranges::any_of(rows,
                          [](const result::DesignRow& row) { return row.energy_of_first || row.area_of_first; })) {
    out.emplace_back(
        "/ first: of the design that the comparison begins with, as in the table of quantities (with the error of the "
        "ratio, which is smaller than two error bars together)");
  }
  out.emplace_back(
      "Pareto front of perplexity, energy per token and area, by their values; a difference within the error bars may "
      "move a design on or off it");
  for (const result::DesignRow& row : rows) {
    if (!row.quality.of_workload) {
      out.push_back(fmt::format("{}: its perplexity is of another model, {}, than what its cost is of", row.name,
                                row.quality.model));
    }
    if (!row.quality.is_pe) {
      out.push_back(fmt::format("{}: its PE computes otherwise than {}", row.name, row.quality.arithmetic));
    }
    if (result::chosen_text(row.quality) != result::chosen_text(first)) {
      out.push_back(fmt::format("{}: {}", row.name, result::chosen_text(row.quality)));
    }
    if (row.quality.model != first.model || row.quality.text != first.text || row.quality.tokens != first.tokens) {
      out.push_back(fmt::format("{}: its perplexity is of {} on {} tokens of {}: not to be compared", row.name,
                                row.quality.model, row.quality.tokens, row.quality.text));
    }
  }
  return out;
}

}  // namespace

Grid design_grid(std::span<const result::DesignRow> rows) {
  Grid out{"Design rows",
           {"design", "arithmetic", "perplexity", "/ fp32", "rms change", "top-1 agreement", "cycles", "time", "area",
            "energy", "energy per token", "energy / first", "area / first", "Pareto front"},
           {},
           {}};
  for (const result::DesignRow& row : rows) {
    const result::Quality& q = row.quality;
    out.rows.push_back(
        {row.name, q.arithmetic, result::perplexity_text(q),
         std::isfinite(q.ratio) ? fmt::format("{:.4f} +/- {:.4f}", q.ratio, q.ratio_error) : "-",
         result::change_rms_text(q), std::isfinite(q.agreement) ? fmt::format("{:.2f} %", 100 * q.agreement) : "-",
         std::to_string(row.cycles), scaled_time(row.time_s).text(), band_text(row.area_um2, scaled_area),
         band_text(row.energy_pj, scaled_energy), band_text(row.energy_per_token_pj, scaled_energy),
         of_first_text(row.energy_of_first), of_first_text(row.area_of_first), front_text(row)});
  }
  if (!rows.empty()) {
    out.notes = notes_of(rows);
  }
  return out;
}

json::object design_row_json(const result::DesignRow& row) {
  return {{"name", row.name},
          {"arithmetic", row.quality.arithmetic},
          {"model", row.quality.model},
          {"of_workload", row.quality.of_workload},
          {"perplexity", number_or_null(row.quality.perplexity)},
          {"perplexity_error", number_or_null(row.quality.perplexity_error)},
          {"ratio_to_fp32", number_or_null(row.quality.ratio)},
          {"ratio_error", number_or_null(row.quality.ratio_error)},
          {"change_rms_nats", number_or_null(row.quality.change_rms)},
          {"change_rms_error", number_or_null(row.quality.change_rms_error)},
          {"agreement", number_or_null(row.quality.agreement)},
          {"agreement_error", number_or_null(row.quality.agreement_error)},
          {"chosen_on", row.quality.chosen_on.empty() ? json::value(nullptr) : json::value(row.quality.chosen_on)},
          {"cycles", row.cycles},
          {"time_s", row.time_s},
          {"area_um2", band_json(row.area_um2)},
          {"energy_pj", band_json(row.energy_pj)},
          {"energy_per_token_pj", band_json(row.energy_per_token_pj)},
          {"energy_of_first", band_json(row.energy_of_first)},
          {"area_of_first", band_json(row.area_of_first)},
          {"on_front", row.on_front},
          {"dominated_by", row.dominated_by.empty() ? json::value(nullptr) : json::value(row.dominated_by)}};
}

std::vector<Chart> design_charts(std::span<const result::DesignRow> rows) {
  constexpr double kMicrojoule = 1e-6;        // pJ
  constexpr double kSquareMillimetre = 1e-6;  // um^2
  std::vector<Chart> out{
      chart_of(rows, &result::DesignRow::energy_per_token_pj, "perplexity-energy", "energy per token (uJ)",
               kMicrojoule),
      chart_of(rows, &result::DesignRow::area_um2, "perplexity-area", "area (mm^2)", kSquareMillimetre)};
  std::erase_if(out, [](const Chart& chart) { return chart.points.empty(); });
  return out;
}

}  // namespace lmulsim::report
