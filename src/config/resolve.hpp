// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "config/accelerator_file.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::config {

/// The accelerator the file describes: names understood, units applied, defaults filled in, and every rule checked that
/// hardware and models rely on. Throws InputError naming file, line, key, expected and found.
[[nodiscard]] machine::Accelerator resolve(const AcceleratorFile& file);

/// Bits of one word of the accumulator memory.
[[nodiscard]] int accumulator_word_bits(const machine::Accelerator& accelerator);

}  // namespace lmulsim::config
