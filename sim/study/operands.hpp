// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/run.hpp"
#include "graph/graph.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::study {

/// Where operands come from. automatic: the workload's tensors; without them none for the fast engine, which then
/// computes time only, and random ones for the others.
enum class OperandChoice : std::uint8_t { automatic, none, random };

/// Normally distributed values, made operands as the accelerator says: unless it says otherwise, with one scale per
/// operand, so that the largest of them is the largest of the format. A pure function of the seed and the operator's
/// name. Throws InputError for more values than memory should be asked for.
[[nodiscard]] engine::Operands random_operands(const machine::Accelerator& accelerator, const graph::Operator& op,
                                               std::uint64_t seed);

/// The tensors of an operator, made operands likewise; codes of the accelerator's own format are taken as they are.
[[nodiscard]] engine::Operands tensor_operands(const machine::Accelerator& accelerator, const graph::Operator& op,
                                               const tensors::Tensors& tensors);

}  // namespace lmulsim::study
