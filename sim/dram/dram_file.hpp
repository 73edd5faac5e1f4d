// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A memory as a file says it: configs/dram has those that come with the program.
#pragma once

#include <string>

#include "dram/dram_memory.hpp"

namespace lmulsim::dram {

/// The memory of YAML text, checked. `source` begins messages. The keys `preset`, `channels`, `timing.*`, ... are
/// explained in configs/dram/README.md; those that the text leaves out come from its `preset`. Throws InputError
/// (source:line, key, expected, found) for unknown, missing or impossible ones.
[[nodiscard]] DramMemory parse_dram(const std::string& text, const std::string& source);

/// The memory of a file, of a shipped preset, or of the name that a preset goes by in tables of energy.
[[nodiscard]] DramMemory load_dram(const std::string& path_or_name);

}  // namespace lmulsim::dram
