// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/eval_calibrate.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>

#include "report/text_table.hpp"

namespace lmulsim::cli {

namespace {

namespace json = boost::json;
using quality::Calibration;
using quality::Candidate;
using quality::Quality;

constexpr std::string_view kMethod =
    "offsets are proposed by log2(adder's product / product) over the pairs of mantissas that meet in the model, "
    "chosen "
    "by loss on one part of the text and confirmed on the other; ratios are paired, token by token, against the "
    "default";

std::string ratio_text(const Quality& q) {
  return fmt::format("{:.5f} +/- {:.5f}", q.ratio, q.ratio_error);
}

std::string pairs_text(const Calibration& c) {
  report::TextTable table("lrrrrr");
  table.row({"products", "counted", "least mean square", "least mean", "mean of default", "rms of default"});
  const auto add = [&](std::string_view name, const quality::MantissaPairs& pairs) {
    const quality::BestOffsets best = quality::best_offsets(pairs);
    const quality::LogError error = quality::log_error(pairs, c.default_offset);
    table.row(
        {std::string(name),
         fmt::format("{:.1f} %", 100 * static_cast<double>(pairs.counted()) / static_cast<double>(pairs.products)),
         fmt::format("adder:{}", best.mean_square), fmt::format("adder:{}", best.mean),
         fmt::format("{:+.4f}", error.mean), fmt::format("{:.4f}", std::sqrt(error.mean_square))});
  };
  add("all", c.pairs);
  for (const auto& [kind, pairs] : c.kinds) {
    add(quality::place_name(kind), pairs);
  }
  return table.text();
}

std::string candidates_text(const Calibration& c) {
  report::TextTable table("lrrrll");
  table.row({"offset", "mean log2", "rms log2", "perplexity", "/ default", ""});
  for (const Candidate& x : c.candidates) {
    const std::string mark = x.offset == c.chosen ? "chosen" : (x.offset == c.default_offset ? "default" : "");
    table.row({fmt::format("adder:{}", x.offset), fmt::format("{:+.4f}", x.error.mean),
               fmt::format("{:.4f}", std::sqrt(x.error.mean_square)),
               fmt::format("{:.4f}", x.against_default.perplexity), ratio_text(x.against_default), mark});
  }
  return table.text();
}

std::string confirmed_text(const Calibration& c) {
  report::TextTable table("lrll");
  table.row({"", "perplexity", "/ default", "arithmetic"});
  for (const quality::CalibrationRow& row : c.confirmed) {
    table.row(
        {row.name, fmt::format("{:.4f}", row.against_default.perplexity), ratio_text(row.against_default), row.plan});
  }
  return table.text();
}

/// What the chosen offset changes, in a sentence.
std::string verdict(const Calibration& c) {
  if (c.chosen == c.default_offset) {
    return fmt::format("the default, adder:{}, is the best of the candidates", c.default_offset);
  }
  for (const quality::CalibrationRow& row : c.confirmed) {
    if (row.name == "chosen") {
      const Quality& q = row.against_default;
      const bool sure = std::abs(q.ratio - 1) > 2 * q.ratio_error;
      return fmt::format("adder:{} instead of adder:{} changes the perplexity by {:+.3f} % +/- {:.3f}{}", c.chosen,
                         c.default_offset, 100 * (q.ratio - 1), 100 * q.ratio_error,
                         sure ? "" : ", within two standard errors of nothing");
    }
  }
  return "";
}

json::object quality_json(const Quality& q) {
  return {{"not_finite", q.not_finite},  {"loss_nats", q.loss},
          {"perplexity", q.perplexity},  {"perplexity_error", q.perplexity_error},
          {"ratio_to_default", q.ratio}, {"ratio_error", q.ratio_error}};
}

json::object pairs_json(const quality::MantissaPairs& pairs, std::uint32_t default_offset) {
  const quality::BestOffsets best = quality::best_offsets(pairs);
  const quality::LogError error = quality::log_error(pairs, default_offset);
  return {{"products", pairs.products},
          {"counted", pairs.counted()},
          {"offset_of_least_mean_square", best.mean_square},
          {"offset_of_least_mean", best.mean},
          {"default_mean_log2", error.mean},
          {"default_mean_square_log2", error.mean_square}};
}

}  // namespace

std::string calibration_text(const study::CalibrationReport& report) {
  const Calibration& c = report.calibration;
  return fmt::format(
      "{} on {}: the adder's offset for {} (default {})\n\nstatistics of the products of {} tokens\n{}\nchosen on the "
      "same {} tokens\n{}\nconfirmed on {} others\n{}\n  {}\n  note: {}\n",
      report.model, report.text, quality::arithmetic_name(c.base), c.default_offset, report.choosing_tokens,
      pairs_text(c), report.choosing_tokens, candidates_text(c), report.confirming_tokens, confirmed_text(c),
      verdict(c), kMethod);
}

json::value calibration_json(const study::CalibrationReport& report) {
  const Calibration& c = report.calibration;
  json::object kinds;
  for (const auto& [kind, pairs] : c.kinds) {
    kinds[quality::place_name(kind)] = pairs_json(pairs, c.default_offset);
  }
  json::array candidates;
  for (const Candidate& x : c.candidates) {
    json::object entry = quality_json(x.against_default);
    entry["offset"] = x.offset;
    entry["mean_log2"] = x.error.mean;
    entry["mean_square_log2"] = x.error.mean_square;
    candidates.push_back(std::move(entry));
  }
  json::array confirmed;
  for (const quality::CalibrationRow& row : c.confirmed) {
    json::object entry = quality_json(row.against_default);
    entry["name"] = row.name;
    entry["arithmetic"] = row.plan;
    confirmed.push_back(std::move(entry));
  }
  return json::object{{"schema", "lmulsim-calibration/1"},
                      {"model", report.model},
                      {"text", report.text},
                      {"arithmetic", quality::arithmetic_name(c.base)},
                      {"choosing_tokens", report.choosing_tokens},
                      {"confirming_tokens", report.confirming_tokens},
                      {"default_offset", c.default_offset},
                      {"chosen_offset", c.chosen},
                      {"method", kMethod},
                      {"all_products", pairs_json(c.pairs, c.default_offset)},
                      {"kinds", std::move(kinds)},
                      {"candidates", std::move(candidates)},
                      {"confirmed", std::move(confirmed)}};
}

}  // namespace lmulsim::cli
