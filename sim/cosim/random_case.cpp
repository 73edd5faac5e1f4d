// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cosim/random_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "arith/convert.hpp"
#include "mapping/loops.hpp"

namespace lmulsim::sim {

namespace {

using Random = std::mt19937_64;

std::int64_t between(Random& random, std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
}

// Edges matter most: one, around a multiple of the array's side, and anything up to three tiles.
std::int64_t extent(Random& random, std::int64_t side) {
  switch (random() % 4) {
    case 0:
      return between(random, 1, 2);
    case 1:
      return std::max<std::int64_t>(1, side * between(random, 1, 3) + between(random, -1, 1));
    default:
      return between(random, 1, 3 * side + 1);
  }
}

int stall_percent(Random& random) {
  static constexpr std::array kChoices{0, 0, 5, 30, 60, 85};
  return kChoices[random() % kChoices.size()];
}

std::vector<std::uint16_t> corner_codes(arith::Format format) {
  const arith::FormatInfo& f = arith::info(format);
  const auto sign = static_cast<std::uint16_t>(f.sign_mask());
  const auto mag = static_cast<std::uint16_t>(f.mag_mask());
  const auto man = static_cast<std::uint16_t>(f.man_mask());
  std::vector<std::uint16_t> codes{0,
                                   1,
                                   man,
                                   static_cast<std::uint16_t>(man + 1U),
                                   mag,
                                   static_cast<std::uint16_t>(mag - 1U),
                                   static_cast<std::uint16_t>(mag & ~man),
                                   static_cast<std::uint16_t>((mag & ~man) - 1U),
                                   static_cast<std::uint16_t>(static_cast<unsigned>(f.bias) << f.man_bits)};
  for (std::uint16_t& code : codes) {
    code &= mag;  // integers have neither exponent nor bias
  }
  const std::size_t positive = codes.size();
  for (std::size_t i = 0; i < positive; ++i) {
    codes.push_back(static_cast<std::uint16_t>(codes[i] | sign));
  }
  return codes;
}

std::uint16_t gaussian_code(Random& random, arith::Format format) {
  std::normal_distribution<double> normal(0.0, arith::info(format).is_integer() ? 30.0 : 1.0);
  return static_cast<std::uint16_t>(
      arith::convert_fp64(normal(random), format, arith::Rounding::nearest, arith::Overflow::saturate));
}

std::vector<std::uint16_t> draw_codes(Random& random, arith::Format format, OperandMix mix, std::size_t count) {
  const arith::FormatInfo& f = arith::info(format);
  const auto mask = static_cast<std::uint16_t>(f.mag_mask() | f.sign_mask());
  const std::vector<std::uint16_t> corners = corner_codes(format);
  std::vector<std::uint16_t> codes(count);
  for (std::uint16_t& code : codes) {
    const auto any = static_cast<std::uint16_t>(random() & mask);
    switch (mix) {
      case OperandMix::all_codes:
        code = any;
        break;
      case OperandMix::gaussian:
        code = gaussian_code(random, format);
        break;
      case OperandMix::zero_heavy:
        code = random() % 4 == 0 ? any : static_cast<std::uint16_t>(f.is_integer() ? 0U : any & f.sign_mask());
        break;
      case OperandMix::corners:
        code = corners[random() % corners.size()];
        break;
    }
  }
  return codes;
}

void draw_arithmetic(Random& random, config::Pe& pe) {
  using arith::Format;
  static constexpr std::array kFloats{Format::e4m3, Format::e4m3, Format::e5m2, Format::bf16, Format::fp16};
  if (random() % 6 == 0) {
    pe.activation_format = pe.weight_format = Format::int8;
    pe.accumulator.kind = arith::AccumulatorKind::int32;
    return;
  }
  pe.activation_format = kFloats[random() % kFloats.size()];
  pe.weight_format = random() % 2 == 0 ? pe.activation_format : kFloats[random() % kFloats.size()];
  pe.multiplier.subnormals = random() % 2 == 0 ? arith::Subnormals::daz : arith::Subnormals::normalize;
  if (random() % 3 != 0) {
    pe.multiplier.kind = arith::MultiplierKind::adder;
    if (random() % 3 == 0) {
      pe.multiplier.offset = static_cast<std::uint32_t>(random() % 4);
    }
  }
  switch (random() % 4) {
    case 0:
      pe.accumulator.kind = arith::AccumulatorKind::bf16;
      break;
    case 1: {
      const auto fixed = arith::fixed_layout(pe.multiplier, pe.activation_format, pe.weight_format, 256);
      if (fixed.width <= arith::kMaxFixedWidth) {
        pe.accumulator = fixed;
      }
      break;
    }
    default:
      break;
  }
}

}  // namespace

std::string CosimCase::text() const {
  return fmt::format(
      "m={} n={} k={} count={} stream_block={} col_group={} stalls a/b/c/o={}/{}/{}/{} seed={} operands {} seed={}",
      gemm.m, gemm.n, gemm.k, count, loops.stream_block, loops.col_group, stalls.a_percent, stalls.b_percent,
      stalls.c_percent, stalls.o_percent, stalls.seed, static_cast<int>(mix), operand_seed);
}

CosimCase random_case(const config::Accelerator& accelerator, Random& random) {
  const std::int64_t side = std::max(accelerator.rows, accelerator.cols);
  CosimCase c;
  c.gemm = {extent(random, side), extent(random, side), extent(random, side)};
  if (accelerator.max_k > 0) {
    c.gemm.k = std::min(c.gemm.k, accelerator.max_k);
  }
  c.count = random() % 4 == 0 ? between(random, 2, 3) : 1;
  c.loops = mapping::choose_loops(accelerator, c.gemm);
  if (random() % 3 == 0) {
    c.loops = {between(random, 1, std::max(c.gemm.m, c.gemm.n)), between(random, 1, 4)};
  }
  if (random() % 4 != 0) {
    c.stalls = {random(), stall_percent(random), stall_percent(random), stall_percent(random), stall_percent(random)};
  }
  c.mix = static_cast<OperandMix>(random() % 4);
  c.operand_seed = random();
  return c;
}

Operands case_operands(const config::Accelerator& accelerator, const CosimCase& c) {
  Random random(c.operand_seed);
  const auto a = static_cast<std::size_t>(c.count * c.gemm.m * c.gemm.k);
  const auto b = static_cast<std::size_t>(c.count * c.gemm.k * c.gemm.n);
  Operands operands;
  operands.a = draw_codes(random, accelerator.pe.activation_format, c.mix, a);
  operands.b = draw_codes(random, accelerator.pe.weight_format, c.mix, b);
  return operands;
}

config::Accelerator random_accelerator(Random& random, int largest_side) {
  config::Accelerator acc;
  acc.rows = static_cast<int>(between(random, 1, largest_side));
  acc.cols = static_cast<int>(between(random, 1, largest_side));
  acc.dataflow = static_cast<mapping::Dataflow>(random() % 3);
  draw_arithmetic(random, acc.pe);
  acc.max_k = acc.pe.accumulator.kind == arith::AccumulatorKind::fixed ? 256 : 0;
  acc.pe.mul_stages = static_cast<int>(random() % 2);
  acc.pe.acc_latency = random() % 2 == 0 ? 1 : static_cast<int>(between(random, 2, 5));
  acc.memory = {1 << 16, 1 << 16, between(random, 64, 8192), 64};
  acc.clock_hz = 5e8;
  acc.name = describe(acc);
  acc.source = "drawn at random";
  return acc;
}

std::string describe(const config::Accelerator& acc) {
  static constexpr std::array<const char*, 3> kDataflows{"ws", "os", "is"};
  static constexpr std::array<const char*, 7> kAccumulators{"fp32",  "bf16",  "fp16",   "e4m3",
                                                            "fixed", "int32", "aligned"};
  const bool adder = acc.pe.multiplier.kind == arith::MultiplierKind::adder;
  const std::string multiplier =
      adder ? fmt::format("adder:{}",
                          arith::adder_offset(acc.pe.multiplier, acc.pe.activation_format, acc.pe.weight_format))
            : "exact";
  return fmt::format("{} {}x{} {} {} {} x {} {} S{} L{}", kDataflows[static_cast<std::size_t>(acc.dataflow)], acc.rows,
                     acc.cols, multiplier, acc.pe.multiplier.subnormals == arith::Subnormals::daz ? "daz" : "normalize",
                     arith::info(acc.pe.activation_format).name, arith::info(acc.pe.weight_format).name,
                     kAccumulators[static_cast<std::size_t>(acc.pe.accumulator.kind)], acc.pe.mul_stages,
                     acc.pe.acc_latency);
}

}  // namespace lmulsim::sim
