// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/sweep/page_tables.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "report/html.hpp"
#include "report/part_colours.hpp"
#include "report/scaled.hpp"
#include "report/sweep/display_unit.hpp"
#include "report/sweep/page_data.hpp"
#include "report/sweep/table_html.hpp"

namespace lmulsim::report::sweep {
namespace {

constexpr std::size_t kShownDigits = 8;

std::string count_text(std::size_t count) {
  return grouped(static_cast<std::int64_t>(count));
}

/// Id, class, what tells the points apart, objectives; and the message of those that have no numbers.
std::vector<std::string> head_of(const SweepPage& page, const std::vector<std::size_t>& parameters) {
  std::vector<std::string> out{"id", "class"};
  for (const std::size_t p : parameters) {
    out.push_back(page.parameters[p].name);
  }
  for (const Objective& objective : page.objectives) {
    out.push_back(page.metrics[objective.metric].name);
  }
  return out;
}

Row row_of(const SweepPage& page, const std::vector<std::size_t>& parameters, std::size_t point) {
  Row out{.point = point};
  out.cells = {text_cell(page.ids[point].substr(0, kShownDigits)),
               text_cell(std::string(kPointClassNames[static_cast<std::size_t>(page.classes[point])]))};
  for (const std::size_t p : parameters) {
    const Words& words = page.parameters[p].words;
    out.cells.push_back(text_cell(words.values[words.at[point]]));
  }
  for (const Objective& objective : page.objectives) {
    const Metric& metric = page.metrics[objective.metric];
    const auto& band = metric.values[point];
    out.cells.push_back(number_cell(band ? band_text(*band, metric.unit) : "-"));
  }
  return out;
}

std::string rows_html(const SweepPage& page, std::string_view caption, const std::vector<std::size_t>& points,
                      std::string_view id) {
  const std::vector<std::size_t> parameters = telling_parameters(page);
  std::vector<Row> rows;
  rows.reserve(points.size());
  for (const std::size_t point : points) {
    rows.push_back(row_of(page, parameters, point));
  }
  return table_html(caption, head_of(page, parameters), rows, id);
}

std::string percent(double share) {
  return fmt::format("{:.1f} %", share * 100);
}

std::string place_of(const FactorShare& factor) {
  if (!factor.part_of.empty()) {
    return "follows from " + factor.part_of;
  }
  return factor.along.empty() ? "" : fmt::format("with {}", fmt::join(factor.along, ", "));
}

std::string shares_html(const MetricImportance& importance) {
  std::vector<Row> rows;
  for (const FactorShare& f : importance.factors) {
    rows.push_back(
        {{text_cell(f.name), number_cell(count_text(static_cast<std::size_t>(f.levels))),
          bar_cell(f.share.low, f.share.value, f.share.high, 1), number_cell(percent(f.share.value)),
          number_cell(fmt::format("{} to {}", percent(f.share.low), percent(f.share.high))), text_cell(place_of(f))}});
  }
  return table_html(
      fmt::format("Share of the variance of {}{}, {} points", importance.is_ratio ? "the logarithm of " : "",
                  importance.metric, grouped(importance.points)),
      {"parameter", "values", "from 0 to 100 %", "share", "of resampled points", "note"}, rows);
}

std::string effects_html(const MetricImportance& importance) {
  std::vector<Row> rows;
  for (const FactorShare& factor : importance.factors) {
    for (const PairedEffect& e : factor.effects) {
      rows.push_back(
          {{text_cell(factor.name), text_cell(fmt::format("{} \u2192 {}", e.from, e.to)),
            number_cell(fmt::format("{}{:.4g}", importance.is_ratio ? "\u00d7 " : "", e.effect.value)),
            number_cell(fmt::format("{:.4g} to {:.4g}", e.effect.low, e.effect.high)), number_cell(grouped(e.pairs))}});
    }
  }
  const std::string caption = fmt::format("{}, {}, all else equal", importance.metric,
                                          importance.is_ratio ? "times so much" : "more by so much");
  return rows.empty() ? "" : table_html(caption, {"parameter", "change", "median", "nine of ten pairs", "pairs"}, rows);
}

std::string part_bars(const SweepPage& page, std::string_view title, std::string_view unit,
                      std::vector<std::pair<std::string, cost::Band>> PointDetails::*parts, std::size_t most) {
  double end = 0;
  std::vector<std::pair<double, const PointDetails*>> shown;
  std::vector<std::string> names;
  for (const PointDetails& d : page.details) {
    double total = 0;
    for (const auto& [name, band] : d.*parts) {
      total += band.value;
    }
    if (total > 0 && shown.size() < most) {
      shown.emplace_back(total, &d);
      end = std::max(end, total);
      for (const auto& [name, band] : d.*parts) {
        if (band.value > 0 && std::ranges::find(names, name) == names.end()) {
          names.push_back(name);
        }
      }
    }
  }
  std::vector<Row> rows;
  for (const auto& [total, details] : shown) {
    std::vector<Segment> segments;
    for (const auto& [name, band] : details->*parts) {
      segments.push_back({name, band.value, part_colour(name)});
    }
    rows.push_back({{text_cell(page.ids[details->point].substr(0, kShownDigits)), stack_cell(segments, end),
                     number_cell(value_text(total, unit))},
                    details->point});
  }
  if (rows.empty()) {
    return "";
  }
  std::string legend = "<ul class=\"legend\">";
  for (const std::string& name : names) {
    legend += fmt::format(
        "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect width=\"10\" height=\"10\" "
        "fill=\"{}\"/></svg> {}</li>",
        part_colour(name), escape_html(name));
  }
  return legend + "</ul>\n" + table_html(title, {"id", "by part", "total"}, rows);
}

}  // namespace

std::string front_table_html(const SweepPage& page) {
  std::vector<std::size_t> points;
  for (const PointClass wanted : {PointClass::front, PointClass::possible}) {
    for (std::size_t i = 0; i < page.ids.size(); ++i) {
      if (page.classes[i] == wanted) {
        points.push_back(i);
      }
    }
  }
  if (points.empty()) {
    return "<p>No point has every objective.</p>\n";
  }
  const std::size_t all = points.size();
  points.resize(std::min(all, kMostListed));
  const std::string rest = all > kMostListed ? fmt::format(", the first {} of {}", kMostListed, count_text(all)) : "";
  return rows_html(page, "Points of the front, then those possibly on it" + rest, points, "front-points");
}

std::string points_table_html(const SweepPage& page) {
  const std::size_t all = page.ids.size();
  std::vector<std::size_t> points(std::min(all, kMostListed));
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i] = i * all / points.size();
  }
  const std::string caption =
      all > kMostListed
          ? fmt::format("{} of {} points, evenly chosen; all of them with scripts, or 'lmulsim results export'",
                        kMostListed, count_text(all))
          : fmt::format("Every point, {} in all", count_text(all));
  return rows_html(page, caption, points, "all-points");
}

