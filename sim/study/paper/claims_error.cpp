// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "arith/spec.hpp"
#include "study/paper/claims.hpp"
#include "study/paper/paper_error.hpp"

namespace lmulsim::study::paper {
namespace {

using arith::Format;

/// Read from the plot, over e4m3's 0.00324.
constexpr std::array<double, 6> kFigure4{5.37, 2.91, 1.03, 0.935, 0.716, 0.719};
constexpr int kFigure4FirstK = 2;
constexpr double kFigure4E5m2 = 3.80;

constexpr std::array<double, 6> kTable7Truncation{0.68, 0.35, 0.17, 0.081, 0.035, 0.012};
constexpr std::array<double, 6> kTable7Lmul{0.68, 0.43, 0.30, 0.24, 0.20, 0.19};
constexpr int kTable7L = 4;

const std::string kBits = "a matter of bits, not of gates";

}  // namespace

ClaimGroup figure_4_claims() {
  ClaimGroup out{"Figure 4: mean square error of products, as ratio to e4m3's", {}, {}};
  const double e4m3 = rounded_square_error(Format::e4m3);
  for (std::size_t i = 0; i < kFigure4.size(); ++i) {
    const int k = kFigure4FirstK + static_cast<int>(i);
    out.claims.push_back({fmt::format("L-Mul of {} kept mantissa bits", k), "1", kFigure4[i],
                          exactly(lmul_square_error(k) / e4m3), nothing(kBits),
                          k == 3 ? "at the width of e4m3 L-Mul has 2.9 times its error" : ""});
  }
  out.claims.push_back(
      {"e5m2", "1", kFigure4E5m2, exactly(rounded_square_error(Format::e5m2) / e4m3), nothing(kBits), ""});
  out.notes = {
      "The paper's operands are those of Llama-3.1-8b on GSM8K; recomputed: uniform mantissas, L-Mul by the integer "
      "adder on operands cut to k bits, e4m3 and e5m2 rounded to nearest with exact products."};
  return out;
}

ClaimGroup table_7_claims() {
  ClaimGroup out{"Table 7: mean error of uniform operands cut to k bits", {}, {}};
  for (std::size_t i = 0; i < kTable7Truncation.size(); ++i) {
    const int k = 1 + static_cast<int>(i);
    out.claims.push_back({fmt::format("k = {}: truncation |f1|", k), "1", kTable7Truncation[i],
                          exactly(truncation_error(k)), nothing(kBits), ""});
  }
  for (std::size_t i = 0; i < kTable7Lmul.size(); ++i) {
    const int k = 1 + static_cast<int>(i);
    const int l = arith::lmul_l(k);
    const std::string other =
        l == kTable7L ? "" : fmt::format("; Eq. 1's l({}) = {} gives {:.4f}", k, l, lmul_mean_error(k, l));
    out.claims.push_back({fmt::format("k = {}: L-Mul |f1 + f2|", k), "1", kTable7Lmul[i],
                          exactly(lmul_mean_error(k, kTable7L)), nothing(kBits), "l = 4" + other});
  }
  out.notes = {"Only l = 4 in every column reproduces the table, not the l(k) of the paper's Eq. 1."};
  return out;
}

}  // namespace lmulsim::study::paper
