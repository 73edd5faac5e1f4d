// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cost/gate_table.hpp"
#include "rtl/product_bus.hpp"
#include "rtl/rtl_parameters.hpp"

namespace lmulsim::flow::characterize {

/// The module of rtl/ that a unit is, with its parameters: numbers, or the packed one.
struct UnitRtl {
  std::string top;
  std::vector<rtl::RtlParameter> parameters;
  std::string pe;      ///< rtl::packed_pe for a PE, else empty
  std::string lookup;  ///< the parameter Lookup of a multiplier, else empty
};

/// The bus behind a multiplier, which is the one in front of floating-point sums, or in front of an accumulator, which
/// takes the products of either subnormal policy: its name says none.
[[nodiscard]] rtl::ProductLayout product_layout(const cost::Unit& unit);

/// Throws InputError on what the hardware does not have.
[[nodiscard]] UnitRtl unit_rtl(const cost::Unit& unit);

/// Yosys' commands that give a module its parameters. One without defaults has an abstract form only: chparam
/// makes the real one of it, and leaves it the name.
[[nodiscard]] std::string parametrised(const UnitRtl& rtl);

}  // namespace lmulsim::flow::characterize
