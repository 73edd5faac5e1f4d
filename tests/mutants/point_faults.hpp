// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Faults of one place: what a slip of the hand or of the mind leaves in a source file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::mutants {

enum class Language : std::uint8_t { systemverilog, cpp };

/// A piece of a text replaced by another.
struct PointFault {
  std::size_t at = 0;      ///< offset of the piece
  std::size_t length = 0;  ///< bytes replaced
  std::string replacement;
  std::size_t line = 0;  ///< from 1

  friend bool operator==(const PointFault&, const PointFault&) = default;
};

/// All faults of one place that a text can have, in its order: comparisons one off or turned round, operators
/// exchanged, numbers one off, bits inverted, conditions negated, negations dropped, assignments lost. Comments,
/// strings, preprocessor lines, simulation-only regions, defaults of parameters and static assertions are left alone: a
/// fault there says nothing about the tests. Operators are found by the spaces around them that the formatter sets.
[[nodiscard]] std::vector<PointFault> point_faults(std::string_view text, Language language);

/// The text with the fault in it.
[[nodiscard]] std::string planted_text(std::string_view text, const PointFault& fault);

/// The line of a text that holds the offset, without spaces at its ends.
[[nodiscard]] std::string line_of(std::string_view text, std::size_t offset);

}  // namespace lmulsim::mutants
