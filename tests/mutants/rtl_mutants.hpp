// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A fault in the RTL, put to everything that could notice it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "tree.hpp"

namespace lmulsim::mutants {

enum class Fate : std::uint8_t {
  build,       ///< does not build, or stops at elaboration
  directed,    ///< found by the programs that every planted bug meets
  random,      ///< found by random co-simulation
  lint,        ///< found by scripts/lint-rtl alone
  equivalent,  ///< lives, and is in the list of faults that change nothing
  lives,       ///< found by nothing
};

[[nodiscard]] std::string_view fate_name(Fate fate);

struct Verdict {
  Fate fate = Fate::lives;
  std::string how;  ///< what noticed it, in one line; of an equivalent fault the argument
};

/// Builds the RTL with the fault in a folder below `work` and runs, until something notices: arrays in which the module
/// matters, random arrays, the lint. Each array runs in a process of its own.
[[nodiscard]] Verdict judge_rtl(const Mutant& mutant, const std::filesystem::path& rtl,
                                const std::filesystem::path& work);

}  // namespace lmulsim::mutants
