// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "arith/group.hpp"
#include "arith/hardware.hpp"
#include "arith/product.hpp"
#include "arith/spec.hpp"
#include "cycle/operand_word.hpp"
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

/// The multiplier of a PE, or the multipliers of a group and what adds their products: combinational.
class Multiplier {
 public:
  /// Throws InputError unless the multiplier takes the array's operands.
  explicit Multiplier(const engine::ArrayParams& params)
      : spec_(params.multiplier),
        products_(params.shape.products),
        sums_(params.accumulator),
        moving_(params.moving),
        top_(params.top),
        by_codes_(arith::looks_up(spec_.kind) || arith::info(moving_).is_logarithmic()),
        a_(moving_, spec_.subnormals),
        b_(top_, spec_.subnormals) {
    arith::require_operands(spec_, moving_, top_);
    if (arith::takes_offset(spec_.kind)) {
      spec_.offset = arith::adder_offset(spec_, moving_, top_);  // once, not in every product
    }
  }

  /// The product, or a group's sum.
  [[nodiscard]] arith::Number product(OperandWord a, OperandWord b) const {
    return products_ == 1 ? single(static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b)) : group(a, b);
  }

 private:
  [[nodiscard]] arith::Number single(std::uint32_t a, std::uint32_t b) const {
    return by_codes_ ? arith::multiply_taken(spec_, moving_, a, top_, b)
                     : arith::multiply_numbers(spec_, moving_, a_.number(a), top_, b_.number(b));
  }
  [[nodiscard]] arith::Number group(OperandWord a, OperandWord b) const;

  arith::MultiplierSpec spec_;
  int products_;
  arith::AccumulatorSpec sums_;
  arith::Format moving_;
  arith::Format top_;
  bool by_codes_;  ///< by mantissas and exponents, or logarithms, and not by values
  Operands a_;
  Operands b_;
};

}  // namespace lmulsim::cycle
