// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "config/accelerator_file.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::config {

/// What the command line may put in place of a file's values.
struct Overrides {
  std::optional<std::string> dataflow{};  ///< "ws", "os" or "is"
  std::optional<std::int64_t> rows{};
  std::optional<std::int64_t> cols{};
  std::optional<std::string> clock{};  ///< "auto" or MHz
};

/// Largest array side and memory a config may ask for.
inline constexpr std::int64_t kMaxSide = 1024;
inline constexpr std::int64_t kMaxMemoryKib = 1 << 20;

/// Replaces values of the file; messages about them name the option. A changed design also changes its name.
void apply(const Overrides& overrides, AcceleratorFile& file);

/// The accelerator the file describes: names understood, units applied, defaults filled in, and every rule checked that
/// hardware and models rely on. Throws InputError naming file, line, key, expected and found.
[[nodiscard]] machine::Accelerator resolve(const AcceleratorFile& file);

/// Bits of one word of the accumulator memory.
[[nodiscard]] int accumulator_word_bits(const machine::Accelerator& accelerator);

}  // namespace lmulsim::config
