// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/gate_table.hpp"

#include <fmt/format.h>

#include "arith/names.hpp"
#include "arith/spec.hpp"
#include "util/error.hpp"
#include "util/unreachable.hpp"

namespace lmulsim::cost {
namespace {

bool has_subnormals(const Unit& unit) {
  return !arith::info(unit.moving).is_integer() && !arith::info(unit.moving).is_logarithmic();
}

/// "lmul/e4m3", "exact/e4m3*e5m2".
std::string multiplier_and_formats(const Unit& unit) {
  const std::string_view moving = arith::info(unit.moving).name;
  const std::string_view top = arith::info(unit.top).name;
  const std::string formats = moving == top ? std::string(moving) : fmt::format("{}*{}", moving, top);
  return fmt::format("{}/{}", arith::multiplier_name(unit.multiplier), formats);
}

std::string with_policy(const Unit& unit) {
  return has_subnormals(unit)
             ? fmt::format("{}/{}", multiplier_and_formats(unit), arith::subnormals_name(unit.multiplier.subnormals))
             : multiplier_and_formats(unit);
}

std::string accumulator(const arith::AccumulatorSpec& spec) {
  return spec.kind == arith::AccumulatorKind::fixed ? fmt::format("fixed:{}:{}", spec.width, spec.lsb)
                                                    : arith::accumulator_name(spec);
}

std::string pe(const Unit& unit) {
  return fmt::format("{}/{}/s{}/l{}{}{}", with_policy(unit), accumulator(unit.accumulator), unit.mul_stages,
                     unit.acc_latency, unit.clock_gates ? "/clock-gates" : "",
                     unit.wires ? fmt::format("/wires:{}", *unit.wires) : "");
}

// The name behind the kind.
std::string what(const Unit& unit) {
  switch (unit.kind) {
    case UnitKind::multiplier:
      return with_policy(unit);
    case UnitKind::accumulator:
      return unit.accumulator.kind == arith::AccumulatorKind::int32
                 ? "int32"
                 : fmt::format("{}/{}", accumulator(unit.accumulator), multiplier_and_formats(unit));
    case UnitKind::pe_stationary:
    case UnitKind::pe_output:
      return pe(unit);
    case UnitKind::delay_register:
      return std::to_string(unit.width);
  }
  util::unreachable();
}

}  // namespace

std::string unit_name(const Unit& unit) {
  return fmt::format("{}/{}", kUnitKindNames[unit.kind], what(unit));
}

const GateEnergy& GateUnit::at(Stimulus stimulus, std::string_view unit) const {
  const auto it = energy.find(stimulus);
  if (it == energy.end()) {
    throw InputError(
        fmt::format("unit '{}': missing entry 'energy.{}', which this run needs", unit, cost::name(stimulus)));
  }
  return it->second;
}

const std::vector<DrawnNetlist>& GateUnit::drawn(std::string_view unit) const {
  if (netlists.empty()) {
    throw InputError(
        fmt::format("unit '{}': no netlists, so that it cannot be paired with another (files of schema "
                    "lmulsim-technology/1 have none); `lmulsim characterize` measures it anew",
                    unit));
  }
  return netlists;
}

const GateUnit& GateTable::get(const Unit& unit, std::string_view technology) const {
  const std::string key = unit_name(unit);
  const auto it = units.find(key);
  if (it == units.end()) {
    throw InputError(
        fmt::format("technology '{}': missing entry 'gates.units.{}', which this accelerator needs; "
                    "`lmulsim characterize --accelerator ...` on the library {} measures it",
                    technology, key, library));
  }
  return it->second;
}

}  // namespace lmulsim::cost
