// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dut.hpp"

namespace lmulsim::cycle {

/// True when the array computes in output-stationary mode. Weight and input stationary are the same hardware.
[[nodiscard]] bool is_output_stationary(const machine::ArrayShape& shape);

/// Checks what every model of the array needs: rows and cols >= 1, mul_stages 0 or 1 (behind groups to 3),
/// acc_latency 1..8, a multiplier that is hardware, operands the multiplier takes, as many products a beat as the
/// accumulator adds in a step; one that is hardware, fits AccWord and has a bit for the last one of every product.
/// Throws InputError with the parameter, what was expected and what was found.
void check_params(const engine::ArrayParams& params);

}  // namespace lmulsim::cycle
