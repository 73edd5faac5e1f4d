// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "cost/band.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::result {

/// A part of one quantity in two designs. `common`: both rest on the same entries of the same technology, so what is
/// wrong with one is wrong with the other in the same direction and both lie at the same end of their bands. Otherwise
/// they err independently of each other.
struct PairedPart {
  cost::Band a;
  cost::Band b;
  bool common = false;
};

/// The sum of all b over the sum of all a. `value` is the ratio of the values; low and high are the least and the
/// greatest ratio that the bands allow, reached at their ends. Without common parts that is b.low / a.high and
/// b.high / a.low. Nothing when the sum of a can be zero.
[[nodiscard]] std::optional<cost::Band> paired_ratio(std::span<const PairedPart> parts);

/// What is to be said of two numbers.
enum class Verdict : std::uint8_t {
  exact,          ///< they have no error: counts
  equal,          ///< the same number from the same entries
  contains_zero,  ///< the interval of the difference contains zero
  excludes_zero,  ///< it does not
  not_in_both,    ///< one of them is missing
};
inline constexpr auto kVerdictNames =
    util::enum_names<Verdict>("exact", "equal", "interval contains zero", "interval excludes zero", "not in both");
[[nodiscard]] constexpr std::string_view name(Verdict v) {
  return kVerdictNames[v];
}

/// Of two numbers with this ratio: equal, inside or outside of the error bars.
[[nodiscard]] Verdict verdict_of(const cost::Band& ratio);

}  // namespace lmulsim::result
