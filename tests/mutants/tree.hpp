// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "point_faults.hpp"

namespace lmulsim::mutants {

/// A fault and the file that has it.
struct Mutant {
  std::filesystem::path file;  ///< relative to the root of the sources
  PointFault fault;
  std::string before;  ///< the line, without spaces at its ends
  std::string after;

  /// "rtl/pe/mac.sv:12: BEFORE -> AFTER"
  [[nodiscard]] std::string text() const;
};

/// All faults of the files, in their order. `files` are relative to `root`; the language follows from the suffix.
[[nodiscard]] std::vector<Mutant> all_mutants(const std::filesystem::path& root,
                                              const std::vector<std::filesystem::path>& files);

/// `count` of them (at most all), drawn without replacement: a function of the seed alone.
[[nodiscard]] std::vector<Mutant> draw(std::vector<Mutant> all, std::size_t count, std::uint64_t seed);

/// A fault that changes nothing, and why.
struct Equivalent {
  std::string file;
  std::string before;
  std::string after;
  std::string argument;
};

/// Reads a list of equivalent faults: paragraphs of four lines, `file:`, `before:`, `after:`, `because:`, between blank
/// lines; `#` begins a comment. Throws InputError naming file and line on anything else.
[[nodiscard]] std::vector<Equivalent> read_equivalents(const std::filesystem::path& file);

/// The argument for which a mutant changes nothing; null when the list does not have it.
[[nodiscard]] const Equivalent* find(const std::vector<Equivalent>& list, const Mutant& mutant);

}  // namespace lmulsim::mutants
