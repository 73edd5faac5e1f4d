// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Array parameters for tests.
#pragma once

#include <string_view>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/names.hpp"
#include "engine/dut.hpp"

namespace lmulsim::systemc::test {

/// A PE's arithmetic, without the array's shape.
struct Arithmetic {
  arith::MultiplierSpec multiplier;
  arith::Format moving;
  arith::Format top;
  arith::AccumulatorSpec accumulator;
};

inline constexpr arith::MultiplierSpec kExact{};
inline constexpr arith::MultiplierSpec kExactDaz{.subnormals = arith::Subnormals::daz};
inline constexpr arith::MultiplierSpec kLmul{.kind = arith::MultiplierKind::adder,
                                             .subnormals = arith::Subnormals::daz};
inline constexpr arith::MultiplierSpec kMitchellNormalize{.kind = arith::MultiplierKind::adder, .offset = 0};

inline constexpr arith::AccumulatorSpec kFp32{};
inline constexpr arith::AccumulatorSpec kInt32{.kind = arith::AccumulatorKind::int32};

inline arith::Format of(std::string_view format) {
  return *arith::format_from_name(format);
}
inline arith::MultiplierSpec looked_up(std::string_view multiplier) {
  return arith::parse_multiplier(multiplier);
}

inline Arithmetic fixed(const arith::MultiplierSpec& multiplier, arith::Format a, arith::Format b) {
  return {multiplier, a, b, arith::fixed_layout(multiplier, a, b, 64)};
}

/// Into fp32, or into fixWIDTH.LSB.
constexpr arith::AccumulatorSpec group(int products, int bits, int width = 0, int lsb = 0) {
  return {.kind = arith::AccumulatorKind::group, .width = width, .lsb = lsb, .fraction_bits = bits, .group = products};
}

/// Every kind of multiplier and accumulator, with the row kernels' kinds first.
inline std::vector<Arithmetic> all_arithmetic() {
  using arith::AccumulatorKind;
  using arith::Format;
  return {
      {kExact, Format::int8, Format::int8, kInt32},
      {kLmul, Format::e4m3, Format::e4m3, kFp32},
      {kExact, Format::e4m3, Format::e4m3, kFp32},
      {kExact, Format::e5m2, Format::e4m3, kFp32},
      {kLmul, Format::e4m3, Format::e5m2, kFp32},
      {kMitchellNormalize, Format::e5m2, Format::e4m3, kFp32},
      {kLmul, Format::bf16, Format::bf16, kFp32},
      {kLmul, Format::fp32, Format::fp32, kFp32},
      {kMitchellNormalize, Format::bf16, Format::bf16, kFp32},
      {kExact, Format::bf16, Format::bf16, kFp32},
      {kExactDaz, Format::fp16, Format::fp16, kFp32},
      {kExact, Format::fp32, Format::fp32, kFp32},
      {kExact, Format::e2m1, Format::e2m3, kFp32},
      {kLmul, Format::e4m3, Format::e4m3, {.kind = AccumulatorKind::bf16}},
      {kExact, Format::e4m3, Format::e4m3, {.kind = AccumulatorKind::fp16}},
      {kLmul, Format::e4m3, Format::e4m3, {.kind = AccumulatorKind::e4m3}},
      {looked_up("antilog:5"), of("log43"), of("log43"), kFp32},
      {looked_up("antilog:6"), of("log34"), of("log43"), {.kind = AccumulatorKind::narrow, .width = 20, .lsb = -6}},
      {looked_up("antilog:5"), of("log34"), of("log34"), group(3, 7, 20, -5)},
      {looked_up("mitchell"), of("log43"), of("log34"), kFp32},
      fixed(looked_up("mitchell"), of("log34"), of("log34")),
      fixed(looked_up("antilog:5"), of("log34"), of("log34")),
      {looked_up("cmean:5"), Format::e4m3, Format::e5m2, {.kind = AccumulatorKind::bf16}},
      {kExact, Format::int4, Format::int8, kInt32},
      {kExact, Format::int8, Format::int8, kFp32},
      fixed(kExact, Format::e4m3, Format::e4m3),
      fixed(kLmul, Format::e4m3, Format::e4m3),
      fixed(kExact, Format::e5m2, Format::e5m2),
      fixed(kMitchellNormalize, Format::e5m2, Format::e5m2),
      fixed(kExact, Format::int8, Format::int4),
      {kExact, Format::e4m3, Format::e4m3, group(8, 7)},
      {kLmul, Format::e5m2, Format::e4m3, group(3, 2, 20, -4)},
      {kExact, Format::e5m2, Format::e5m2, group(4, 12, 9, 6)},
      {kExact, Format::int8, Format::int8, {.kind = AccumulatorKind::int_group, .group = 5}},
  };
}

[[nodiscard]] inline engine::ArrayParams make_params(int rows, int cols, bool output, int mul_stages, int acc_latency,
                                                     const Arithmetic& a) {
  const auto dataflow = output ? machine::Dataflow::output_stationary : machine::Dataflow::weight_stationary;
  return {.shape = {rows, cols, dataflow, mul_stages, acc_latency, arith::products_a_beat(a.accumulator)},
          .multiplier = a.multiplier,
          .moving = a.moving,
          .top = a.top,
          .accumulator = a.accumulator};
}

}  // namespace lmulsim::systemc::test
