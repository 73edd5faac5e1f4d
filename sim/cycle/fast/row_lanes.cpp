// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/fast/row_lanes.hpp"

#include "arith/accumulate.hpp"

namespace lmulsim::cycle::fast {

namespace {

using arith::AccumulatorKind;
using arith::MultiplierKind;

constexpr int kFp32ExpBits = 8;
constexpr int kFp32ManBits = 23;
constexpr std::uint32_t kFp32One = 127U << kFp32ManBits;

OperandLanes operand(OperandLanes::Kind kind, arith::Format format, const engine::ArrayParams& params) {
  return {kind, format, params.multiplier.subnormals};
}

// The operands of the fp32 kernels: every value, after `daz`, has an fp32 bit pattern. e8m0 has no zero for a bubble;
// the products of logarithms follow from their words.
bool fits_fp32(arith::Format format) {
  const arith::FormatInfo& f = arith::info(format);
  return !f.is_integer() && !f.is_logarithmic() && f.has_sign;
}

// The adder wants normal fp32 patterns: a normalised subnormal of an 8-bit exponent has none.
bool fits_adder(arith::Format format, arith::Subnormals subnormals) {
  return fits_fp32(format) && (arith::info(format).exp_bits < kFp32ExpBits || subnormals == arith::Subnormals::daz);
}

bool adder_fits(const engine::ArrayParams& p) {
  const int m = arith::adder_widths(p.moving, p.top).man_bits;
  // The constant stays between 64 and 127 in the exponent's place, so that the kernel's sums do not wrap.
  const bool small = arith::adder_offset(p.multiplier, p.moving, p.top) <= (std::uint64_t{63} << m);
  return small && fits_adder(p.moving, p.multiplier.subnormals) && fits_adder(p.top, p.multiplier.subnormals);
}

}  // namespace

LaneKind lane_kind(const engine::ArrayParams& p) {
  const bool integers = arith::info(p.moving).is_integer() && arith::info(p.top).is_integer();
  const bool exact = p.multiplier.kind == MultiplierKind::exact;
  if (exact && integers && p.accumulator.kind == AccumulatorKind::int32) {
    return LaneKind::exact_int32;
  }
  if (p.accumulator.kind == AccumulatorKind::fp32 && exact && fits_fp32(p.moving) && fits_fp32(p.top)) {
    return LaneKind::exact_fp32;
  }
  if (p.accumulator.kind == AccumulatorKind::fp32 && p.multiplier.kind == MultiplierKind::adder && adder_fits(p)) {
    return LaneKind::adder_fp32;
  }
  if (p.accumulator.kind == AccumulatorKind::fixed && has_fixed_kernel(p)) {
    const bool narrow = p.accumulator.width <= kNarrowFixedWidth;
    return exact ? (narrow ? LaneKind::exact_fixed : LaneKind::exact_wide)
                 : (narrow ? LaneKind::adder_fixed : LaneKind::adder_wide);
  }
  return LaneKind::reference;
}

ExactFp32Lanes::ExactFp32Lanes(const engine::ArrayParams& params)
    : a(operand(OperandLanes::Kind::fp32, params.moving, params)),
      b(operand(OperandLanes::Kind::fp32, params.top, params)) {}

AdderFp32Lanes::AdderFp32Lanes(const engine::ArrayParams& params)
    : a(operand(OperandLanes::Kind::fp32, params.moving, params)),
      b(operand(OperandLanes::Kind::fp32, params.top, params)),
      constant_(kFp32One - (arith::adder_offset(params.multiplier, params.moving, params.top)
                            << (kFp32ManBits - arith::adder_widths(params.moving, params.top).man_bits))) {}

ExactInt32Lanes::ExactInt32Lanes(const engine::ArrayParams& params)
    : a(operand(OperandLanes::Kind::integer, params.moving, params)),
      b(operand(OperandLanes::Kind::integer, params.top, params)) {}

ReferenceLanes::ReferenceLanes(const engine::ArrayParams& params)
    : a(operand(OperandLanes::Kind::code, params.moving, params)),
      b(operand(OperandLanes::Kind::code, params.top, params)),
      params_(params) {}

void ReferenceLanes::step(const RowStep<Acc>& rows) const {
  for_each_row(rows, [this](const auto& row) { add(row); });
}

void ReferenceLanes::add(const RowStep<Acc>& row) const {
  for (int i = 0; i < row.n; ++i) {
    if (row.valid[i] == 0) {
      continue;
    }
    const bool zero = row.keep != nullptr && row.keep[i] == 0;
    const arith::Number product = arith::multiply(params_.multiplier, params_.moving, row.a[i], params_.top, row.b[i]);
    row.out[i] = arith::accumulate(params_.accumulator, zero ? Acc{} : row.in[i], product);
  }
}

}  // namespace lmulsim::cycle::fast
