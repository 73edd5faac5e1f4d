// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/registers.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "arith/accumulate.hpp"
#include "arith/hardware.hpp"

namespace lmulsim::cost {
namespace {

using machine::Dataflow;

/// Without the leading one of a significand as wide as an operand's, or from a table: a constant.
int stored_significand_bits(const machine::Pe& pe) {
  const arith::MultiplierKind kind = pe.multiplier.kind;
  if (kind == arith::MultiplierKind::table) {
    return arith::info(arith::Format::fp32).man_bits;
  }
  const int bits = arith::significand_bits(pe.multiplier, pe.activation_format, pe.weight_format);
  return arith::hardware(kind).significand == arith::Significand::wider || arith::looks_up(kind) ? bits - 1 : bits;
}

/// Sign, exponent one bit wider than the operands', significand, and two class bits. Integers: the full product.
std::int64_t product_bits(const machine::Pe& pe) {
  const arith::FormatInfo& a = arith::info(pe.activation_format);
  const arith::FormatInfo& w = arith::info(pe.weight_format);
  if (a.is_integer()) {
    return a.width() + w.width();
  }
  const int exponent = std::max(a.exp_bits, w.exp_bits) + 1;
  return 1 + exponent + stored_significand_bits(pe) + 2;
}

/// Bits that count from 0 to n.
std::int64_t counter_bits(std::int64_t n) {
  return static_cast<std::int64_t>(std::bit_width(static_cast<std::uint64_t>(n)));
}

/// What the registers between multiplier and accumulator hold: products; of a group behind the first one its aligned
/// terms, behind the others its sum.
std::int64_t in_flight_bits(const machine::Pe& pe) {
  const std::int64_t products = arith::products_a_beat(pe.accumulator);
  if (products == 1) {
    return pe.mul_stages * product_bits(pe);
  }
  const int exponent = std::max(arith::info(pe.activation_format).exp_bits, arith::info(pe.weight_format).exp_bits) + 1;
  if (arith::info(pe.activation_format).is_integer()) {  // nothing is aligned
    const std::int64_t whole = product_bits(pe) + counter_bits(products - 1);
    return pe.mul_stages == 0 ? 0 : products * product_bits(pe) + (pe.mul_stages - 1) * whole;
  }
  const std::int64_t term = pe.accumulator.fraction_bits + 2;
  const std::int64_t sum = 1 + term + counter_bits(products - 1) + exponent + 2;
  const std::array stages{products * product_bits(pe), products * (1 + term) + exponent + 2};
  std::int64_t bits = 0;
  for (int stage = 0; stage < pe.mul_stages; ++stage) {
    bits += stage < 2 ? stages[static_cast<std::size_t>(stage)] : sum;
  }
  return bits;
}

/// 0 + 1 + ... + (n - 1): the delay lines of n lanes, each one register longer than the one before.
std::int64_t triangle(std::int64_t n) {
  return n * (n - 1) / 2;
}

/// Bits of the words that move through the array.
struct Widths {
  int moving, top, sum;
};

Widths widths(const machine::Accelerator& acc) {
  const bool swapped = acc.dataflow == Dataflow::input_stationary;
  const int products = arith::products_a_beat(acc.pe.accumulator);
  return {products * arith::info(swapped ? acc.pe.weight_format : acc.pe.activation_format).width(),
          products * arith::info(swapped ? acc.pe.activation_format : acc.pe.weight_format).width(),
          arith::acc_word_bits(acc.pe.accumulator)};
}

}  // namespace

std::vector<SkewLines> skew_lines(const machine::Accelerator& acc) {
  using machine::Activity;
  const Widths w = widths(acc);
  const std::int64_t rows = triangle(acc.rows);
  const std::int64_t cols = triangle(acc.cols);
  switch (acc.dataflow) {
    case Dataflow::weight_stationary:
    case Dataflow::input_stationary:
      return {{&Activity::moving_beats, w.moving, rows * acc.pe.acc_latency},
              {&Activity::stationary_beats, w.top, cols},
              {&Activity::psum_beats, w.sum, cols + std::int64_t{acc.cols} * (1 + acc.pe.mul_stages)},
              {&Activity::result_beats, w.sum, cols}};
    case Dataflow::output_stationary:
      return {{&Activity::moving_beats, w.moving, rows},
              {&Activity::stationary_beats, w.top, cols},
              {&Activity::result_beats, w.sum, cols}};
  }
  return {};
}

std::int64_t control_bits(const machine::Accelerator& acc) {
  const std::int64_t rows = acc.rows;
  const std::int64_t cols = acc.cols;
  const std::int64_t latency = acc.pe.acc_latency;
  switch (acc.dataflow) {
    case Dataflow::weight_stationary:
    case Dataflow::input_stationary: {
      // valid, swap and take of every PE; the row delays of the three; shadow_full, load_row, result_valid and
      // result_last.
      const std::int64_t edge = 2 * (rows - 1) * latency + triangle(rows) * (latency - 1);
      const std::int64_t result = rows * latency + cols + acc.pe.mul_stages;
      return 3 * rows * cols + edge + 1 + std::max<std::int64_t>(counter_bits(rows - 1), 1) + 2 * result;
    }
    case Dataflow::output_stationary: {
      // valid, zero, cap and one shift bit per slot of every PE; mid_tile, left, index, since, drain and shift.
      constexpr std::int64_t kBeatCounters = std::int64_t{2} * 24;
      const std::int64_t slots = rows * latency;
      const std::int64_t edge = 3 * (rows - 1);
      const std::int64_t drain = acc.pe.mul_stages + latency + rows;
      return (3 + latency) * rows * cols + edge + 1 + kBeatCounters + counter_bits(slots) + drain + slots +
             2 * (cols - 1);
    }
  }
  return 0;
}

RegisterBits register_bits(const machine::Accelerator& acc) {
  const std::int64_t pes = std::int64_t{acc.rows} * acc.cols;
  const std::int64_t latency = acc.pe.acc_latency;
  const Widths w = widths(acc);
  const std::int64_t product = in_flight_bits(acc.pe);
  const std::int64_t sums = latency * w.sum;
  std::int64_t skew = 0;
  for (const SkewLines& lines : skew_lines(acc)) {
    skew += lines.words * lines.width;
  }
  switch (acc.dataflow) {
    case Dataflow::weight_stationary:
    case Dataflow::input_stationary: {
      // Active and shadow words, and latency - 1 registers that keep the load wave beside the swap wave.
      const std::int64_t stationary = (2 + (latency - 1)) * w.top;
      return {pes * (w.moving + stationary + product + sums), skew};
    }
    case Dataflow::output_stationary: {
      const std::int64_t shadow = latency * w.sum;
      return {pes * (w.moving + w.top + product + sums + shadow), skew};
    }
  }
  return {};
}

}  // namespace lmulsim::cost
