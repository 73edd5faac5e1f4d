// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "engine/pins.hpp"

namespace lmulsim::cycle {

/// What a controller answers in a cycle: the array's output pins without the data words, and what it tells the array.
struct ControlOut : engine::AnswerPins {
  bool en = false;       ///< the array's registers move at the end of this cycle
  bool accept = false;   ///< a moving beat is accepted (with a second one if output stationary)
  bool swap = false;     ///< stationary: the accepted beat is the first of a tile
  bool take = false;     ///< a stationary beat is accepted
  int take_row = 0;      ///< stationary: the row it belongs to
  bool zero = false;     ///< output stationary: the accepted beat starts its result from +0
  bool capture = false;  ///< output stationary: the accepted beat is the last term of its result
  int index = 0;         ///< output stationary: which of the interleaved results the beat belongs to
  int shift_from = 0;    ///< output stationary: slots from this one on move at the left edge

  friend bool operator==(const ControlOut&, const ControlOut&) = default;
};

/// Shift bits of a row's `latency` slots at the left edge, slot r * latency in bit 0.
[[nodiscard]] constexpr std::uint32_t row_shift(const ControlOut& control, int row, int latency) {
  std::uint32_t bits = 0;
  for (int i = 0; i < latency; ++i) {
    bits |= row * latency + i >= control.shift_from ? 1U << i : 0U;
  }
  return bits;
}

}  // namespace lmulsim::cycle
