// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arith/accumulate.hpp"
#include "arith/group.hpp"
#include "cycle/delay_line.hpp"
#include "engine/dut.hpp"

namespace lmulsim::cycle {

/// The accumulator of a PE: an adder and L registers after it. What it adds to comes from outside: the partial sum from
/// above (stationary) or the sum that leaves the last register (output stationary, a ring of L sums).
class Accumulator {
 public:
  explicit Accumulator(const engine::ArrayParams& params)
      : spec_(params.accumulator), sums_(params.shape.acc_latency) {}

  /// The sum that leaves the last register.
  [[nodiscard]] arith::AccWord sum() const { return sums_.output({}); }
  /// Rising clock edge: base + product, or + a group's sum, enters the first register.
  void tick(arith::AccWord base, const arith::Number& product) {
    sums_.tick(arith::products_a_beat(spec_) > 1 ? arith::enter_group(spec_, base, product)
                                                 : arith::accumulate(spec_, base, product));
  }

 private:
  arith::AccumulatorSpec spec_;
  DelayLine<arith::AccWord> sums_;
};

}  // namespace lmulsim::cycle
