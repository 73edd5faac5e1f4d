// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/unit_rtl.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "rtl/product_bus.hpp"

namespace lmulsim::flow::characterize {
namespace {

using cost::UnitKind;

std::vector<rtl::RtlParameter> array_parameters(const cost::Unit& unit) {
  engine::ArrayParams params;
  params.shape = {1, 1, machine::Dataflow::weight_stationary, unit.mul_stages, unit.acc_latency};
  params.multiplier = unit.multiplier;
  params.moving = unit.moving;
  params.top = unit.top;
  params.accumulator = unit.accumulator;
  return rtl::rtl_parameters(params);
}

std::vector<rtl::RtlParameter> without(std::vector<rtl::RtlParameter> all,
                                       std::initializer_list<std::string_view> names) {
  std::erase_if(all, [&](const rtl::RtlParameter& p) { return std::ranges::find(names, p.name) != names.end(); });
  return all;
}

UnitRtl accumulator_rtl(const cost::Unit& unit) {
  const rtl::ProductLayout layout = rtl::product_layout(unit.multiplier, unit.moving, unit.top);
  UnitRtl rtl{"accumulator", {}};
  for (const rtl::RtlParameter& p : array_parameters(unit)) {
    if (p.name == "Acc" || p.name == "FixedWidth" || p.name == "FixedLsb") {
      rtl.parameters.push_back(p);
    }
  }
  rtl.parameters.push_back({"ProdBits", layout.bits()});
  rtl.parameters.push_back({"ProdExpBits", layout.exp_bits});
  rtl.parameters.push_back({"ProdSigBits", layout.sig_bits});
  rtl.parameters.push_back({"Latency", 0});  // the adder alone
  return rtl;
}

}  // namespace

UnitRtl unit_rtl(const cost::Unit& unit) {
  switch (unit.kind) {
    case UnitKind::multiplier:
      return {"multiplier", without(array_parameters(unit), {"Dataflow", "Rows", "Cols", "Acc", "FixedWidth",
                                                             "FixedLsb", "MulStages", "AccLatency"})};
    case UnitKind::accumulator:
      return accumulator_rtl(unit);
    case UnitKind::pe_stationary:
      return {"pe_stationary", without(array_parameters(unit), {"Dataflow", "Rows", "Cols"})};
    case UnitKind::pe_output:
      return {"pe_output", without(array_parameters(unit), {"Dataflow", "Rows", "Cols"})};
    case UnitKind::delay_register:
      return {"delay_line", {{"Width", unit.width}, {"Depth", 1}}};
  }
  return {};
}

}  // namespace lmulsim::flow::characterize
