// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/stationary_control.hpp"

namespace lmulsim::cycle {

ControlOut StationaryControl::outputs(const engine::ControlPins& in) const {
  ControlOut out;
  const Beat leaving = leaving_.output({});
  out.result_valid = leaving.valid;
  out.result_last = leaving.valid && leaving.last;
  out.en = !out.result_valid || in.result_ready;

  const bool go = out.en && (!in.moving_first || shadow_full_);
  out.moving_ready = go && (!in.moving_accumulate || in.psum_valid);
  out.psum_ready = go && in.moving_valid && in.moving_accumulate;
  out.accept = in.moving_valid && out.moving_ready;
  out.swap = out.accept && in.moving_first;

  out.stationary_ready = out.en && (!shadow_full_ || out.swap);
  out.take = in.stationary_valid && out.stationary_ready;
  out.take_row = load_row_;
  return out;
}

void StationaryControl::tick(const engine::ControlPins& in, const ControlOut& out) {
  if (!out.en) {
    return;
  }
  const bool filled = out.take && load_row_ == rows_ - 1;
  shadow_full_ = filled || (shadow_full_ && !out.swap);
  if (out.take) {
    load_row_ = filled ? 0 : load_row_ + 1;
  }
  leaving_.tick({.valid = out.accept, .last = out.accept && in.moving_last});
}

void StationaryControl::reset() {
  leaving_.reset();
  shadow_full_ = false;
  load_row_ = 0;
}

}  // namespace lmulsim::cycle
