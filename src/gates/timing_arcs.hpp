// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "gates/liberty.hpp"

namespace lmulsim::gates {

/// The direction of a signal's change, and an index for it.
enum class Change : std::uint8_t { rise, fall };
inline constexpr std::array kChanges = {Change::rise, Change::fall};

template <typename T>
struct ByChange {
  std::array<T, 2> of{};
  T& operator[](Change change) { return of[static_cast<std::size_t>(change)]; }
  const T& operator[](Change change) const { return of[static_cast<std::size_t>(change)]; }
};

/// Whether a change of the arc's input can cause that change of its output. Clear and preset cause none: timers leave
/// them out unless asked.
[[nodiscard]] inline bool causes(const DelayArc& arc, Change input, Change output) {
  switch (arc.kind) {
    case ArcKind::combinational:
      return arc.sense == Sense::non_unate || (arc.sense == Sense::positive) == (input == output);
    case ArcKind::rising_edge:
      return input == Change::rise;
    case ArcKind::falling_edge:
      return input == Change::fall;
    case ArcKind::clear:
    case ArcKind::preset:
      return false;
  }
  return false;
}

[[nodiscard]] inline const Table& delay_table(const DelayArc& arc, Change output) {
  return output == Change::rise ? arc.cell_rise : arc.cell_fall;
}

[[nodiscard]] inline const Table& slew_table(const DelayArc& arc, Change output) {
  return output == Change::rise ? arc.rise_transition : arc.fall_transition;
}

/// Capacitance of a pin while it makes that change, pF.
[[nodiscard]] inline double pin_capacitance(const InputPin& pin, Change change) {
  return (change == Change::rise ? pin.rise_capacitance_pf : pin.fall_capacitance_pf).value_or(pin.capacitance_pf);
}

}  // namespace lmulsim::gates
