// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/output_pe.hpp"

#include <algorithm>

namespace lmulsim::cycle {

void OutputOperands::tick(const OutputPeIn& in) {
  q_.valid = in.valid;
  q_.zero = in.zero;
  q_.cap = in.cap;
  q_.shift = in.shift;
  if (in.valid) {
    q_.moving = in.moving;
    q_.second = in.second;
  }
}

void OutputOperands::reset() {
  q_.valid = false;
  q_.zero = false;
  q_.cap = false;
  q_.shift = 0;
}

void OutputSlots::tick(const OutputPeIn& in, bool cap, arith::AccWord sum) {
  const bool first = until_first_.output(cap);
  for (std::size_t i = slots_.size(); i-- > 0;) {
    const bool capture = i == 0 ? first : caps_[i - 1] != 0;
    const bool fill = i == 0 ? in.above_shift : ((in.shift >> (i - 1)) & 1U) != 0;
    if (capture) {
      slots_[i] = sum;
    } else if (fill) {
      slots_[i] = i == 0 ? in.above : slots_[i - 1];
    }
    caps_[i] = capture ? 1 : 0;
  }
  until_first_.tick(cap);
}

void OutputSlots::reset() {
  until_first_.reset();
  std::fill(caps_.begin(), caps_.end(), '\0');
}

void OutputPe::tick(const OutputPeIn& in) {
  const OutputPeOut& q = operands_.outputs();
  slots_.tick(in, q.cap, accumulator_.sum());

  const Term entering{.product = multiplier_.product(q.moving, q.second), .zero = q.zero};
  const Term& term = products_.output(entering);
  accumulator_.tick(term.zero ? arith::AccWord{} : accumulator_.sum(), term.product);
  products_.tick(entering);

  operands_.tick(in);
}

void OutputPe::reset() {
  operands_.reset();
  slots_.reset();
}

}  // namespace lmulsim::cycle
