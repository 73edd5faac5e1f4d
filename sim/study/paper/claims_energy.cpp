// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/unit_cost.hpp"
#include "study/paper/claims.hpp"
#include "study/paper/designs.hpp"

namespace lmulsim::study::paper {
namespace {

using arith::Format;
using cost::Operation;
using cost::Quantity;

const std::string kNoFp32 = "no fp32 multiplier is built";

/// pJ of one operation in the table; the ends of published numbers are half a unit of their last digit and left out.
class Table {
 public:
  explicit Table(const cost::Technology& table) : table_(table) {}
  [[nodiscard]] double pj(Operation op) const { return table_.get(Quantity::energy, op).band.value; }
  [[nodiscard]] cost::Band band(Operation op) const { return table_.get(Quantity::energy, op).band; }
  [[nodiscard]] double adder_pj(int bits) const { return integer_adder(table_, Quantity::energy, bits).band.value; }
  [[nodiscard]] double mac_pj(const machine::Accelerator& design) const {
    return multiplier(design.pe, table_, Quantity::energy).band.value +
           accumulator(design.pe, table_, Quantity::energy).band.value;
  }

 private:
  const cost::Technology& table_;
};

double saved(double less, double than) {
  return 100 * (1 - less / than);
}

void add_element_wise(std::vector<Claim>& claims, const Table& t) {
  claims.push_back({"fp32 product: energy left by an int32 addition", "%", 2.7,
                    exactly(100 * t.adder_pj(32) / t.pj(Operation::fp32_mul)), nothing(kNoFp32),
                    "an adder against a whole multiplier; the accumulation is left out"});
  claims.push_back(
      {"fp16 product: energy left by an int16 addition", "%", 4.7,
       exactly(100 * t.adder_pj(16) / t.pj(Operation::fp16_mul)),
       left_by(ClaimedUnit::multiplier, Quantity::energy, lmul_design(Format::fp16), exact_design(Format::fp16)),
       "0.05 / 1.1 is 4.5 %; L-Mul is more than its adder: sign, zeros, special values, product"});
  claims.push_back(
      {"element-wise products: energy saved (\"95 %\")", "%", 95,
       exactly(saved(t.adder_pj(16), t.pj(Operation::fp16_mul))),
       saved_by(ClaimedUnit::multiplier, Quantity::energy, lmul_design(Format::e4m3), exact_design(Format::e4m3)),
       "recomputed for fp16; measured for e4m3, the format L-Mul is proposed to replace"});
}

void add_dot_products(std::vector<Claim>& claims, const Table& t) {
  const double add32 = t.pj(Operation::fp32_add);
  const double add16 = t.pj(Operation::fp16_add);
  claims.push_back({"dot products, fp32: energy saved (\"80 %\")", "%", 80,
                    exactly(saved(t.adder_pj(32) + add32, t.pj(Operation::fp32_mul) + add32)), nothing(kNoFp32),
                    "(0.1 + 0.9) / (3.7 + 0.9) pJ: 21.7 % left; nobody proposes fp32 operands"});
  claims.push_back({"dot products, fp16 with fp16 sums: energy saved", "%", 70,
                    exactly(saved(t.adder_pj(16) + add16, t.pj(Operation::fp16_mul) + add16)),
                    nothing("no fp16 accumulator is built"),
                    "(0.05 + 0.4) / (1.1 + 0.4) pJ; few accelerators keep sums in fp16"});
  claims.push_back({"  fp16 with fp32 sums",
                    "%",
                    {},
                    exactly(saved(t.adder_pj(16) + add32, t.pj(Operation::fp16_mul) + add32)),
                    saved_by(ClaimedUnit::pe, Quantity::energy, lmul_design(Format::fp16), exact_design(Format::fp16)),
                    "the same table with the sums that accelerators keep"});
}

void add_eight_bits(std::vector<Claim>& claims, const Table& t) {
  const machine::Accelerator lmul = lmul_design(Format::e4m3);
  const double sum = t.pj(Operation::fp32_add);
  const cost::Band multiply = t.band(Operation::e4m3_mul);
  const auto against = [&](double pj) { return saved(t.mac_pj(lmul), pj + sum); };
  claims.push_back({"  fp8 (e4m3) with fp32 sums",
                    "%",
                    {},
                    cost::Band{against(multiply.low), against(multiply.value), against(multiply.high)},
                    saved_by(ClaimedUnit::pe, Quantity::energy, lmul, exact_design(Format::e4m3)),
                    "the table has no fp8 multiplier: 0.2 to 0.5 pJ estimated; the accumulator dominates"});
  claims.push_back({"fp8 L-Mul with fp32 sums, one operation",
                    "pJ",
                    {},
                    exactly(t.mac_pj(lmul)),
                    energy_pj_of(ClaimedUnit::pe, lmul),
                    "0.03 + 0.9 pJ in the table"});
  claims.push_back({"int8 with int32 sums, one operation",
                    "pJ",
                    {},
                    exactly(t.mac_pj(int8_design())),
                    energy_pj_of(ClaimedUnit::pe, int8_design()),
                    "0.2 + 0.1 pJ: an exact integer product costs a third"});
}

}  // namespace

ClaimGroup energy_claims(const cost::Technology& table) {
  const Table t(table);
  ClaimGroup out{"Energy (\"95 %\" and \"80 %\"; recomputed from " + table.name + ")", {}, {}};
  add_element_wise(out.claims, t);
  add_dot_products(out.claims, t);
  add_eight_bits(out.claims, t);
  out.notes = {
      "The paper's percentages are of arithmetic units alone; the ladder below shows what is left in a machine.",
      "Measured: multipliers alone, else a whole PE (product register, accumulator, operand registers, clock pins) "
      "under Gaussian operands, glitches counted; savings are paired by recipes and operands."};
  return out;
}

}  // namespace lmulsim::study::paper
