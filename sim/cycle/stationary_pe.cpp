// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/stationary_pe.hpp"

namespace lmulsim::cycle {

void StationaryOperands::tick(const StationaryPePins& in) {
  valid_ = in.valid;
  swap_ = in.swap;
  take_ = in.take;
  if (in.valid) {
    moving_ = in.moving;
    active_ = in.swap ? shadow_ : active_;
  }
  // After the swap: both may happen in one cycle, and the swap wants the old word.
  if (in.take) {
    shadow_ = in.stationary;
  }
  down_.tick(in.stationary);
}

void StationaryOperands::reset() {
  valid_ = false;
  swap_ = false;
  take_ = false;
}

void StationaryPe::tick(const StationaryPePins& in) {
  const arith::Number product = multiplier_.product(operands_.moving(), operands_.active());
  accumulator_.tick(in.psum, products_.output(product));
  products_.tick(product);
  operands_.tick(in);
}

}  // namespace lmulsim::cycle
