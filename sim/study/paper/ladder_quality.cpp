// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/ladder_quality.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "arith/format.hpp"
#include "arith/hardware.hpp"
#include "study/paper/designs.hpp"

namespace lmulsim::study::paper {
namespace {

std::optional<quality::PairedRatio> over_fp32(const quality::Results& results, const std::string& plan) {
  const quality::ResultRow* row = results.find(plan);
  const quality::ResultRow* fp32 = results.find("fp32");
  if (row == nullptr || fp32 == nullptr || !std::isfinite(row->quality.perplexity)) {
    return std::nullopt;
  }
  return results.ratio(*row, *fp32);
}

}  // namespace

std::vector<QualityBeside> qualities_beside(const quality::Results& results) {
  std::vector<QualityBeside> out;
  for (const arith::Format format : kLadderFormats) {
    for (const arith::AccumulatorKind sums : ladder_sums(format)) {
      QualityBeside row{std::string(arith::info(format).name), std::string(arith::hardware(sums).word), {}};
      for (std::size_t i = 0; i < row.over_fp32.size(); ++i) {
        row.over_fp32[i] =
            over_fp32(results, fmt::format("{}:{},acc={}", QualityBeside::kMultipliers[i], row.format, row.sums));
      }
      if (std::ranges::any_of(row.over_fp32, [](const auto& ratio) { return ratio.has_value(); })) {
        out.push_back(std::move(row));
      }
    }
  }
  if (const auto ratio = over_fp32(results, "exact:int8")) {
    out.push_back({"int8", "int32", {ratio, std::nullopt, std::nullopt}});
  }
  return out;
}

report::Grid quality_beside_grid(const std::string& model, const std::vector<QualityBeside>& rows) {
  report::Grid out{fmt::format("Answers of {} by the designs compared: perplexity over that of fp32", model),
                   {"format", "sums"},
                   {},
                   {"+/- is the standard error, token by token; -: not evaluated. All products of the model in this "
                    "arithmetic, one scale for each 8-bit operand"}};
  out.head.insert(out.head.end(), QualityBeside::kMultipliers.begin(), QualityBeside::kMultipliers.end());
  for (const QualityBeside& row : rows) {
    std::vector<std::string> cells{row.format, row.sums};
    for (const std::optional<quality::PairedRatio>& ratio : row.over_fp32) {
      cells.push_back(ratio ? fmt::format("{:.4f} +/- {:.4f}", ratio->value, ratio->error) : "-");
    }
    out.rows.push_back(std::move(cells));
  }
  return out;
}

}  // namespace lmulsim::study::paper
