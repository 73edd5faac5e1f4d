// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cosim/random_case.hpp"
#include "engine/dut.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::cosim {

/// What a person needs who looks for the fault behind a case on which the engines disagree: who disagrees with whom
/// (the arrays, and the fast engine as one more: its handshakes, and its sums at the pins), all differing pins of the
/// first differing cycle, operands, products and sums of the first wrong result, and the cycles from the first input of
/// that result on. `last_term_fails`: with one term less all agree.
[[nodiscard]] std::string explain_mismatch(const machine::Accelerator& accelerator, const CosimCase& failing,
                                           const std::vector<engine::ArrayDut*>& arrays, bool last_term_fails);

}  // namespace lmulsim::cosim
