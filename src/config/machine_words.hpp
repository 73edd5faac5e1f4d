// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Words of an accelerator's choices that are neither arithmetic nor dataflow.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "machine/accelerator.hpp"

namespace lmulsim::config {

[[nodiscard]] std::string_view memory_model_name(machine::MemoryModel model);
[[nodiscard]] std::span<const std::string_view> memory_model_names();
/// `where` begins the InputError about an unknown word.
[[nodiscard]] machine::MemoryModel parse_memory_model(std::string_view text, std::string_view where);

/// The scalings whose products an array computes.
[[nodiscard]] std::vector<std::string_view> operand_scalings();
[[nodiscard]] arith::Scaling parse_operand_scaling(std::string_view text, std::string_view where);

}  // namespace lmulsim::config
