// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/unit_list.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "arith/accumulate.hpp"
#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "config/load.hpp"
#include "engine/dut.hpp"
#include "flow/characterize/vectors.hpp"
#include "machine/pipeline.hpp"
#include "util/unreachable.hpp"

namespace lmulsim::flow::characterize {
namespace {

using arith::AccumulatorKind;
using arith::AccumulatorSpec;
using arith::Format;
using arith::MultiplierSpec;
using arith::Subnormals;
using cost::Unit;
using cost::UnitKind;

struct Operation {
  MultiplierSpec multiplier;
  Format format;
};

/// Every word of hardware that stands for one multiplier.
std::vector<MultiplierSpec> named_multipliers() {
  std::vector<MultiplierSpec> all;
  for (const arith::MultiplierWord& row : arith::kMultiplierWords) {
    if (arith::hardware(row.kind).rtl && !row.has_number()) {
      all.push_back({.kind = row.kind, .offset = row.offset});
    }
  }
  return all;
}

/// On each format of floats each multiplier, with both policies.
std::vector<Operation> operations() {
  std::vector<Operation> all;
  for (const Format format : arith::built_formats(arith::Operands::floats)) {
    for (MultiplierSpec m : named_multipliers()) {
      for (const Subnormals policy : {Subnormals::daz, Subnormals::normalize}) {
        m.subnormals = policy;
        all.push_back({m, format});
      }
    }
  }
  return all;
}

bool is_mitchell(const MultiplierSpec& multiplier) {
  return multiplier.offset.has_value();
}

bool is_narrow(Format format) {
  return arith::info(format).width() <= 8;
}

/// The accumulator of a kind behind an operation; none where the hardware has none: a fixed one of too many bits.
/// Narrow sums belong to narrow operands.
std::optional<AccumulatorSpec> accumulator(AccumulatorKind kind, const Operation& op) {
  if (kind == AccumulatorKind::group || kind == AccumulatorKind::int_group) {
    return std::nullopt;  // dot_product_units() has them
  }
  if (kind == AccumulatorKind::narrow) {
    return is_narrow(op.format) ? std::optional(machine::reference_narrow_sum(op.multiplier, op.format, op.format))
                                : std::nullopt;
  }
  AccumulatorSpec spec;
  spec.kind = kind;
  if (kind != AccumulatorKind::fixed) {
    return spec;
  }
  spec = arith::fixed_layout(op.multiplier, op.format, op.format, machine::kReferenceMaxK);
  return spec.width <= arith::kMaxFixedWidth ? std::optional(spec) : std::nullopt;
}

Unit unit(UnitKind kind, const Operation& op, const AccumulatorSpec& sums, const machine::Pipeline& pipeline = {}) {
  return {.kind = kind,
          .multiplier = op.multiplier,
          .moving = op.format,
          .top = op.format,
          .accumulator = sums,
          .mul_stages = pipeline.mul_stages,
          .acc_latency = pipeline.acc_latency};
}

constexpr Operation kInt8{{}, Format::int8};

/// The operations that sums of a kind come behind: those that are compared, without subnormals; on e4m3 also what the
/// other choices of a multiplier cost, behind sums of fp32 all of them.
std::vector<Operation> operations_behind(AccumulatorKind kind) {
  std::vector<Operation> all = operations();
  std::erase_if(all, [&](const Operation& op) {
    const bool compared = !is_mitchell(op.multiplier) && op.multiplier.subnormals == Subnormals::daz;
    const bool adder = op.multiplier.kind == arith::MultiplierKind::adder;
    const bool other_choice = op.format == Format::e4m3 && (kind == AccumulatorKind::fp32 || !adder);
    return !compared && !other_choice;
  });
  return all;
}

/// Every PE that somebody would build, with its multiplier and accumulator.
void add_reference_pes(std::vector<Unit>& all) {
  for (const AccumulatorKind kind : arith::built_accumulators(arith::Operands::floats)) {
    for (const Operation& op : operations_behind(kind)) {
      if (const std::optional<AccumulatorSpec> sums = accumulator(kind, op)) {
        add_new_units(all, {unit(UnitKind::multiplier, op, {}), unit(UnitKind::accumulator, op, *sums),
                            unit(UnitKind::pe_stationary, op, *sums, machine::reference_pipeline(kind))});
      }
    }
  }
  const AccumulatorSpec int32 = *accumulator(AccumulatorKind::int32, kInt8);
  add_new_units(all, {unit(UnitKind::multiplier, kInt8, {}), unit(UnitKind::accumulator, kInt8, int32),
                      unit(UnitKind::pe_stationary, kInt8, int32, machine::reference_pipeline(int32.kind))});
}

/// What it costs to leave the registers out, and output-stationary PEs, on e4m3 and int8.
void add_other_pes(std::vector<Unit>& all) {
  const AccumulatorSpec int32 = *accumulator(AccumulatorKind::int32, kInt8);
  for (const Operation& op : operations_behind(AccumulatorKind::fp32)) {
    const AccumulatorSpec fp32 = *accumulator(AccumulatorKind::fp32, op);
    if (op.format == Format::e4m3 && !is_mitchell(op.multiplier)) {
      add_new_units(all, {unit(UnitKind::pe_stationary, op, fp32),
                          unit(UnitKind::pe_output, op, fp32, machine::reference_pipeline(fp32.kind))});
    }
  }
  add_new_units(all, {unit(UnitKind::pe_stationary, kInt8, int32),
                      unit(UnitKind::pe_output, kInt8, int32, machine::reference_pipeline(int32.kind))});
}

/// The words of 12 bits that the L-Mul paper counts gates of: their split is not given there; this one has fp16's
/// range.
void add_twelve_bit_multipliers(std::vector<Unit>& all) {
  const Format format = *arith::format_from_name("e5m6");
  for (const arith::MultiplierKind kind : {arith::MultiplierKind::adder, arith::MultiplierKind::exact}) {
    const Operation op{{.kind = kind, .offset = {}, .subnormals = Subnormals::daz}, format};
    add_new_units(all, {unit(UnitKind::multiplier, op, {})});
  }
}

void add_registers(std::vector<Unit>& all) {
  for (const auto& [format, width] : {std::pair{Format::e4m3, 8}, std::pair{Format::fp32, 32}}) {
    Unit u;
    u.kind = UnitKind::delay_register;
    u.moving = u.top = format;
    u.width = width;
    all.push_back(u);
  }
}

/// The reference PEs of e4m3 without subnormals by L-Mul and by the exact multiplier with fp32, bf16 and fixed sums,
/// and int8.
std::vector<Unit> effect_pes() {
  std::vector<Unit> all;
  for (const AccumulatorKind kind : {AccumulatorKind::fp32, AccumulatorKind::bf16, AccumulatorKind::fixed}) {
    for (const arith::MultiplierKind multiplier : {arith::MultiplierKind::adder, arith::MultiplierKind::exact}) {
      const Operation op{{.kind = multiplier, .offset = {}, .subnormals = Subnormals::daz}, Format::e4m3};
      if (const std::optional<AccumulatorSpec> sums = accumulator(kind, op)) {
        all.push_back(unit(UnitKind::pe_stationary, op, *sums, machine::reference_pipeline(kind)));
      }
    }
  }
  const AccumulatorSpec int32 = *accumulator(AccumulatorKind::int32, kInt8);
  all.push_back(unit(UnitKind::pe_stationary, kInt8, int32, machine::reference_pipeline(int32.kind)));
  return all;
}

}  // namespace

void add_new_units(std::vector<Unit>& all, const std::vector<Unit>& more) {
  for (const Unit& u : more) {
    if (std::ranges::find(all, cost::unit_name(u), cost::unit_name) == all.end()) {
      all.push_back(u);
    }
  }
}

bool is_compared(const Unit& unit) {
  const bool integer = arith::info(unit.moving).is_integer();
  const bool alike = unit.moving == unit.top && !is_mitchell(unit.multiplier) &&
                     !arith::looks_up(unit.multiplier.kind) && !arith::info(unit.moving).is_logarithmic();
  const bool daz = integer || unit.multiplier.subnormals == Subnormals::daz;
  switch (unit.kind) {
    case UnitKind::multiplier:
      return alike && daz;
    case UnitKind::pe_stationary:
      return alike && (daz || unit.moving == Format::e4m3);
    case UnitKind::accumulator:
    case UnitKind::pe_output:
    case UnitKind::delay_register:
      return false;
  }
  util::unreachable();
}

int families_of(const Unit& unit, int families) {
  if (products_of(unit) > 1) {
    return (families + 3) / 4 + 1;
  }
  return is_compared(unit) ? families : (families + 1) / 2;
}

bool shows_streams(const Unit& unit) {
  return unit.kind == UnitKind::pe_stationary && is_compared(unit) && is_narrow(unit.moving) &&
         machine::Pipeline{unit.mul_stages, unit.acc_latency} == machine::reference_pipeline(unit.accumulator) &&
         (unit.moving == Format::e4m3 || unit.moving == Format::int8) &&
         (unit.moving == Format::int8 || unit.multiplier.subnormals == Subnormals::daz) && !unit.clock_gates;
}

std::vector<Unit> shipped_units() {
  std::vector<Unit> all;
  for (const Operation& op : operations()) {
    add_new_units(all, {unit(UnitKind::multiplier, op, {})});
  }
  add_reference_pes(all);
  add_other_pes(all);
  add_twelve_bit_multipliers(all);
  for (const std::string& name : config::shipped_names("accelerators", ".yaml")) {
    add_new_units(all, accelerator_units(config::load_accelerator(name)));
  }
  return all;
}

std::vector<Unit> dot_product_units() {
  std::vector<Unit> all;
  const auto add = [&all](const Operation& op, const AccumulatorSpec& sums) {
    add_new_units(all, {unit(UnitKind::multiplier, op, {}), unit(UnitKind::accumulator, op, sums),
                        unit(UnitKind::pe_stationary, op, sums, machine::reference_pipeline(sums))});
  };
  for (MultiplierSpec multiplier : named_multipliers()) {
    multiplier.subnormals = Subnormals::daz;
    const Operation op{multiplier, Format::e4m3};
    AccumulatorSpec sums = machine::reference_group_sum(multiplier, Format::e4m3, Format::e4m3);
    add(op, sums);
    sums.width = sums.lsb = 0;
    add(op, sums);
  }
  add(kInt8, {.kind = AccumulatorKind::int_group, .group = machine::kReferenceGroup});
  return all;
}

std::vector<Unit> lookup_units() {
  std::vector<Unit> all;
  constexpr std::array<std::pair<const char*, const char*>, 5> kOperations{{{"antilog:5", "log43"},
                                                                            {"antilog:5", "log34"},
                                                                            {"antilog:6", "log34"},
                                                                            {"antilog:5", "log33"},
                                                                            {"cmean:5", "e4m3"}}};
  for (const auto& [multiplier, format] : kOperations) {
    const Operation op{arith::parse_multiplier(multiplier), arith::parse_format(format)};
    for (const AccumulatorSpec& sums :
         {AccumulatorSpec{}, machine::reference_narrow_sum(op.multiplier, op.format, op.format),
          machine::reference_group_sum(op.multiplier, op.format, op.format)}) {
      add_new_units(all, {unit(UnitKind::multiplier, op, {}), unit(UnitKind::accumulator, op, sums),
                          unit(UnitKind::pe_stationary, op, sums, machine::reference_pipeline(sums))});
    }
  }
  return all;
}

std::vector<Unit> clock_gate_units() {
  std::vector<Unit> all;
  for (const Unit& pe : effect_pes()) {
    all.push_back(pe);
    all.push_back(pe);
    all.back().clock_gates = true;
  }
  return all;
}

std::vector<Unit> placed_units() {
  std::vector<Unit> all;
  for (const Unit& pe : effect_pes()) {
    for (const int times : cost::kWireTimes) {
      all.push_back(pe);
      all.back().wires = times;
    }
  }
  return all;
}

std::vector<Unit> accelerator_units(const machine::Accelerator& accelerator) {
  const engine::ArrayParams params = engine::array_params(accelerator);
  Unit u;
  u.multiplier = params.multiplier;
  u.moving = params.moving;
  u.top = params.top;
  std::vector<Unit> all;
  u.kind = UnitKind::multiplier;
  all.push_back(u);
  u.accumulator = params.accumulator;
  u.kind = UnitKind::accumulator;
  all.push_back(u);
  u.kind =
      params.shape.dataflow == machine::Dataflow::output_stationary ? UnitKind::pe_output : UnitKind::pe_stationary;
  u.mul_stages = params.shape.mul_stages;
  u.acc_latency = params.shape.acc_latency;
  all.push_back(u);
  add_registers(all);
  return all;
}

}  // namespace lmulsim::flow::characterize