std::string importance_html(const SweepPage& page) {
  std::string out;
  for (const MetricImportance& importance : page.importance) {
    out += fmt::format("<h3>{}</h3>\n", escape_html(importance.metric)) + shares_html(importance);
    out += importance.is_balanced
               ? fmt::format("<p>What parameters do together, beyond the sum of their shares: {}.</p>\n",
                             percent(importance.rest))
               : "<p>Parameters are not combined equally often: shares are of these points, not of the space.</p>\n";
    out += effects_html(importance);
  }
  return out.empty() ? "<p>No parameter has two values, or no point has a number.</p>\n" : out;
}

std::string parts_html(const SweepPage& page) {
  constexpr std::size_t kMostStacks = 12;
  const std::size_t shown = std::min(page.details.size(), kMostStacks);
  const std::string of = fmt::format("of {} points of the front", count_text(shown));
  return part_bars(page, "Energy by part, " + of, "pJ", &PointDetails::energy_pj, kMostStacks) +
         part_bars(page, "Area by part, " + of, "um^2", &PointDetails::area_um2, kMostStacks);
}

std::string reasons_html(const SweepPage& page) {
  std::string out;
  if (!page.reasons.empty()) {
    std::vector<Row> rows;
    for (const auto& [reason, count] : page.reasons) {
      rows.push_back({{text_cell(reason), number_cell(grouped(count))}});
    }
    out += table_html("Why points cannot be built", {"reason", "points"}, rows);
  }
  if (!page.unfinished.empty()) {
    std::vector<Row> rows;
    for (const auto& [id, outcome, message] : page.unfinished) {
      rows.push_back({{text_cell(id.substr(0, kShownDigits)), text_cell(outcome), text_cell(message)}});
    }
    out += table_html("Points without a result", {"id", "last try", "message"}, rows);
  }
  return out.empty() ? "<p>Every point could be built and ran.</p>\n" : out;
}

}  // namespace lmulsim::report::sweep
