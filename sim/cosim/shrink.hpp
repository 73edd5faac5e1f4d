// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "cosim/random_case.hpp"
#include "machine/array_shape.hpp"

namespace lmulsim::cosim {

/// The smallest case found for which `fails` holds, starting from one for which it does and which has its operands
/// given: without stalls, with fewer products, rows, columns and terms. Stops after some millions of simulated cycles.
[[nodiscard]] CosimCase smallest_case(const machine::ArrayShape& shape, CosimCase failing,
                                      const std::function<bool(const CosimCase&)>& fails);

/// The case with all but the last of its K terms; K must be at least 2 and the operands given.
[[nodiscard]] CosimCase without_last_term(const CosimCase& c);

}  // namespace lmulsim::cosim
