// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/importance_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/json.hpp>
#include <vector>

#include "cli/front_table.hpp"
#include "report/text_table.hpp"

namespace lmulsim::cli {
namespace {

using explore::FactorImportance;
using explore::Importance;
using explore::PairedEffect;

std::string percent(double share) {
  return fmt::format("{:.1f} %", share * 100);
}

std::string place_of(const FactorImportance& factor) {
  if (!factor.part_of.empty()) {
    return "follows from " + factor.part_of;
  }
  return factor.along.empty() ? "" : fmt::format("with {}", fmt::join(factor.along, ", "));
}

std::string shares_table(const Importance& importance) {
  report::TextTable table("lrrll");
  table.row({"parameter", "values", "share", "of resampled points", ""});
  for (const FactorImportance& factor : importance.factors) {
    table.row({factor.name, fmt::format("{}", factor.levels), percent(factor.share),
               fmt::format("{} to {}", percent(factor.share_low), percent(factor.share_high)), place_of(factor)});
  }
  return table.text();
}

std::string effects_table(const Importance& importance) {
  report::TextTable table("llrlr");
  table.row({"parameter", "change", "median", "nine of ten", "pairs"});
  for (const FactorImportance& factor : importance.factors) {
    for (const PairedEffect& effect : factor.effects) {
      table.row({factor.name, fmt::format("{} -> {}", effect.from, effect.to), short_number(effect.median),
                 fmt::format("{} to {}", short_number(effect.low), short_number(effect.high)),
                 fmt::format("{}", effect.pairs)});
    }
  }
  return table.text();
}

}  // namespace

std::string importance_text(const Importance& importance, const std::string& metric) {
  std::string out = fmt::format("share of the variance of {}{}, {} points\n",
                                importance.is_ratio ? "the logarithm of " : "", metric, importance.points);
  out += shares_table(importance);
  out += importance.is_balanced
             ? fmt::format("  together, beyond the sum of the parameters that follow from no other: {}\n",
                           percent(importance.rest))
             : "  parameters are not combined equally often: shares are of these points, not of the space\n";
  out += fmt::format("{} with all else equal\n", importance.is_ratio ? "times so much" : "more by so much");
  return out + effects_table(importance);
}

boost::json::object importance_json(const Importance& importance, const std::string& metric) {
  boost::json::array factors;
  for (const FactorImportance& factor : importance.factors) {
    boost::json::array effects;
    for (const PairedEffect& e : factor.effects) {
      effects.push_back(boost::json::object{
          {"from", e.from}, {"to", e.to}, {"pairs", e.pairs}, {"effect", boost::json::array{e.low, e.median, e.high}}});
    }
    factors.push_back(
        boost::json::object{{"name", factor.name},
                            {"levels", factor.levels},
                            {"share", boost::json::array{factor.share_low, factor.share, factor.share_high}},
                            {"part_of", factor.part_of},
                            {"along", boost::json::array(factor.along.begin(), factor.along.end())},
                            {"effects", std::move(effects)}});
  }
  return {{"metric", metric},
          {"points", importance.points},
          {"of", importance.is_ratio ? "logarithm" : "value"},
          {"effect", importance.is_ratio ? "ratio" : "difference"},
          {"balanced", importance.is_balanced},
          {"rest", importance.is_balanced ? boost::json::value(importance.rest) : boost::json::value()},
          {"factors", std::move(factors)}};
}

}  // namespace lmulsim::cli
