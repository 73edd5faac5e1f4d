// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/gemm.hpp"

#include <algorithm>
#include <bit>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/kernels/drivers.hpp"
#include "arith/kernels/gemm_lanes.hpp"
#include "arith/kernels/gemm_sums.hpp"
#include "arith/kernels/gemm_table.hpp"
#include "arith/kernels/lanes.hpp"
#include "arith/kernels/tiles.hpp"
#include "arith/product.hpp"
#include "arith/sum.hpp"
#include "util/error.hpp"
#include "util/unreachable.hpp"

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

void fp32_words(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
                std::size_t ldc) {
  std::vector<std::uint32_t> words(a.rows * b.cols);
  for (std::size_t i = 0; i < words.size() && initial != nullptr; ++i) {
    words[i] = static_cast<std::uint32_t>(initial[i / b.cols * ldc + i % b.cols].lo);
  }
  if (gemm_path(spec, a.format, b.format) == GemmPath::table) {
    kernels::gemm_table_fp32(spec.multiplier, a, b, words.data(), words.data(), b.cols);
  } else {
    kernels::gemm_fp32_tiles(spec, a, b, words.data(), words.data(), b.cols);
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    c[i / b.cols * ldc + i % b.cols] = {.lo = words[i], .hi = 0};
  }
}

/// Through fp64 lanes, if the operands allow it; read(i) is the initial word at place i of C, write(i, word) sets it.
template <class Read, class Write>
bool through_lanes(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, bool from_zero, std::size_t ldc,
                   const Read& read, const Write& write) {
  std::vector<double> sums(a.rows * b.cols);
  const auto place = [&](std::size_t i) { return i / b.cols * ldc + i % b.cols; };
  for (std::size_t i = 0; i < sums.size() && !from_zero; ++i) {
    sums[i] = kernels::lane_from_word(spec.accumulator, read(place(i)));
  }
  if (!kernels::gemm_lanes(spec, a, b, from_zero, sums.data())) {
    return false;
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    write(place(i), kernels::word_from_lane(spec.accumulator, sums[i]));
  }
  return true;
}

bool lanes_words(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
                 std::size_t ldc) {
  return through_lanes(
      spec, a, b, initial == nullptr, ldc, [initial](std::size_t i) { return initial[i]; },
      [c](std::size_t i, AccWord word) { c[i] = word; });
}

bool lanes_fp32(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const std::uint32_t* initial,
                std::uint32_t* c, std::size_t ldc) {
  return through_lanes(
      spec, a, b, initial == nullptr, ldc, [initial](std::size_t i) { return AccWord{.lo = initial[i], .hi = 0}; },
      [c](std::size_t i, AccWord word) { c[i] = static_cast<std::uint32_t>(word.lo); });
}

/// fp32 and aligned sums of one level.
bool holds_fp32_words(const AccumulatorSpec& spec) {
  return spec.promote == 0 && (spec.kind == AccumulatorKind::fp32 || spec.kind == AccumulatorKind::aligned);
}

/// A narrow sum of few bits without a flag that decides its value, far from fp32's ends.
bool is_plain_narrow(const AccumulatorSpec& spec, AccWord word) {
  constexpr int kShort = 24;
  constexpr int kFar = 90;
  const bool narrow = spec.kind == AccumulatorKind::narrow || (spec.kind == AccumulatorKind::group && spec.width > 0);
  return narrow && spec.promote == 0 && spec.width <= kShort && spec.lsb >= -kFar && spec.lsb <= kFar &&
         word.lo >> spec.width <= (spec.wraps ? 0U : 1U);
}

/// to_fp32(), by the processor for the sums that are integers.
float value_of(const AccumulatorSpec& spec, AccWord word) {
  if (spec.promote == 0 && entered_sum(spec).kind == AccumulatorKind::int32 && word.lo >> 32 == 0) {
    return static_cast<float>(static_cast<std::int32_t>(static_cast<std::uint32_t>(word.lo)));
  }
  if (is_plain_narrow(spec, word)) {
    const int unused = 64 - spec.width;
    const float unit = std::bit_cast<float>(static_cast<std::uint32_t>(spec.lsb + 127) << 23);
    return static_cast<float>(static_cast<std::int64_t>(word.lo << unused) >> unused) * unit;
  }
  return std::bit_cast<float>(to_fp32(spec, word));
}

MacSpec inner_of(const MacSpec& spec) {
  MacSpec inner = spec;
  inner.accumulator.promote = 0;
  return inner;
}

bool two_levels_take(const MacSpec& spec, Format a, Format b) {
  return gemm_path(inner_of(spec), a, b) != GemmPath::reference;
}

