// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "arith/hardware.hpp"
#include "arith/product.hpp"
#include "arith/spec.hpp"
#include "engine/dut.hpp"

namespace lmulsim::cycle {

/// The multiplier of a PE: combinational.
class Multiplier {
 public:
  explicit Multiplier(const engine::ArrayParams& params)
      : spec_(params.multiplier), moving_(params.moving), top_(params.top) {
    arith::require_operands(spec_, moving_, top_);
    if (arith::takes_offset(spec_.kind)) {
      spec_.offset = arith::adder_offset(spec_, moving_, top_);  // once, not in every product
    }
  }

  [[nodiscard]] arith::Number product(std::uint32_t a, std::uint32_t b) const {
    return arith::multiply_taken(spec_, moving_, a, top_, b);
  }

 private:
  arith::MultiplierSpec spec_;
  arith::Format moving_;
  arith::Format top_;
};

}  // namespace lmulsim::cycle
