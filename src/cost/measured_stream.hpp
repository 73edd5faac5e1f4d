// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "util/enum_names.hpp"

namespace lmulsim::cost {

/// Operand streams that units were measured with.
enum class Stimulus : std::uint8_t { gaussian, transformer, zero_heavy, uniform };
inline constexpr auto kStimulusNames = util::enum_names<Stimulus>("gaussian", "transformer", "zero-heavy", "uniform");
[[nodiscard]] constexpr std::string_view name(Stimulus s) {
  return kStimulusNames[s];
}

/// What tells one operand stream from another: of the moving operand, word to word.
struct StreamStatistics {
  double toggles_per_bit = 0;  ///< bits that differ between consecutive words, per bit
  double zero_share = 0;       ///< words that are zero of either sign

  friend bool operator==(const StreamStatistics&, const StreamStatistics&) = default;
};

}  // namespace lmulsim::cost
