// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/output_control.hpp"

#include <algorithm>

namespace lmulsim::cycle {

ControlOut OutputControl::outputs(const engine::ControlPins& in) const {
  ControlOut out;
  const Result leaving = leaving_.output(left_edge());
  const bool starved = mid_tile_ && !(in.moving_valid && in.stationary_valid);
  const bool free = !leaving.valid || in.result_ready;
  out.result_valid = leaving.valid && !starved;
  out.result_last = out.result_valid && leaving.last;
  out.en = free && !starved;

  // Results of the previous tile are out of the way when those of this tile are captured.
  const bool clear = std::int64_t{since_} + std::int64_t{in.moving_beats} - 1 >= slots_;
  const bool go = free && (!in.moving_first || clear);
  out.moving_ready = go && in.stationary_valid;
  out.stationary_ready = go && in.moving_valid;
  out.accept = in.moving_valid && out.moving_ready;

  const std::uint32_t beat = in.moving_first ? 0 : beat_;
  const std::uint32_t beats = in.moving_first ? in.moving_beats : beats_;
  const auto latency = static_cast<std::uint32_t>(latency_);
  out.index = in.moving_first ? 0 : index_;
  out.zero = out.accept && beat < latency;
  out.capture = out.accept && beat + latency >= beats;
  out.shift_from = moved_;
  return out;
}

void OutputControl::tick(const engine::ControlPins& in, const ControlOut& out) {
  if (!out.en) {
    return;
  }
  leaving_.tick(left_edge());
  moved_ = finished_.output(false) ? 0 : std::min(moved_ + 1, slots_);
  finished_.tick(out.accept && in.moving_last);
  since_ = out.accept && in.moving_last ? 1 : std::min(since_ + 1, slots_);
  if (out.accept) {
    mid_tile_ = !in.moving_last;
    beats_ = in.moving_first ? in.moving_beats : beats_;
    beat_ = (in.moving_first ? 0 : beat_) + 1;
    index_ = out.index + 1 == latency_ ? 0 : out.index + 1;
  }
}

void OutputControl::reset() {
  since_ = slots_;
  mid_tile_ = false;
  beat_ = 0;
  index_ = 0;
  beats_ = 0;
  moved_ = slots_;
  finished_.reset();
  leaving_.reset();
}

}  // namespace lmulsim::cycle
