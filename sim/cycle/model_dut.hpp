// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "engine/dut.hpp"

namespace lmulsim::cycle {

/// The cycle model of the one-process grain, without the SystemC kernel; name "cycle".
[[nodiscard]] std::unique_ptr<engine::ArrayDut> make_array_model(const engine::ArrayParams& params);

/// The array built from PE models one for one, without the SystemC kernel; name "cycle-pe".
[[nodiscard]] std::unique_ptr<engine::ArrayDut> make_pe_array_model(const engine::ArrayParams& params);

}  // namespace lmulsim::cycle
