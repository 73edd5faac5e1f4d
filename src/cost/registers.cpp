// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/registers.hpp"

#include "arith/accumulate.hpp"
#include "arith/spec.hpp"

namespace lmulsim::cost {
namespace {

using mapping::Dataflow;

/// Sign, exponent one bit wider than the operands', significand, and two class bits. Integers: the full product.
std::int64_t product_bits(const config::Pe& pe) {
  const arith::FormatInfo& a = arith::info(pe.activation_format);
  const arith::FormatInfo& w = arith::info(pe.weight_format);
  if (a.is_integer()) {
    return a.width() + w.width();
  }
  const arith::AdderWidths widths = arith::adder_widths(pe.activation_format, pe.weight_format);
  const bool exact = pe.multiplier.kind == arith::MultiplierKind::exact;
  const int significand = exact ? a.man_bits + w.man_bits + 2 : widths.man_bits;
  return 1 + (widths.exp_bits + 1) + significand + 2;
}

/// 0 + 1 + ... + (n - 1): the delay lines of n lanes, each one register longer than the one before.
std::int64_t triangle(std::int64_t n) {
  return n * (n - 1) / 2;
}

}  // namespace

RegisterBits register_bits(const config::Accelerator& acc) {
  const std::int64_t rows = acc.rows;
  const std::int64_t cols = acc.cols;
  const std::int64_t latency = acc.pe.acc_latency;
  const bool swapped = acc.dataflow == Dataflow::input_stationary;
  const std::int64_t moving = arith::info(swapped ? acc.pe.weight_format : acc.pe.activation_format).width();
  const std::int64_t top = arith::info(swapped ? acc.pe.activation_format : acc.pe.weight_format).width();
  const std::int64_t sum = arith::acc_word_bits(acc.pe.accumulator);
  const std::int64_t product = acc.pe.mul_stages * product_bits(acc.pe);
  const std::int64_t sums = latency * sum;
  switch (acc.dataflow) {
    case Dataflow::weight_stationary:
    case Dataflow::input_stationary: {
      // Active and shadow words, and latency - 1 registers that keep the load wave beside the swap wave.
      const std::int64_t stationary = (2 + (latency - 1)) * top;
      const std::int64_t skew_left = triangle(rows) * latency * moving;
      const std::int64_t skew_top = triangle(cols) * top + (triangle(cols) + cols * (1 + acc.pe.mul_stages)) * sum;
      const std::int64_t deskew = triangle(cols) * sum;
      return {rows * cols * (moving + stationary + product + sums), skew_left + skew_top + deskew};
    }
    case Dataflow::output_stationary: {
      const std::int64_t shadow = latency * sum;
      const std::int64_t skew = triangle(rows) * moving + triangle(cols) * (top + sum);
      return {rows * cols * (moving + top + product + sums + shadow), skew};
    }
  }
  return {};
}

}  // namespace lmulsim::cost
