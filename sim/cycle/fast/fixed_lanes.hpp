// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The arithmetic of a row with `fixed` sums; see row_lanes.hpp for what such a class has.
#pragma once

#include <cstdint>

#include "arith/accumulate.hpp"
#include "cycle/fast/fixed_kernels.hpp"
#include "cycle/fast/operand_lanes.hpp"
#include "engine/dut.hpp"

namespace lmulsim::cycle::fast {

/// Largest sums, in bits, that lanes of 64 and of 128 bits hold beside their flags.
inline constexpr int kNarrowFixedWidth = 64 - arith::detail::kFixedFlags;
inline constexpr int kWideFixedWidth = 128 - arith::detail::kFixedFlags;
static_assert(kWideFixedWidth >= arith::kMaxFixedWidth, "every width has a lane");

/// Whether the kernels take these operands and this multiplier.
[[nodiscard]] bool has_fixed_kernel(const engine::ArrayParams& params);

/// The operands of a product and what the kernel has to know of it, for sums that end `lane_bits` above bit 0.
struct ExactFixedProduct {
  ExactFixedProduct(const engine::ArrayParams& params, int lane_bits);
  OperandLanes a;
  OperandLanes b;
  ExactFixed kernel;
};

struct AdderFixedProduct {
  AdderFixedProduct(const engine::ArrayParams& params, int lane_bits);
  OperandLanes a;
  OperandLanes b;
  AdderFixed kernel;
};

/// A sum of `width` bits and its flags between the word on the pins and a lane.
void put_word(std::uint64_t& lane, const arith::AccWord& word, int width);
void put_word(WideLane& lane, const arith::AccWord& word, int width);
[[nodiscard]] arith::AccWord get_word(std::uint64_t lane, int width);
[[nodiscard]] arith::AccWord get_word(const WideLane& lane, int width);

template <class Product, class Lane>
class FixedLanes : private Product {
 public:
  using Acc = Lane;
  explicit FixedLanes(const engine::ArrayParams& params)
      : Product(params, 8 * static_cast<int>(sizeof(Lane))), width_(params.accumulator.width) {}

  void step(const RowStep<Acc>& rows) const { fixed_rows(rows, Product::kernel); }
  [[nodiscard]] Acc from_word(const arith::AccWord& word) const {
    Acc lane{};
    put_word(lane, word, width_);
    return lane;
  }
  [[nodiscard]] arith::AccWord to_word(const Acc& lane) const { return get_word(lane, width_); }

  using Product::a;
  using Product::b;

 private:
  int width_;
};

using ExactFixedLanes = FixedLanes<ExactFixedProduct, std::uint64_t>;
using ExactWideLanes = FixedLanes<ExactFixedProduct, WideLane>;
using AdderFixedLanes = FixedLanes<AdderFixedProduct, std::uint64_t>;
using AdderWideLanes = FixedLanes<AdderFixedProduct, WideLane>;

}  // namespace lmulsim::cycle::fast
