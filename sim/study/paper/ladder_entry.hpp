// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cost/paired_saving.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::study::paper {

/// How much of the machine is counted.
enum class Rung : std::uint8_t { multiplier, pe, array, array_sram, array_dram };
inline constexpr auto kRungNames = util::enum_names<Rung>("multiplier", "pe", "array", "array+sram", "array+dram");
[[nodiscard]] constexpr std::string_view name(Rung rung) {
  return kRungNames[rung];
}

/// Which end of their uncertainty the memories are taken at.
enum class Scenario : std::uint8_t { low, value, high };
inline constexpr auto kScenarioNames = util::enum_names<Scenario>("low", "value", "high");
[[nodiscard]] constexpr std::string_view name(Scenario scenario) {
  return kScenarioNames[scenario];
}

/// Which clock all designs of a comparison must meet.
enum class ClockTarget : std::uint8_t { relaxed, hard, none };
inline constexpr auto kClockTargetNames = util::enum_names<ClockTarget>("relaxed", "hard", "none");
[[nodiscard]] constexpr std::string_view name(ClockTarget target) {
  return kClockTargetNames[target];
}

/// A question: what does L-Mul save of another design?
struct Question {
  std::string technology;
  std::string format;
  std::string sums;  ///< empty for a multiplier
  Rung rung = Rung::multiplier;
  std::string against;  ///< "exact", "exact-cut" or "int8"
  ClockTarget target = ClockTarget::none;
  cost::Saved saved = cost::Saved::energy;
  std::optional<Scenario> scenario = std::nullopt;  ///< of rungs with memories

  friend bool operator==(const Question&, const Question&) = default;
};

/// And its answer.
struct LadderEntry {
  Question question;
  std::optional<double> clock_ns;  ///< none: every netlist will do
  cost::PairedSaving saving;

  /// A design cannot be made for the clock.
  [[nodiscard]] bool misses() const { return !saving.saved; }
};

/// Entries and what is to be said of what is not among them.
struct Ladder {
  std::vector<LadderEntry> entries;  ///< energy, area, EDP
  std::vector<LadderEntry> fastest;  ///< the period of the fastest clock, of multipliers and PEs
  std::vector<std::string> notes;
};

/// The technologies of a ladder's entries, in their order.
[[nodiscard]] std::vector<std::string> technologies_of(const Ladder& ladder);

/// "14.2 % (9.4 to 17.9)", or "misses the clock".
[[nodiscard]] std::string saving_text(const cost::PairedSaving& saving);

/// "9 ns", or "none".
[[nodiscard]] std::string clock_text(const std::optional<double>& clock_ns);

}  // namespace lmulsim::study::paper
