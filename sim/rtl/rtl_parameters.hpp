// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/dut.hpp"

namespace lmulsim::rtl {

/// One parameter of rtl/systolic_array.sv.
struct RtlParameter {
  std::string name;
  int value;
};

/// The RTL's parameters for an array. Throws InputError on what the hardware does not have.
[[nodiscard]] std::vector<RtlParameter> rtl_parameters(const engine::ArrayParams& params);

}  // namespace lmulsim::rtl
