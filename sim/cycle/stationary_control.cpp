// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/stationary_control.hpp"

namespace lmulsim::cycle {

ControlOut StationaryControl::outputs(const engine::ControlPins& in) const {
  ControlOut out;
  const Beat leaving = leaving_.output({});
  out.o_valid = leaving.valid;
  out.o_last = leaving.valid && leaving.last;
  out.en = !out.o_valid || in.o_ready;

  const bool go = out.en && (!in.a_first || shadow_full_);
  out.a_ready = go && (!in.a_acc || in.c_valid);
  out.c_ready = go && in.a_valid && in.a_acc;
  out.accept = in.a_valid && out.a_ready;
  out.swap = out.accept && in.a_first;

  out.b_ready = out.en && (!shadow_full_ || out.swap);
  out.take = in.b_valid && out.b_ready;
  out.take_row = b_row_;
  return out;
}

void StationaryControl::tick(const engine::ControlPins& in, const ControlOut& out) {
  if (!out.en) {
    return;
  }
  const bool filled = out.take && b_row_ == rows_ - 1;
  shadow_full_ = filled || (shadow_full_ && !out.swap);
  if (out.take) {
    b_row_ = filled ? 0 : b_row_ + 1;
  }
  leaving_.tick({.valid = out.accept, .last = out.accept && in.a_last});
}

void StationaryControl::reset() {
  leaving_.reset();
  shadow_full_ = false;
  b_row_ = 0;
}

}  // namespace lmulsim::cycle
