// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arith/hardware.hpp"
#include "arith/product.hpp"
#include "arith/spec.hpp"
#include "engine/dut.hpp"

namespace lmulsim::cycle {

/// The words on a multiplier's input as numbers. Words of up to 8 bits are looked up in a table, which all PEs share.
class Operands {
 public:
  Operands(arith::Format format, arith::Subnormals subnormals);

  [[nodiscard]] arith::Number number(std::uint32_t code) const {
    return table_ != nullptr ? (*table_)[code & mask_] : arith::detail::operand(subnormals_, format_, code);
  }

 private:
  arith::Format format_;
  arith::Subnormals subnormals_;
  std::uint32_t mask_;
  const std::vector<arith::Number>* table_;  ///< null: the words are too long for one
};

/// The multiplier of a PE: combinational.
class Multiplier {
 public:
  /// Throws InputError unless the multiplier takes the array's operands.
  explicit Multiplier(const engine::ArrayParams& params)
      : spec_(params.multiplier),
        moving_(params.moving),
        top_(params.top),
        a_(moving_, spec_.subnormals),
        b_(top_, spec_.subnormals) {
    arith::require_operands(spec_, moving_, top_);
    if (arith::takes_offset(spec_.kind)) {
      spec_.offset = arith::adder_offset(spec_, moving_, top_);  // once, not in every product
    }
  }

  [[nodiscard]] arith::Number product(std::uint32_t a, std::uint32_t b) const {
    return arith::multiply_numbers(spec_, moving_, a_.number(a), top_, b_.number(b));
  }

 private:
  arith::MultiplierSpec spec_;
  arith::Format moving_;
  arith::Format top_;
  Operands a_;
  Operands b_;
};

}  // namespace lmulsim::cycle