/// Inner sums of N terms each by the kernels, added to the totals as the reference adds them.
void two_levels(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
                std::size_t ldc) {
  const MacSpec inner = inner_of(spec);
  const auto terms = static_cast<std::size_t>(spec.accumulator.promote);
  std::vector<AccWord> sums(a.rows * b.cols);
  std::vector<AccWord> totals(sums.size());
  for (std::size_t i = 0; i < totals.size() && initial != nullptr; ++i) {
    totals[i] = initial[i / b.cols * ldc + i % b.cols];
  }
  for (std::size_t k = 0; k < a.cols || k == 0; k += terms) {
    const std::size_t part = std::min(terms, a.cols - k);
    const CodeMatrix left{a.format, static_cast<const std::byte*>(a.data) + k * code_bytes(a.format), a.rows, part,
                          a.stride};
    const CodeMatrix right{b.format, static_cast<const std::byte*>(b.data) + k * b.stride * code_bytes(b.format), part,
                           b.cols, b.stride};
    gemm_codes(inner, left, right, nullptr, sums.data(), b.cols);
    for (std::size_t i = 0; i < sums.size(); ++i) {
      totals[i] = promoted(inner.accumulator, totals[i], sums[i]);
    }
  }
  for (std::size_t i = 0; i < totals.size(); ++i) {
    c[i / b.cols * ldc + i % b.cols] = totals[i];
  }
}

bool offset_fits(const MultiplierSpec& spec, Format a, Format b) {
  return adder_offset(spec, a, b) < kLargestOffsetExponent << adder_widths(a, b).man_bits;
}

}  // namespace

std::string_view gemm_target() {
  return kernels::target_name();
}

GemmPath gemm_path(const MacSpec& spec, Format a, Format b) {
  if (kernels::sums_take(spec, a, b)) {
    return GemmPath::sums;
  }
  if (spec.accumulator.promote > 0) {
    return two_levels_take(spec, a, b) ? GemmPath::two_levels : GemmPath::reference;
  }
  const bool looked_up = kernels::is_looked_up(spec.multiplier, a, b);
  if (entered_sum(spec.accumulator).kind == AccumulatorKind::int32) {
    const bool integers = info(a).is_integer() && info(b).is_integer();
    const bool exact = spec.multiplier.kind == MultiplierKind::exact;
    const bool table = spec.multiplier.kind == MultiplierKind::table;
    return !integers || (!exact && !table) ? GemmPath::reference : (exact ? GemmPath::integer : GemmPath::table);
  }
  if (looked_up && spec.accumulator.kind == AccumulatorKind::fp32 && !info(a).is_integer()) {
    return GemmPath::table;
  }
  const auto rule = kernels::lane_rule(spec.multiplier, a);
  const bool fits = rule == kernels::LaneRule::exact || rule == kernels::LaneRule::cut ||
                    rule == kernels::LaneRule::table || (rule && offset_fits(spec.multiplier, a, b));
  if (!is_vector_float(a) || !is_vector_float(b) || !fits) {
    return GemmPath::reference;
  }
  const GemmPath lanes = kernels::lanes_take(spec) ? GemmPath::lanes : GemmPath::reference;
  if (spec.accumulator.kind != AccumulatorKind::fp32) {
    return lanes;
  }
  switch (*rule) {
    case kernels::LaneRule::exact:
      return kernels::has_fused_multiply_add() || products_fit_fp32(a, b) ? GemmPath::exact : lanes;
    case kernels::LaneRule::adder:
      return GemmPath::adder;
    case kernels::LaneRule::cut:
    case kernels::LaneRule::real:
    case kernels::LaneRule::table:
      return lanes;
  }
  util::unreachable();
}

GemmPath gemm_codes_fp32(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const std::uint32_t* initial,
                         std::uint32_t* c, std::size_t ldc) {
  require_gemm_shapes(a, b, ldc);
  if (!holds_fp32_words(spec.accumulator)) {
    throw InputError("matrix product in fp32 words: expected an fp32 or aligned accumulator");
  }
  const GemmPath path = gemm_path(spec, a.format, b.format);
  switch (path) {
    case GemmPath::exact:
    case GemmPath::adder:
      kernels::gemm_fp32_tiles(spec, a, b, initial, c, ldc);
      return path;
    case GemmPath::table:
      require_operands(spec.multiplier, a.format, b.format);
      kernels::gemm_table_fp32(spec.multiplier, a, b, initial, c, ldc);
      return path;
    case GemmPath::lanes:
      if (lanes_fp32(spec, a, b, initial, c, ldc)) {
        return path;
      }
      break;
    case GemmPath::integer:
    case GemmPath::sums:
    case GemmPath::two_levels:
    case GemmPath::reference:
      break;
  }
  return reference_fp32(spec, a, b, initial, c, ldc);
}

