// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "study/paper/claims.hpp"
#include "study/paper/designs.hpp"
#include "study/paper/gate_counts.hpp"

namespace lmulsim::study::paper {
namespace {

using arith::Format;

struct MultiplierRow {
  Format format;
  int paper;
};
constexpr std::array<MultiplierRow, 3> kMultipliers{{{Format::fp16, 584}, {Format::e4m3, 325}, {Format::e5m2, 296}}};

constexpr Format kTwelveBits = *arith::format_from_name("e5m6");

void add_multiplier(std::vector<Claim>& claims, const MultiplierRow& row) {
  const arith::FormatInfo& f = arith::info(row.format);
  const std::string name = std::string(f.name) + " multiplier";
  const Measure measure = multiplier_nand2(exact_design(row.format));
  claims.push_back({name, "gates", row.paper, exactly(paper_multiplier_gates(f.man_bits)), measure,
                    "three 8-bit adders for the exponents; 2j - 2 full adders for a (j+1) x (j+1) array"});
  claims.push_back({"  exponent adders as wide as the exponent",
                    "gates",
                    {},
                    exactly(narrow_exponent_gates(f.exp_bits, f.man_bits)),
                    nothing("as above"),
                    "the paper's own text, with its formula for the mantissas"});
  claims.push_back({"  and a whole array for the mantissas",
                    "gates",
                    {},
                    exactly(array_multiplier_gates(f.exp_bits, f.man_bits)),
                    nothing("as above"),
                    "n^2 AND, n half adders, n (n - 2) full adders for n = j + 1 bits"});
}

/// The paper's integer-addition pair and what is left of it.
Claim ratio_claim(Format format, int lmul_bits) {
  const arith::FormatInfo& f = arith::info(format);
  const double lmul = paper_lmul_gates(lmul_bits);
  const double multiplier = paper_multiplier_gates(f.man_bits);
  return {std::string(f.name) + " L-Mul, of the multiplier's",
          "%",
          100 * lmul / multiplier,
          exactly(100 * lmul / array_multiplier_gates(f.exp_bits, f.man_bits)),
          left_by(ClaimedUnit::multiplier, cost::Quantity::area, lmul_design(format), exact_design(format)),
          "recomputed against the whole array; synthesis shares gates that both counts list apart"};
}

}  // namespace

ClaimGroup gate_claims() {
  ClaimGroup out{"Gate counts (section 2.3.2; measured: area in NAND2)", {}, {}};
  for (const MultiplierRow& row : kMultipliers) {
    add_multiplier(out.claims, row);
  }
  const std::string why = "one adder for exponent and mantissa, 8 bits for the offset; a constant needs less";
  out.claims.push_back(
      {"fp16 L-Mul", "gates", 256, exactly(paper_lmul_gates(16)), multiplier_nand2(lmul_design(Format::fp16)), why});
  out.claims.push_back({"12-bit (e5m6) L-Mul", "gates", 201, exactly(paper_lmul_gates(11)),
                        multiplier_nand2(lmul_design(kTwelveBits)),
                        "the paper does not say how the 12 bits are split; " + why});
  out.claims.push_back({"fp8 (e4m3) L-Mul", "gates", 157, exactly(paper_lmul_gates(7)),
                        multiplier_nand2(lmul_design(Format::e4m3)), why});
  out.claims.push_back({"fp8 (e5m2) L-Mul", "gates", 157, exactly(paper_lmul_gates(7)),
                        multiplier_nand2(lmul_design(Format::e5m2)), why});
  out.claims.push_back(ratio_claim(Format::fp16, 16));
  out.claims.push_back(ratio_claim(Format::e4m3, 7));
  out.claims.push_back(ratio_claim(Format::e5m2, 7));
  out.notes = {
      "Neither count has normalisation, rounding, special values, registers or the accumulator; the measured "
      "multipliers have special values and hand their product to the accumulator unrounded.",
      "The paper's gates are of any kind and count one each; a NAND2 area is about one of its simple gates."};
  return out;
}

}  // namespace lmulsim::study::paper
