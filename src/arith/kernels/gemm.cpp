// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/gemm.hpp"

#include <string>
#include <vector>

#include "arith/kernels/drivers.hpp"
#include "arith/kernels/tiles.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {

namespace {

/// Beyond this an offset times 2^(23 - m) leaves the words of operand_table.hpp.
constexpr std::uint32_t kLargestOffsetExponent = 64;

/// Every product of the two formats is an fp32 number, so that multiplying and adding round once together.
bool products_fit_fp32(Format a, Format b) {
  const FormatInfo& x = info(a);
  const FormatInfo& y = info(b);
  const int last_bit = 2 - x.bias - y.bias - x.man_bits - y.man_bits;
  const int bits = x.man_bits + y.man_bits + 2;
  const int largest = (1 << x.exp_bits) - x.bias + (1 << y.exp_bits) - y.bias;
  return bits <= 24 && last_bit >= -149 && largest <= 127;
}

bool is_vector_float(Format f) {
  return !info(f).is_integer() && info(f).man_bits != 0 && info(f).width() <= 16;
}

GemmPath reference_fp32(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const std::uint32_t* initial,
                        std::uint32_t* c, std::size_t ldc) {
  for (std::size_t m = 0; m < a.rows; ++m) {
    const void* row = static_cast<const std::byte*>(a.data) + m * a.stride * code_bytes(a.format);
    for (std::size_t n = 0; n < b.cols; ++n) {
      const void* col = static_cast<const std::byte*>(b.data) + n * code_bytes(b.format);
      const AccWord start{.lo = initial == nullptr ? 0U : initial[m * ldc + n], .hi = 0};
      c[m * ldc + n] =
          static_cast<std::uint32_t>(dot_reference(spec, a.format, row, b.format, col, b.stride, a.cols, start).lo);
    }
  }
  return GemmPath::reference;
}

}  // namespace

std::string_view gemm_target() {
  return kernels::target_name();
}

GemmPath gemm_path(const MacSpec& spec, Format a, Format b) {
  if (spec.accumulator.kind == AccumulatorKind::int32) {
    const bool integers = info(a).is_integer() && info(b).is_integer();
    return integers && spec.multiplier.kind == MultiplierKind::exact ? GemmPath::integer : GemmPath::reference;
  }
  if (spec.accumulator.kind != AccumulatorKind::fp32 || !is_vector_float(a) || !is_vector_float(b)) {
    return GemmPath::reference;
  }
  switch (spec.multiplier.kind) {
    case MultiplierKind::exact:
      return kernels::has_fused_multiply_add() || products_fit_fp32(a, b) ? GemmPath::exact : GemmPath::reference;
    case MultiplierKind::adder:
      return adder_offset(spec.multiplier, a, b) < kLargestOffsetExponent << adder_widths(a, b).man_bits
                 ? GemmPath::adder
                 : GemmPath::reference;
    case MultiplierKind::lmul_real:
      return GemmPath::reference;
  }
  return GemmPath::reference;
}

GemmPath gemm_codes_fp32(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const std::uint32_t* initial,
                         std::uint32_t* c, std::size_t ldc) {
  require_gemm_shapes(a, b, ldc);
  if (spec.accumulator.kind != AccumulatorKind::fp32 && spec.accumulator.kind != AccumulatorKind::aligned) {
    throw InputError("matrix product in fp32 words: expected an fp32 or aligned accumulator");
  }
  const GemmPath path = gemm_path(spec, a.format, b.format);
  if (path == GemmPath::reference) {
    return reference_fp32(spec, a, b, initial, c, ldc);
  }
  kernels::gemm_fp32_tiles(spec, a, b, initial, c, ldc);
  return path;
}

GemmPath gemm_codes(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
                    std::size_t ldc) {
  require_gemm_shapes(a, b, ldc);
  const GemmPath path = gemm_path(spec, a.format, b.format);
  switch (path) {
    case GemmPath::reference:
      gemm_reference(spec, a, b, initial, c, ldc);
      return path;
    case GemmPath::integer:
      kernels::gemm_int32_tiles(spec, a, b, initial, c, ldc);
      return path;
    case GemmPath::exact:
    case GemmPath::adder:
      break;
  }
  std::vector<std::uint32_t> words(a.rows * b.cols);
  for (std::size_t i = 0; i < words.size() && initial != nullptr; ++i) {
    words[i] = static_cast<std::uint32_t>(initial[i / b.cols * ldc + i % b.cols].lo);
  }
  kernels::gemm_fp32_tiles(spec, a, b, words.data(), words.data(), b.cols);
  for (std::size_t i = 0; i < words.size(); ++i) {
    c[i / b.cols * ldc + i % b.cols] = {.lo = words[i], .hi = 0};
  }
  return path;
}

}  // namespace lmulsim::arith
