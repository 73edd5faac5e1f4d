// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/unit_rtl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "arith/accumulate.hpp"
#include "rtl/lookup_table.hpp"
#include "util/unreachable.hpp"

namespace lmulsim::flow::characterize {
namespace {

using cost::UnitKind;

engine::ArrayParams array_of(const cost::Unit& unit) {
  engine::ArrayParams params;
  params.shape = {1,
                  1,
                  machine::Dataflow::weight_stationary,
                  unit.mul_stages,
                  unit.acc_latency,
                  arith::products_a_beat(unit.accumulator)};
  params.multiplier = unit.multiplier;
  params.moving = unit.moving;
  params.top = unit.top;
  params.accumulator = unit.accumulator;
  return params;
}

/// The fields of the packed parameter that the cell `top` has as parameters of its own.
UnitRtl cell_rtl(const std::string& top, const cost::Unit& unit, std::initializer_list<std::string_view> names) {
  UnitRtl rtl{top, {}, {}, {}};
  for (const rtl::RtlParameter& p : rtl::pe_fields(array_of(unit))) {
    if (std::ranges::find(names, p.name) != names.end()) {
      rtl.parameters.push_back(p);
    }
  }
  return rtl;
}

UnitRtl multiplier_rtl(const cost::Unit& unit) {
  UnitRtl rtl = cell_rtl("multiplier", unit, {"FmtA", "FmtB", "Mul", "Offset", "Subnormals"});
  rtl.parameters.push_back({"Normal", product_layout(unit).normal ? 1 : 0});
  rtl.lookup = rtl::lookup_literal(rtl::lookup_table(unit.multiplier, unit.moving, unit.top));
  return rtl;
}

/// A group that enters another sum than a narrow one is a product to it.
cost::Unit with_entered_sum(cost::Unit unit) {
  const arith::AccumulatorSpec entered = arith::entered_sum(unit.accumulator);
  if (entered.kind != arith::AccumulatorKind::narrow) {
    unit.accumulator = entered;
  }
  return unit;
}

UnitRtl accumulator_rtl(const cost::Unit& unit) {
  const rtl::ProductLayout layout = product_layout(unit);
  UnitRtl rtl = cell_rtl("accumulator", with_entered_sum(unit), {"Acc", "FixedWidth", "FixedLsb"});
  rtl.parameters.push_back({"ProdBits", layout.bits()});
  rtl.parameters.push_back({"ProdExpBits", layout.exp_bits});
  rtl.parameters.push_back({"ProdSigBits", layout.sig_bits});
  rtl.parameters.push_back({"ProdFracBits", layout.frac_bits});
  rtl.parameters.push_back({"ProdBias", layout.bias});
  rtl.parameters.push_back({"ProdExpMin", layout.exp_min});
  rtl.parameters.push_back({"ProdExpMax", layout.exp_max});
  rtl.parameters.push_back({"Latency", 0});  // the adder alone
  return rtl;
}

/// A number as Yosys' chparam reads it: negative ones as 32 bits.
std::string constant(int value) {
  return value >= 0 ? fmt::format("{}", value) : fmt::format("32'b{:032b}", static_cast<std::uint32_t>(value));
}

}  // namespace

rtl::ProductLayout product_layout(const cost::Unit& unit) {
  if (unit.kind == UnitKind::multiplier) {
    return rtl::product_layout(unit.multiplier, unit.moving, unit.top, arith::AccumulatorKind::fp32);
  }
  arith::MultiplierSpec multiplier = unit.multiplier;
  multiplier.subnormals = arith::Subnormals::normalize;
  return arith::products_a_beat(unit.accumulator) > 1
             ? rtl::group_layout(multiplier, unit.moving, unit.top, unit.accumulator)
             : rtl::product_layout(multiplier, unit.moving, unit.top, unit.accumulator.kind);
}

UnitRtl unit_rtl(const cost::Unit& unit) {
  switch (unit.kind) {
    case UnitKind::multiplier:
      return multiplier_rtl(unit);
    case UnitKind::accumulator:
      return accumulator_rtl(unit);
    case UnitKind::pe_stationary:
      return {"pe_stationary", {}, rtl::packed_pe(array_of(unit)), {}};
    case UnitKind::pe_output:
      return {"pe_output", {}, rtl::packed_pe(array_of(unit)), {}};
    case UnitKind::delay_register:
      return {"delay_line", {{"Width", unit.width}, {"Depth", 1}}, {}, {}};
  }
  util::unreachable();
}

std::string parametrised(const UnitRtl& rtl) {
  if (!rtl.pe.empty()) {
    return fmt::format("chparam -set Pe {0} $abstract\\{1}\nrename $abstract\\{1} {1}", rtl.pe, rtl.top);
  }
  std::string command = "chparam";
  for (const rtl::RtlParameter& p : rtl.parameters) {
    command += fmt::format(" -set {} {}", p.name, constant(p.value));
  }
  if (!rtl.lookup.empty()) {
    command += " -set Lookup " + rtl.lookup;
  }
  return command + ' ' + rtl.top;
}

}  // namespace lmulsim::flow::characterize
