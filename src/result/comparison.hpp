// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "result/design.hpp"
#include "result/design_row.hpp"
#include "result/paired_parts.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::result {

/// What the numbers of a quantity are. Shares are printed in percent.
enum class Unit : std::uint8_t { count, share, seconds, picojoules, square_micrometres, bytes_per_second };
inline constexpr auto kUnitNames = util::enum_names<Unit>("", "1", "s", "pJ", "um^2", "B/s");

/// A design against the first one.
struct Difference {
  double delta = 0;                   ///< its value minus the first one's
  std::optional<cost::Band> ratio{};  ///< its value over the first one's, with the error of the ratio; nothing: over 0
  Verdict verdict = Verdict::exact;
};

/// One line of a comparison.
struct Quantity {
  std::string name;
  bool is_part = false;  ///< of the quantity above
  Unit unit = Unit::count;
  std::vector<std::optional<cost::Band>> values{};  ///< one per design
  std::vector<Difference> differences{};            ///< one per design after the first
};

/// Designs side by side.
struct Comparison {
  std::vector<Design> designs;
  std::vector<Quantity> quantities;
  std::vector<std::string> notes;
  std::vector<std::string> warnings{};  ///< of the comparison, then of every design, behind its name
  std::vector<DesignRow> rows{};        ///< of the designs with quality
};

/// Compares two or more designs with the first. Parts of equal technologies that rest on the same entries err together
/// (PairedPart::common), all others independently; a total's error follows from its parts.
[[nodiscard]] Comparison compare(std::vector<Design> designs);

/// Writes the ratios of energy and area into the design rows: whoever changes a difference calls it.
void relate_rows(Comparison& comparison);

}  // namespace lmulsim::result
