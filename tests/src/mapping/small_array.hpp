// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>

#include "arith/spec.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::mapping::testing {

/// An array of int8 words with memories counted in bytes.
inline machine::Accelerator array(machine::Dataflow dataflow, int rows, int cols, const machine::Memory& memory) {
  machine::Accelerator acc;
  acc.rows = rows;
  acc.cols = cols;
  acc.dataflow = dataflow;
  acc.pe.activation_format = arith::Format::int8;
  acc.pe.weight_format = arith::Format::int8;
  acc.pe.accumulator = {.kind = arith::AccumulatorKind::int32};
  acc.memory = memory;
  return acc;
}

inline std::int64_t below(std::mt19937_64& random, std::int64_t n) {
  return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n));
}

/// Any dataflow, operand formats, accumulator, pipeline and memories from a few words on.
inline machine::Accelerator random_array(std::mt19937_64& random) {
  const auto side = [&] { return static_cast<int>(1 + below(random, 9)); };
  const auto size = [&] { return std::int64_t{8} << below(random, 10); };
  machine::Accelerator acc =
      array(static_cast<machine::Dataflow>(below(random, 3)), side(), side(), {size(), size(), size(), 64});
  if (below(random, 2) == 0) {
    acc.pe.activation_format = arith::Format::bf16;
    acc.pe.weight_format = below(random, 2) == 0 ? arith::Format::e4m3 : arith::Format::bf16;
    acc.pe.accumulator = {.kind = arith::AccumulatorKind::bf16};
  }
  if (acc.pe.activation_format == arith::Format::int8 && below(random, 3) == 0) {
    acc.pe.accumulator = {.kind = arith::AccumulatorKind::int_group, .group = static_cast<int>(2 + below(random, 7))};
  }
  acc.pe.acc_latency = static_cast<int>(1 + below(random, 4));
  acc.pe.mul_stages = static_cast<int>(below(random, 2));
  return acc;
}

inline graph::Gemm random_gemm(std::mt19937_64& random, std::int64_t most) {
  return {1 + below(random, most), 1 + below(random, most), 1 + below(random, most)};
}

}  // namespace lmulsim::mapping::testing
