// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/params.hpp"

#include <fmt/format.h>

#include "arith/accumulate.hpp"
#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "util/error.hpp"

namespace lmulsim::cycle {

namespace {

constexpr int kMaxAccLatency = 8;

void check_range(const char* name, int value, int low, int high) {
  if (value < low || value > high) {
    throw InputError(fmt::format("systolic array: {}: expected {} to {}, found {}", name, low, high, value));
  }
}

void check_multiplier(const engine::ArrayParams& params) {
  arith::require_hardware(params.multiplier, "systolic array");
  const arith::Operands operands = arith::hardware(params.multiplier.kind).operands;
  if (!arith::takes(operands, params.moving) || !arith::takes(operands, params.top)) {
    throw InputError(fmt::format("systolic array: multiplier: {} expects floating-point operands, found {} * {}",
                                 arith::multiplier_name(params.multiplier), arith::info(params.moving).name,
                                 arith::info(params.top).name));
  }
  arith::require_formats(params.multiplier, params.moving, params.top, "systolic array");
  arith::require_product_hardware(params.multiplier, params.moving, params.top, "systolic array");
}

void check_last_bit(const engine::ArrayParams& params) {
  const int products = arith::fixed_layout(params.multiplier, params.moving, params.top, 1).lsb;
  if (params.accumulator.lsb > products) {
    throw InputError(fmt::format(
        "systolic array: fixed accumulator: expected a last bit of 2^{} or less, as the products have, found 2^{}",
        products, params.accumulator.lsb));
  }
}

void check_accumulator(const engine::ArrayParams& params) {
  const arith::AccumulatorSpec& acc = params.accumulator;
  const bool integers = arith::info(params.moving).is_integer() && arith::info(params.top).is_integer();
  switch (acc.kind) {
    case arith::AccumulatorKind::fp32:
    case arith::AccumulatorKind::bf16:
    case arith::AccumulatorKind::fp16:
    case arith::AccumulatorKind::e4m3:
      return;
    case arith::AccumulatorKind::int32:
      if (!integers) {
        throw InputError(fmt::format("systolic array: accumulator: int32 expects integer operands, found {} * {}",
                                     arith::info(params.moving).name, arith::info(params.top).name));
      }
      return;
    case arith::AccumulatorKind::fixed:
      check_range("fixed accumulator width", acc.width, 2, arith::kMaxFixedWidth);
      check_last_bit(params);
      return;
    case arith::AccumulatorKind::narrow:
      arith::require_hardware(acc, "systolic array");
      arith::require_narrow_hardware({params.multiplier, acc}, params.moving, params.top, "systolic array");
      return;
    case arith::AccumulatorKind::floating:
      throw InputError("systolic array: " + arith::no_hardware(acc));
    case arith::AccumulatorKind::group:
    case arith::AccumulatorKind::int_group:
      arith::require_hardware(acc, "systolic array");
      arith::require_group_hardware({params.multiplier, acc}, params.moving, params.top, "systolic array");
      return;
    case arith::AccumulatorKind::aligned:
      throw InputError(fmt::format(
          "systolic array: accumulator: expected one that adds a product each step, found {} (it sums groups)",
          arith::accumulator_name(acc)));
  }
}

}  // namespace

bool is_output_stationary(const machine::ArrayShape& shape) {
  return shape.dataflow == machine::Dataflow::output_stationary;
}

void check_params(const engine::ArrayParams& params) {
  constexpr int kMaxSide = 4096;
  check_range("rows", params.shape.rows, 1, kMaxSide);
  check_range("cols", params.shape.cols, 1, kMaxSide);
  check_range("products a beat", params.shape.products, arith::products_a_beat(params.accumulator),
              arith::products_a_beat(params.accumulator));
  check_range("mul_stages", params.shape.mul_stages, 0, params.shape.products > 1 ? 3 : 1);
  check_range("acc_latency", params.shape.acc_latency, 1, kMaxAccLatency);
  check_multiplier(params);
  check_accumulator(params);
}

}  // namespace lmulsim::cycle
