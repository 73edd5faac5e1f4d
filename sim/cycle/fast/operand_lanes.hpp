// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "arith/mac_spec.hpp"
#include "arith/product.hpp"

namespace lmulsim::cycle::fast {

/// How a code on the pins becomes a 32-bit lane of the row kernels.
class OperandLanes {
 public:
  enum class Kind : std::uint8_t {
    code,     ///< as it is
    integer,  ///< sign-extended
    fp32,     ///< the fp32 bit pattern of its value; `daz` subnormals are signed zeros
    own,      ///< as a table says
  };

  OperandLanes(Kind kind, arith::Format format, arith::Subnormals subnormals);
  /// Lanes of one's own: `lane_of` says what a number becomes. For formats of at most 16 bits.
  OperandLanes(arith::Format format, arith::Subnormals subnormals,
               const std::function<std::uint32_t(const arith::Number&)>& lane_of);

  [[nodiscard]] std::uint32_t lane(std::uint32_t code) const {
    if (!table_.empty()) {
      return table_[code & mask_];
    }
    return direct(code);
  }

 private:
  [[nodiscard]] std::uint32_t direct(std::uint32_t code) const;

  Kind kind_;
  arith::Subnormals subnormals_;
  std::uint32_t mask_ = 0;
  std::vector<std::uint32_t> table_;  ///< empty for `code` and for formats wider than 16 bits
};

}  // namespace lmulsim::cycle::fast