namespace {

MacSpec entered(const MacSpec& spec) {
  return {spec.multiplier, entered_sum(spec.accumulator)};
}

/// The words to begin with, apart from C where both are one and sums of groups are found again from them.
std::vector<AccWord> words_kept(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial,
                                const AccWord* c, std::size_t ldc) {
  if (spec.accumulator.kind != AccumulatorKind::int_group || initial == nullptr || initial != c || a.rows == 0) {
    return {};
  }
  return {initial, initial + (a.rows - 1) * ldc + b.cols};
}

/// A sum that leaves 32 bits inside a group may be back at its end: those of groups are found again. Where it does not
/// leave them after any product, it does not after a group.
void sum_overflows_in_groups(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial,
                             AccWord* c, std::size_t ldc) {
  if (spec.accumulator.kind != AccumulatorKind::int_group) {
    return;
  }
  for (std::size_t m = 0; m < a.rows; ++m) {
    for (std::size_t n = 0; n < b.cols; ++n) {
      if (!overflowed(spec.accumulator, c[m * ldc + n])) {
        continue;
      }
      const auto* row = static_cast<const std::byte*>(a.data) + m * a.stride * code_bytes(a.format);
      const auto* column = static_cast<const std::byte*>(b.data) + n * code_bytes(b.format);
      c[m * ldc + n] = dot_reference(spec, a.format, row, b.format, column, b.stride, a.cols,
                                     initial == nullptr ? AccWord{} : initial[m * ldc + n]);
    }
  }
}

}  // namespace

GemmPath gemm_codes(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
                    std::size_t ldc) {
  require_gemm_shapes(a, b, ldc);
  const GemmPath path = gemm_path(spec, a.format, b.format);
  const std::vector<AccWord> kept = words_kept(spec, a, b, initial, c, ldc);
  const AccWord* const first = kept.empty() ? initial : kept.data();
  switch (path) {
    case GemmPath::exact:
    case GemmPath::adder:
      fp32_words(spec, a, b, initial, c, ldc);
      return path;
    case GemmPath::lanes:
      if (lanes_words(spec, a, b, initial, c, ldc)) {
        return path;
      }
      break;
    case GemmPath::table:
      require_operands(spec.multiplier, a.format, b.format);
      if (entered_sum(spec.accumulator).kind == AccumulatorKind::int32) {
        kernels::gemm_table_int32(entered(spec), a, b, initial, c, ldc);
        sum_overflows_in_groups(spec, a, b, first, c, ldc);
      } else {
        fp32_words(spec, a, b, initial, c, ldc);
      }
      return path;
    case GemmPath::integer:
      kernels::gemm_int32_tiles(entered(spec), a, b, initial, c, ldc);
      sum_overflows_in_groups(spec, a, b, first, c, ldc);
      return path;
    case GemmPath::sums:
      if (a.cols == 0) {
        break;
      }
      kernels::gemm_sums(spec, a, b, initial, c, ldc);
      return path;
    case GemmPath::two_levels:
      two_levels(spec, a, b, initial, c, ldc);
      return path;
    case GemmPath::reference:
      break;
  }
  gemm_reference(spec, a, b, initial, c, ldc);
  return GemmPath::reference;
}

GemmValues gemm_values(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, float* c) {
  require_gemm_shapes(a, b, b.cols);
  const GemmPath path = gemm_path(spec, a.format, b.format);
  const std::size_t count = a.rows * b.cols;
  if (path == GemmPath::lanes) {
    std::vector<double> sums(count);
    if (kernels::gemm_lanes(spec, a, b, true, sums.data())) {
      std::ranges::transform(sums, c, kernels::value_of_lane);
      return {.path = path};
    }
  }
  if (holds_fp32_words(spec.accumulator)) {
    std::vector<std::uint32_t> words(count);
    const GemmPath taken = gemm_codes_fp32(spec, a, b, nullptr, words.data(), b.cols);
    std::ranges::transform(words, c, [](std::uint32_t w) { return std::bit_cast<float>(w); });
    return {.path = taken};
  }
  std::vector<AccWord> words(count);
  GemmValues result{.path = gemm_codes(spec, a, b, nullptr, words.data(), b.cols)};
  for (std::size_t i = 0; i < count; ++i) {
    c[i] = value_of(spec.accumulator, words[i]);
    result.flagged += overflowed(spec.accumulator, words[i]) ? 1 : 0;
  }
  return result;
}

}  // namespace lmulsim::arith
