// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "cli/eval_report.hpp"
#include "cli/eval_table.hpp"
#include "quality/plan.hpp"
#include "report/charts.hpp"
#include "report/html.hpp"

namespace lmulsim::cli {

namespace {

using quality::Arithmetic;
using report::Chart;

/// Ratio to fp32 with its standard error; nothing where it is not finite.
std::optional<cost::Band> ratio_band(const quality::Quality& q) {
  if (!std::isfinite(q.ratio) || !std::isfinite(q.ratio_error)) {
    return std::nullopt;
  }
  return cost::Band{std::max(q.ratio - q.ratio_error, q.ratio / 10), q.ratio, q.ratio + q.ratio_error};
}

/// A large range needs an axis of powers.
void choose_axis(Chart& chart) {
  double least = 1;
  double most = 1;
  for (const report::ChartSeries& series : chart.series) {
    for (const auto& band : series.bands) {
      least = band ? std::min(least, band->low) : least;
      most = band ? std::max(most, band->high) : most;
    }
  }
  chart.logarithmic = most > 3 * least;
}

/// What a row says of its products without the kept bits, and how many those are. Nothing for fp32 and for plans of
/// several arithmetics.
struct KeptBits {
  std::string place;   ///< "everywhere", or as the plan has it
  std::string series;  ///< the arithmetic without k
  int bits = 0;        ///< 0: rounded to nearest
};

std::optional<KeptBits> kept_bits(const study::EvalRow& row) {
  const quality::Plan plan = quality::Plan::parse(row.whole);
  const std::size_t plus = row.whole.find('+');
  std::optional<Arithmetic> arithmetic = plan.everywhere();
  std::string place = "everywhere";
  if (!arithmetic && row.whole.starts_with("fp32+") && row.whole.find('+', plus + 1) == std::string::npos) {
    const std::size_t equal = row.whole.find('=');
    place = "in " + row.whole.substr(plus + 1, equal - plus - 1);
    arithmetic = quality::parse_arithmetic(row.whole.substr(equal + 1));
  }
  if (!arithmetic || arithmetic->plain_fp32) {
    return std::nullopt;
  }
  const int bits = arithmetic->mantissa_bits.value_or(0);
  arithmetic->mantissa_bits.reset();
  return KeptBits{place, quality::arithmetic_name(*arithmetic), bits};
}

/// Bits (0: rounded to nearest) to ratios.
using Line = std::map<int, cost::Band>;

/// One line per arithmetic that has at least two numbers of bits. Nothing without lines.
std::optional<Chart> kept_chart(const std::string& place, const std::map<std::string, Line>& lines) {
  Chart chart{.id = "",
              .kind = Chart::Kind::points_with_bars,
              .title = fmt::format("Perplexity over fp32's against the mantissa bits that are kept, {}", place),
              .unit = "",
              .labels = {},
              .series = {}};
  int most = 0;
  for (const auto& [name, line] : lines) {
    most = line.size() > 1 ? std::max(most, line.rbegin()->first) : most;
  }
  for (int k = 1; k <= most; ++k) {
    chart.labels.push_back(std::to_string(k));
  }
  chart.labels.emplace_back("all, rounded to nearest");
  for (const auto& [name, line] : lines) {
    if (line.size() < 2) {
      continue;
    }
    chart.series.push_back({name, {}});
    for (int k = 1; k <= most + 1; ++k) {
      const auto it = line.find(k <= most ? k : 0);
      chart.series.back().bands.push_back(it == line.end() ? std::nullopt : std::optional(it->second));
    }
  }
  choose_axis(chart);
  return chart.series.empty() ? std::nullopt : std::optional(std::move(chart));
}

/// One chart per place.
std::vector<Chart> kept_charts(const study::EvalReport& report) {
  std::map<std::string, std::map<std::string, Line>> places;
  for (const study::EvalRow& row : report.rows) {
    const auto kept = kept_bits(row);
    const auto band = ratio_band(row.quality);
    if (kept && band) {
      places[kept->place][kept->series][kept->bits] = *band;
    }
  }
  std::vector<Chart> out;
  for (const auto& [place, lines] : places) {
    if (auto chart = kept_chart(place, lines)) {
      chart->id = fmt::format("kept-{}", out.size() + 1);
      out.push_back(*std::move(chart));
    }
  }
  return out;
}

Chart row_chart(const study::EvalReport& report) {
  Chart chart{.id = "rows",
              .kind = Chart::Kind::bars,
              .title = "Perplexity over fp32's, with standard errors",
              .unit = "",
              .labels = {},
              .series = {{"perplexity / fp32", {}}}};
  for (std::size_t i = 1; i < report.rows.size(); ++i) {
    chart.labels.push_back(report.rows[i].name);
    chart.series[0].bands.push_back(ratio_band(report.rows[i].quality));
  }
  choose_axis(chart);
  return chart;
}

std::string table(const study::EvalReport& report) {
  std::vector<std::vector<std::string>> rows;
  for (const study::EvalRow& row : report.rows) {
    const quality::Quality& q = row.quality;
    rows.push_back({row.name, row.whole, fmt::format("{:.4f}", q.perplexity),
                    fmt::format("± {:.4f}", q.perplexity_error), fmt::format("{:.5f}", q.ratio),
                    fmt::format("± {:.5f}", q.ratio_error), fmt::format("{:.4f}", q.change_rms),
                    fmt::format("± {:.4f}", q.change_rms_error), fmt::format("{:.2f} %", 100 * q.agreement),
                    fmt::format("± {:.2f}", 100 * q.agreement_error)});
  }
  return report::html_table(
      {"arithmetic", "whole", "perplexity", "", "/ fp32", "", "rms change, nats", "", "top-1 agreement", ""}, rows, 2);
}

}  // namespace

std::string eval_html(const study::EvalReport& report) {
  std::vector<Chart> charts = kept_charts(report);
  charts.push_back(row_chart(report));
  std::string body = fmt::format("<p>{} tokens of {}, {} documents, {} windows of at most {}; {}. lmulsim {}.</p>\n",
                                 report.rows.front().quality.tokens, report::escape_html(report.text), report.documents,
                                 report.windows, report.context, report::escape_html(eval_chosen(report)),
                                 report::escape_html(report.origin.version));
  for (const Chart& chart : charts) {
    body += report::chart_canvas(chart);
  }
  body += "<h2>All arithmetics</h2>\n" + table(report) + "<h2>As text</h2>\n<pre>" +
          report::escape_html(eval_text(report)) + "</pre>\n";
  return report::html_page("Arithmetics: " + report.model, body, charts);
}

}  // namespace lmulsim::cli
