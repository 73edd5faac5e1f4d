// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/unit_list.hpp"

#include <algorithm>
#include <utility>

#include "arith/accumulate.hpp"
#include "arith/hardware.hpp"
#include "config/load.hpp"
#include "engine/dut.hpp"

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

/// Every word of hardware that stands for one multiplier, with the policy each has unless told otherwise.
std::vector<MultiplierSpec> usual_multipliers() {
  std::vector<MultiplierSpec> all;
  for (const arith::MultiplierWord& row : arith::kMultiplierWords) {
    const arith::MultiplierRow& hardware = arith::hardware(row.kind);
    if (hardware.rtl && !row.has_number()) {
      all.push_back({row.kind, row.offset, hardware.subnormals});
    }
  }
  return all;
}

std::vector<Operation> operations(bool both_policies) {
  std::vector<Operation> all;
  for (const Format format : arith::built_formats(arith::Operands::floats)) {
    for (MultiplierSpec m : usual_multipliers()) {
      all.push_back({m, format});
      if (both_policies) {
        m.subnormals = m.subnormals == Subnormals::daz ? Subnormals::normalize : Subnormals::daz;
        all.push_back({m, format});
      }
    }
  }
  return all;
}

Unit unit(UnitKind kind, const Operation& op, const AccumulatorSpec& accumulator, int mul_stages = 0) {
  return {.kind = kind,
          .multiplier = op.multiplier,
          .moving = op.format,
          .top = op.format,
          .accumulator = accumulator,
          .mul_stages = mul_stages,
          .acc_latency = 1,
          .width = 0};
}

AccumulatorSpec accumulator(AccumulatorKind kind) {
  AccumulatorSpec spec;
  spec.kind = kind;
  return spec;
}

bool is_narrow(Format format) {
  return arith::info(format).width() <= 8;
}

constexpr Operation kInt8{{}, Format::int8};

bool is_mitchell(const Operation& op) {
  return op.multiplier.offset.has_value();
}

/// The accumulators other than fp32, behind all but mitchell, which is lmul with another constant; `fixed` behind
/// narrow operands only.
void add_accumulators(std::vector<Unit>& all, UnitKind kind) {
  for (const Operation& op : operations(false)) {
    for (const AccumulatorKind acc : arith::built_accumulators(arith::Operands::floats)) {
      if (is_mitchell(op) || acc == AccumulatorKind::fp32) {
        continue;
      }
      if (acc != AccumulatorKind::fixed) {
        all.push_back(unit(kind, op, accumulator(acc)));
      } else if (is_narrow(op.format)) {
        all.push_back(unit(kind, op, arith::fixed_layout(op.multiplier, op.format, op.format, kFixedMaxK)));
      }
    }
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

}  // namespace

void add_new_units(std::vector<Unit>& all, const std::vector<Unit>& more) {
  for (const Unit& u : more) {
    if (std::ranges::find(all, cost::unit_name(u), cost::unit_name) == all.end()) {
      all.push_back(u);
    }
  }
}

std::vector<Unit> shipped_units() {
  std::vector<Unit> all;
  const AccumulatorSpec fp32 = accumulator(AccumulatorKind::fp32);
  for (const Operation& op : operations(true)) {
    all.push_back(unit(UnitKind::multiplier, op, {}));
  }
  all.push_back(unit(UnitKind::multiplier, kInt8, {}));
  for (const Operation& op : operations(false)) {
    all.push_back(unit(UnitKind::accumulator, op, fp32));
  }
  add_accumulators(all, UnitKind::accumulator);
  const AccumulatorSpec int32 = accumulator(AccumulatorKind::int32);
  all.push_back(unit(UnitKind::accumulator, kInt8, int32));
  add_accumulators(all, UnitKind::pe_stationary);
  for (const int mul_stages : {0, 1}) {
    for (const Operation& op : operations(true)) {
      all.push_back(unit(UnitKind::pe_stationary, op, fp32, mul_stages));
    }
    all.push_back(unit(UnitKind::pe_stationary, kInt8, int32, mul_stages));
  }
  for (const Operation& op : operations(false)) {
    if (!is_mitchell(op)) {
      all.push_back(unit(UnitKind::pe_output, op, fp32));
    }
  }
  all.push_back(unit(UnitKind::pe_output, kInt8, int32));
  for (const std::string& name : config::shipped_names("accelerators", ".yaml")) {
    add_new_units(all, accelerator_units(config::load_accelerator(name)));
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
