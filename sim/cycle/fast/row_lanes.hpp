// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The arithmetic of rows, by array parameters: the vectorised kinds and the scalar reference for the rest. Each has
// Acc (an accumulator lane), lanes for both operand streams, step(), and Acc to and from the word on the pins.
#pragma once

#include <cstdint>

#include "cycle/fast/fixed_lanes.hpp"
#include "cycle/fast/operand_lanes.hpp"
#include "cycle/fast/row_kernels.hpp"
#include "engine/dut.hpp"
#include "util/unreachable.hpp"

namespace lmulsim::cycle::fast {

/// Which of the kinds below computes for these parameters.
enum class LaneKind : std::uint8_t {
  exact_fp32,
  adder_fp32,
  exact_int32,
  exact_fixed,  ///< sums of at most kNarrowFixedWidth bits
  exact_wide,
  adder_fixed,
  adder_wide,
  reference
};
[[nodiscard]] LaneKind lane_kind(const engine::ArrayParams& params);

class ExactFp32Lanes {
 public:
  using Acc = std::uint32_t;
  explicit ExactFp32Lanes(const engine::ArrayParams& params);
  static void step(const RowStep<Acc>& rows) { exact_fp32_rows(rows); }
  static Acc from_word(const arith::AccWord& word) { return static_cast<Acc>(word.lo); }
  static arith::AccWord to_word(Acc acc) { return {.lo = acc, .hi = 0}; }

  OperandLanes a;
  OperandLanes b;
};

class AdderFp32Lanes {
 public:
  using Acc = std::uint32_t;
  explicit AdderFp32Lanes(const engine::ArrayParams& params);
  void step(const RowStep<Acc>& rows) const { adder_fp32_rows(rows, constant_); }
  static Acc from_word(const arith::AccWord& word) { return static_cast<Acc>(word.lo); }
  static arith::AccWord to_word(Acc acc) { return {.lo = acc, .hi = 0}; }

  OperandLanes a;
  OperandLanes b;

 private:
  std::uint32_t constant_;
};

class ExactInt32Lanes {
 public:
  using Acc = std::uint64_t;
  explicit ExactInt32Lanes(const engine::ArrayParams& params);
  static void step(const RowStep<Acc>& rows) { exact_int32_rows(rows); }
  static Acc from_word(const arith::AccWord& word) { return word.lo; }
  static arith::AccWord to_word(Acc acc) { return {.lo = acc, .hi = 0}; }

  OperandLanes a;
  OperandLanes b;
};

class ReferenceLanes {
 public:
  using Acc = arith::AccWord;
  explicit ReferenceLanes(const engine::ArrayParams& params);
  void step(const RowStep<Acc>& rows) const;
  static Acc from_word(const arith::AccWord& word) { return word; }
  static arith::AccWord to_word(const Acc& acc) { return acc; }

  OperandLanes a;
  OperandLanes b;

 private:
  void add(const RowStep<Acc>& row) const;

  engine::ArrayParams params_;
};

/// make<Lanes>() with the kind of these parameters.
template <class Make>
[[nodiscard]] auto with_lanes(const engine::ArrayParams& params, Make make) {
  switch (lane_kind(params)) {
    case LaneKind::exact_fp32:
      return make.template operator()<ExactFp32Lanes>();
    case LaneKind::adder_fp32:
      return make.template operator()<AdderFp32Lanes>();
    case LaneKind::exact_int32:
      return make.template operator()<ExactInt32Lanes>();
    case LaneKind::exact_fixed:
      return make.template operator()<ExactFixedLanes>();
    case LaneKind::exact_wide:
      return make.template operator()<ExactWideLanes>();
    case LaneKind::adder_fixed:
      return make.template operator()<AdderFixedLanes>();
    case LaneKind::adder_wide:
      return make.template operator()<AdderWideLanes>();
    case LaneKind::reference:
      return make.template operator()<ReferenceLanes>();
  }
  util::unreachable();
}

}  // namespace lmulsim::cycle::fast
