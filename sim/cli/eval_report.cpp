// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/eval_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/json.hpp>
#include <cmath>
#include <string_view>

#include "cli/eval_histograms.hpp"
#include "cli/eval_ranges.hpp"
#include "quality/results.hpp"
#include "report/text_table.hpp"

namespace lmulsim::cli {

namespace {

namespace json = boost::json;

constexpr std::string_view kProtocol =
    "windows of the context that do not overlap, each after a token that begins a text, none across documents; "
    "every token of the text is asked for once; everything but matrix products in fp32";
constexpr std::string_view kErrors =
    "standard errors take tokens as independent; the ratio's is paired, token by token; rms change: root mean square "
    "of "
    "the change of a token's negative log-likelihood against fp32's, in nats";

std::string layers_text(const study::EvalRow& row) {
  report::TextTable table("rlrrr");
  table.row({"layer", "products", "SNR dB", "largest error / largest", "cosine"});
  for (const auto& [key, sums] : row.errors) {
    table.row({layer_name(key.first), std::string(quality::place_name(key.second)),
               fmt::format("{:.2f}", sums.snr_db()),
               fmt::format("{:.4g} / {:.4g}", sums.largest_error, sums.largest_signal),
               fmt::format("{:.6f}", sums.cosine())});
  }
  return fmt::format("\n{} against fp32 on the same operands\n{}", row.name, table.text());
}

/// The sums that left their range, in all and by kind of product; empty for sums without a range.
std::string overflows_text(const study::EvalRow& row) {
  quality::OverflowCount all;
  std::string kinds;
  for (const auto& [kind, count] : quality::by_kind(row.overflows)) {
    all += count;
    kinds += count.left == 0 ? ""
                             : fmt::format("{}{} {} of {}", kinds.empty() ? " (" : ", ", quality::place_name(kind),
                                           count.left, count.sums);
  }
  return all.sums == 0 ? ""
                       : fmt::format("  note: {}: {} of {} sums left their range{}{}\n", row.name, all.left, all.sums,
                                     kinds, kinds.empty() ? "" : ")");
}

json::object overflow_json(const quality::OverflowCount& count) {
  return {{"sums", count.sums}, {"left_range", count.left}};
}

json::object overflows_json(const quality::LayerOverflows& overflows) {
  json::object kinds;
  quality::OverflowCount all;
  for (const auto& [kind, count] : quality::by_kind(overflows)) {
    all += count;
    kinds[quality::place_name(kind)] = overflow_json(count);
  }
  json::object out = overflow_json(all);
  out["products"] = std::move(kinds);
  return out;
}

json::object layers_json(const quality::ErrorSums& sums) {
  return {{"results", sums.results},
          {"snr_db", sums.snr_db()},
          {"largest_error", sums.largest_error},
          {"largest_reference", sums.largest_signal},
          {"cosine", sums.cosine()}};
}

/// Nine digits are far more than an estimate holds.
json::array covariance_json(const std::vector<double>& row) {
  json::array out;
  for (const double x : row) {
    out.emplace_back(std::isfinite(x) ? json::value(std::stod(fmt::format("{:.9g}", x))) : json::value(nullptr));
  }
  return out;
}

json::object row_json(const study::EvalRow& row) {
  const quality::Quality& q = row.quality;
  json::object out{{"name", row.name},
                   {"arithmetic", row.whole},
                   {"not_finite", q.not_finite},
                   {"loss_nats", q.loss},
                   {"perplexity", q.perplexity},
                   {"perplexity_error", q.perplexity_error},
                   {"ratio_to_fp32", q.ratio},
                   {"ratio_error", q.ratio_error},
                   {"agreement", q.agreement},
                   {"agreement_error", q.agreement_error},
                   {"change_rms_nats", q.change_rms},
                   {"change_rms_error", q.change_rms_error}};
  if (!row.errors.empty()) {
    json::array layers;
    for (const auto& [key, sums] : row.errors) {
      json::object entry = layers_json(sums);
      entry["layer"] = key.first < 0 ? json::value(nullptr) : json::value(key.first);
      entry["products"] = quality::place_name(key.second);
      layers.push_back(std::move(entry));
    }
    out["layers"] = std::move(layers);
  }
  if (!row.overflows.empty()) {
    out["sums"] = overflows_json(row.overflows);
  }
  if (!row.ranges.empty()) {
    out["ranges"] = ranges_json(row);
    out["proposed"] = row.proposed;
  }
  if (!row.histograms.empty()) {
    out["operands"] = histograms_json(row.histograms);
  }
  return out;
}

json::value chosen_json(const study::EvalReport& report) {
  if (report.chosen_on.empty()) {
    return nullptr;
  }
  return json::object{{"text", report.chosen_on}, {"sha256", report.chosen_on_sha256}};
}

}  // namespace

std::string eval_chosen(const study::EvalReport& report) {
  if (report.chosen_on.empty()) {
    return "no text is said on which parameters were chosen (--chosen-on)";
  }
  return fmt::format("parameters chosen on {}, {}", report.chosen_on,
                     report.chosen_where_judged() ? "the text they are judged on: the figures flatter"
                                                  : fmt::format("judged on {}", report.text));
}

std::string eval_head(const study::EvalReport& report) {
  return fmt::format("{} on {}: {} tokens, {} documents, {} windows of at most {}\n  {}\n", report.model, report.text,
                     report.tokens, report.documents, report.windows, report.context, eval_chosen(report));
}

std::string eval_notes(const study::EvalReport& report) {
  std::string notes;
  std::string layers;
  for (const study::EvalRow& row : report.rows) {
    if (row.quality.not_finite > 0) {
      notes += fmt::format("  note: {}: logits of {} tokens are infinite or not numbers\n", row.name,
                           row.quality.not_finite);
    }
    notes += overflows_text(row);
    layers += row.errors.empty() ? "" : layers_text(row);
    layers += histograms_text(row.name, row.histograms);
    layers += ranges_text(row);
  }
  if (!report.undefined.empty()) {
    notes += fmt::format("  note: {} combinations of {} are left out, they are not defined:\n", report.undefined.size(),
                         report.sweep);
    for (const quality::Undefined& u : report.undefined) {
      notes += fmt::format("    {}: {}\n", u.arithmetic, u.reason);
    }
  }
  if (!report.unfinished.empty()) {
    notes += fmt::format("  note: stopped before the end, without {}\n", fmt::join(report.unfinished, ", "));
  }
  return fmt::format("{}  note: {}\n  note: {}\n{}", notes, kProtocol, kErrors, layers);
}

json::value eval_json(const study::EvalReport& report) {
  json::array rows;
  for (std::size_t i = 0; i < report.rows.size(); ++i) {
    json::object row = row_json(report.rows[i]);
    row["covariance"] = covariance_json(report.covariance.at(i));
    rows.push_back(std::move(row));
  }
  json::object out{{"schema", quality::kResultsSchema},
                   {"model", report.model},
                   {"text", report.text},
                   {"tokens", report.tokens},
                   {"documents", report.documents},
                   {"windows", report.windows},
                   {"context", report.context},
                   {"protocol", kProtocol},
                   {"errors", kErrors},
                   {"provenance",
                    {{"version", report.origin.version},
                     {"model_sha256", report.origin.model_sha256},
                     {"text_sha256", report.origin.text_sha256}}},
                   {"chosen_on", chosen_json(report)},
                   {"rows", std::move(rows)}};
  if (!report.sweep.empty()) {
    json::array undefined;
    for (const quality::Undefined& u : report.undefined) {
      undefined.push_back(json::object{{"arithmetic", u.arithmetic}, {"reason", u.reason}});
    }
    out["sweep"] = report.sweep;
    out["undefined"] = std::move(undefined);
  }
  if (!report.unfinished.empty()) {
    out["unfinished"] = json::array(report.unfinished.begin(), report.unfinished.end());
  }
  return out;
}

}  // namespace lmulsim::cli
