// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "rtl/rtl_parameters.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "rtl/lookup_table.hpp"

namespace lmulsim::rtl {

namespace {

constexpr std::string_view kWhere = "RTL";

/// The code of a choice that the RTL has; arith/hardware.hpp has it, and a test holds it against the package.
template <class Choice, class Row>
int code(const Choice& choice, const Row& row) {
  arith::require_hardware(choice, kWhere);
  return *row.rtl;
}

}  // namespace

std::vector<RtlParameter> array_parameters(const engine::ArrayParams& p) {
  const bool output = p.shape.dataflow == machine::Dataflow::output_stationary;
  return {{"Dataflow", output ? 1 : 0}, {"Rows", p.shape.rows}, {"Cols", p.shape.cols}};
}

std::vector<RtlParameter> pe_fields(const engine::ArrayParams& p) {
  const bool adder = p.multiplier.kind == arith::MultiplierKind::adder;
  const bool grouped = p.accumulator.kind == arith::AccumulatorKind::group;
  const bool integers = p.accumulator.kind == arith::AccumulatorKind::int_group;
  const bool fixed = grouped || p.accumulator.kind == arith::AccumulatorKind::fixed ||
                     p.accumulator.kind == arith::AccumulatorKind::narrow;
  const int offset = adder ? static_cast<int>(arith::adder_offset(p.multiplier, p.moving, p.top))
                           : (arith::looks_up(p.multiplier.kind) ? p.multiplier.bits : 0);
  const LookupTable table = lookup_table(p.multiplier, p.moving, p.top);
  std::vector<RtlParameter> fields{
      {"FmtA", code(p.moving, arith::hardware(p.moving))},
      {"FmtB", code(p.top, arith::hardware(p.top))},
      {"Mul", code(p.multiplier, arith::hardware(p.multiplier.kind))},
      {"Offset", offset},
      {"Subnormals", p.multiplier.subnormals == arith::Subnormals::daz ? 0 : 1},
      {"Acc", code(p.accumulator, arith::hardware(p.accumulator.kind))},
      {"FixedWidth", fixed ? p.accumulator.width : 8},
      {"FixedLsb", fixed ? p.accumulator.lsb : 0},
      {"MulStages", p.shape.mul_stages},
      {"AccLatency", p.shape.acc_latency},
      {"Group", grouped || integers ? p.accumulator.group : 0},
      {"FractionBits", grouped ? p.accumulator.fraction_bits : 0},
  };
  for (std::size_t i = 0; i < table.size(); ++i) {
    fields.push_back({fmt::format("Lookup{}", i), static_cast<int>(table[i])});
  }
  return fields;
}

std::string packed_pe(const engine::ArrayParams& params) {
  const std::vector<RtlParameter> fields = pe_fields(params);
  std::string words;
  for (std::size_t word = fields.size(); word-- > 0;) {
    words += fmt::format("{:08x}", static_cast<std::uint32_t>(fields[word].value));
  }
  return fmt::format("{}'h{}", 32 * fields.size(), words);
}

}  // namespace lmulsim::rtl
