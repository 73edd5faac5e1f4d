// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/gemm_lanes.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/convert.hpp"
#include "arith/kernels/gemm_table.hpp"
#include "arith/kernels/lanes.hpp"
#include "arith/kernels/pack.hpp"

namespace lmulsim::arith::kernels {

namespace {

constexpr int kFp64Bits = 53;
/// Steps per block, as in gemm_fp32.cpp: a panel of B then takes 64 KB.
constexpr std::size_t kDepth = 512;

/// The format that a floating-point accumulator rounds to.
FormatInfo rounded_format(const AccumulatorSpec& spec) {
  FormatInfo fp32 = info(Format::fp32);
  switch (spec.kind) {
    case AccumulatorKind::bf16:
      return info(Format::bf16);
    case AccumulatorKind::fp16:
      return info(Format::fp16);
    case AccumulatorKind::e4m3:
      return info(Format::e4m3);
    case AccumulatorKind::floating:
      fp32.man_bits = spec.fraction_bits;
      break;
    case AccumulatorKind::fp32:
    case AccumulatorKind::fixed:
    case AccumulatorKind::int32:
    case AccumulatorKind::aligned:
    case AccumulatorKind::narrow:
    case AccumulatorKind::group:
    case AccumulatorKind::int_group:
      break;
  }
  return fp32;
}

double largest_of(const FormatInfo& f) {
  const std::uint32_t code = max_finite_code(f);
  const std::uint32_t significand = (code & f.man_mask()) + (1U << f.man_bits);
  return std::ldexp(significand, static_cast<int>(code >> f.man_bits) - f.bias - f.man_bits);
}

LaneRounding rounding_to(const FormatInfo& f, bool odd) {
  const double largest = largest_of(f);
  const double last_place = std::ldexp(1.0, std::ilogb(largest) - f.man_bits);
  const bool infinities = f.specials == Specials::ieee;
  return {.rounds = true,
          .odd = odd,
          .smallest_normal = std::ldexp(1.0, 1 - f.bias),
          .magic = std::ldexp(1.5, kFp64Bits - 1 - f.man_bits),
          .limit = largest + last_place / 2,
          .beyond = infinities ? std::numeric_limits<double>::infinity() : largest};
}

/// Rows of A (columns of B) with a NaN, which is then in every one of their sums.
struct Specials {
  std::vector<bool> nan;
  bool any_nan = false;
  bool any_infinity = false;
};

template <class Code>
void find_specials(const CodeMatrix& matrix, Side side, const OperandTable& table, Specials& found) {
  const std::int32_t* words = table.adder.data();
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    const Code* codes = static_cast<const Code*>(matrix.data) + row * matrix.stride;
    const bool special =
        std::any_of(codes, codes + matrix.cols, [words](Code code) { return (words[code] & (kNan | kInfinity)) != 0; });
    for (std::size_t col = 0; special && col < matrix.cols; ++col) {
      const bool nan = (words[codes[col]] & kNan) != 0;
      const std::size_t at = side == Side::a ? row : col;
      found.nan[at] = found.nan[at] || nan;
      found.any_nan = found.any_nan || nan;
      found.any_infinity = found.any_infinity || (words[codes[col]] & kInfinity) != 0;
    }
  }
}

Specials specials_of(const CodeMatrix& matrix, Side side, const OperandTable& table) {
  Specials found{std::vector<bool>(side == Side::a ? matrix.rows : matrix.cols)};
  if (info(matrix.format).specials == arith::Specials::none) {
    return found;
  }
  if (code_bytes(matrix.format) == 1) {
    find_specials<std::uint8_t>(matrix, side, table, found);
  } else {
    find_specials<std::uint16_t>(matrix, side, table, found);
  }
  return found;
}

/// Panels in fp64 lanes' words. NaN becomes zero: its sums are set in the end.
class LanePacking {
 public:
  LanePacking(const MacSpec& spec, Format a, Format b)
      : adder_(spec.multiplier.kind == MultiplierKind::adder),
        looked_up_(lane_rule(spec.multiplier, a) == LaneRule::table),
        a_{.table = &operand_table(a, spec.multiplier.subnormals)},
        b_{.table = &operand_table(b, spec.multiplier.subnormals)},
        offset_(adder_ ? adder_offset(spec.multiplier, a, b) * (kLaneOne >> adder_widths(a, b).man_bits) : 0) {}

  [[nodiscard]] const OperandTable& table(Side side) const { return *coding(side).table; }

  void pack(const PanelSource& source, std::size_t width, std::size_t depth, std::vector<std::uint64_t>& words) {
    panel_.width = width;
    panel_.depth = depth;
    panel_.cases.clear();
    words.resize(width * depth);
    if (looked_up_) {
      pack_places(source, width, depth, words);
      return;
    }
    if (adder_) {
      pack_cases(source, coding(source.side), panel_);
      const std::int64_t bias = source.side == Side::a ? kLaneBias : offset_;
      std::ranges::transform(panel_.cases, words.begin(), [bias](std::int32_t word) {
        const bool finite = (word & (kFlags - kSign)) == 0;
        const std::int64_t magnitude =
            finite ? std::int64_t{word & ~kFlags} * (std::int64_t{1} << (52 - kWordMantissa)) : kLaneZero;
        return static_cast<std::uint64_t>(magnitude + bias + (word & kSign));
      });
      return;
    }
    pack_panel(source, coding(source.side), width, depth, panel_);
    std::ranges::transform(panel_.words, words.begin(), [](std::uint32_t word) {
      const auto value = double{std::bit_cast<float>(word)};
      return std::bit_cast<std::uint64_t>(std::isnan(value) ? 0.0 : value);
    });
  }

 private:
  [[nodiscard]] const WordCoding& coding(Side side) const { return side == Side::a ? a_ : b_; }

  /// Codes as places of products; a NaN becomes the code 0.
  void pack_places(const PanelSource& source, std::size_t width, std::size_t depth,
                   std::vector<std::uint64_t>& words) const {
    const CodeMatrix& matrix = *source.matrix;
    const std::int32_t* flags = table(source.side).adder.data();
    const bool a = source.side == Side::a;
    for (std::size_t k = 0; k < depth; ++k) {
      for (std::size_t lane = 0; lane < width; ++lane) {
        const std::size_t at = source.first + std::min(lane, source.used - 1);
        const std::uint32_t code = a ? matrix.code(at, source.step + k) : matrix.code(source.step + k, at);
        const std::uint64_t place = (flags[code] & kNan) != 0 ? 0U : code;
        words[k * width + lane] = a ? place * 256U : place;
      }
    }
  }

  bool adder_;
  bool looked_up_;
  WordCoding a_;
  WordCoding b_;
  std::int64_t offset_;
  Panel panel_;
};

/// All sums of a product.
class Gemm {
 public:
  Gemm(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const LaneRounding& rounding, double* c)
      : a_(a),
        b_(b),
        c_(c),
        aligned_(spec.accumulator.kind == AccumulatorKind::aligned),
        alignment_{spec.accumulator.fraction_bits, static_cast<std::size_t>(spec.accumulator.group)},
        rounding_(rounding),
        packing_(spec, a.format, b.format),
        rows_(lane_rows()),
        cols_(lane_cols()),
        sums_(rows_ * cols_) {
    product_.rule = lane_rule(spec.multiplier, a.format).value();
    if (product_.rule == LaneRule::table) {
      product_.products = all_products_fp64(spec.multiplier, a.format, b.format);
    }
    if (product_.rule == LaneRule::cut) {
      product_.bits = significand_bits(spec.multiplier.kind, a.format, b.format);
    }
    if (product_.rule == LaneRule::real) {
      const auto offset = static_cast<double>(adder_offset(spec.multiplier, a.format, b.format));
      product_.offset = std::ldexp(offset, -adder_widths(a.format, b.format).man_bits) - 1;
    }
  }

  void run() {
    std::vector<std::vector<std::uint64_t>> panels((a_.rows + rows_ - 1) / rows_);
    std::vector<std::uint64_t> panel_b;
    for (std::size_t k = 0; k < a_.cols; k += kDepth) {
      const std::size_t depth = std::min(kDepth, a_.cols - k);
      for (std::size_t i = 0; i < panels.size(); ++i) {
        packing_.pack({&a_, Side::a, i * rows_, std::min(rows_, a_.rows - i * rows_), k}, rows_, depth, panels[i]);
      }
      for (std::size_t j = 0; j < b_.cols; j += cols_) {
        packing_.pack({&b_, Side::b, j, std::min(cols_, b_.cols - j), k}, cols_, depth, panel_b);
        for (std::size_t i = 0; i < panels.size(); ++i) {
          tile(i * rows_, panels[i], j, panel_b, depth);
        }
      }
    }
  }

 private:
  void tile(std::size_t row, const std::vector<std::uint64_t>& a, std::size_t col, const std::vector<std::uint64_t>& b,
            std::size_t depth) {
    const std::size_t used_rows = std::min(rows_, a_.rows - row);
    const std::size_t used_cols = std::min(cols_, b_.cols - col);
    for (std::size_t r = 0; r < used_rows; ++r) {
      std::copy_n(c_ + (row + r) * b_.cols + col, used_cols, &sums_[r * cols_]);
    }
    if (aligned_) {
      aligned_tile(product_, alignment_, a.data(), b.data(), depth, used_rows, sums_.data());
    } else {
      lane_tile(product_, rounding_, a.data(), b.data(), depth, used_rows, sums_.data());
    }
    for (std::size_t r = 0; r < used_rows; ++r) {
      std::copy_n(&sums_[r * cols_], used_cols, c_ + (row + r) * b_.cols + col);
    }
  }

  const CodeMatrix& a_;
  const CodeMatrix& b_;
  double* c_;
  bool aligned_;
  LaneAlignment alignment_;
  LaneRounding rounding_;
  LaneProduct product_;
  LanePacking packing_;
  std::size_t rows_;
  std::size_t cols_;
  std::vector<double> sums_;
};

/// A `fixed` accumulator of this layout holds every sum of the product, without an overflow on the way.
bool holds_sums(const AccumulatorSpec& spec, const AccumulatorSpec& needed) {
  return spec.lsb <= needed.lsb && spec.width + spec.lsb >= needed.width + needed.lsb;
}

/// Groups that fill the blocks of steps, sums of a group exact in fp64.
bool lanes_align(const AccumulatorSpec& spec) {
  constexpr int kLargestFraction = 40;
  return spec.promote == 0 && spec.group > 0 && kDepth % static_cast<std::size_t>(spec.group) == 0 &&
         spec.fraction_bits >= 1 && spec.fraction_bits <= kLargestFraction;
}

bool any_is_nan(const double* c, std::size_t count) {
  return std::any_of(c, c + count, [](double x) { return std::isnan(x); });
}

}  // namespace

std::optional<LaneRule> lane_rule(const MultiplierSpec& spec, Format a) {
  if (info(a).is_logarithmic() && spec.kind == MultiplierKind::exact) {
    return LaneRule::table;
  }
  constexpr std::array kRules{
      std::pair{MultiplierKind::exact, LaneRule::exact},    std::pair{MultiplierKind::adder, LaneRule::adder},
      std::pair{MultiplierKind::lmul_real, LaneRule::real}, std::pair{MultiplierKind::antilog, LaneRule::table},
      std::pair{MultiplierKind::cmean, LaneRule::table},    std::pair{MultiplierKind::exact_cut, LaneRule::cut}};
  const auto* const found = std::ranges::find(kRules, spec.kind, [](const auto& rule) { return rule.first; });
  return found == kRules.end() ? std::nullopt : std::optional(found->second);
}

bool lanes_take(const MacSpec& spec) {
  if (spec.accumulator.promote > 0) {
    return false;
  }
  switch (spec.accumulator.kind) {
    case AccumulatorKind::fp32:
    case AccumulatorKind::bf16:
    case AccumulatorKind::fp16:
    case AccumulatorKind::e4m3:
    case AccumulatorKind::floating:
      return true;
    case AccumulatorKind::fixed:
      return spec.accumulator.width <= kFp64Bits;
    case AccumulatorKind::aligned:
      return lanes_align(spec.accumulator);
    case AccumulatorKind::int32:
    case AccumulatorKind::narrow:
    case AccumulatorKind::group:
    case AccumulatorKind::int_group:
      break;
  }
  return false;
}

bool gemm_lanes(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, bool from_zero, double* c) {
  const auto& table_a = operand_table(a.format, spec.multiplier.subnormals);
  const auto& table_b = operand_table(b.format, spec.multiplier.subnormals);
  const Specials special_a = specials_of(a, Side::a, table_a);
  const Specials special_b = specials_of(b, Side::b, table_b);
  const AccumulatorSpec needed = fixed_layout(spec.multiplier, a.format, b.format, a.cols);
  const bool fixed = spec.accumulator.kind == AccumulatorKind::fixed;
  const bool any_nan = special_a.any_nan || special_b.any_nan;
  if (special_a.any_infinity || special_b.any_infinity || a.cols == 0 ||
      (fixed && (any_nan || !from_zero || !holds_sums(spec.accumulator, needed)))) {
    return false;
  }
  // Sums that a fixed accumulator of fp64's width could hold are exact there, and so are rounded ones: adding p and
  // rounding to nearest moves a sum by at most 2|p|, and that factor has room where the fixed one has its sign.
  const bool exact = from_zero && needed.width <= kFp64Bits;
  const LaneRounding rounding =
      fixed ? LaneRounding{.rounds = false} : rounding_to(rounded_format(spec.accumulator), !exact);
  Gemm(spec, a, b, rounding, c).run();
  // A product beyond the adder's bus, or a sum that was infinite or NaN before.
  if (spec.accumulator.kind == AccumulatorKind::aligned && any_is_nan(c, a.rows * b.cols)) {
    return false;
  }
  for (std::size_t i = 0; any_nan && i < a.rows * b.cols; ++i) {
    if (special_a.nan[i / b.cols] || special_b.nan[i % b.cols]) {
      c[i] = std::numeric_limits<double>::quiet_NaN();
    }
  }
  return true;
}

double lane_from_word(const AccumulatorSpec& spec, AccWord word) {
  // Every floating-point accumulator's numbers are numbers of fp32.
  return spec.kind == AccumulatorKind::fixed ? 0 : to_fp64(decode(Format::fp32, to_fp32(spec, word)));
}

AccWord word_from_lane(const AccumulatorSpec& spec, double sum) {
  switch (spec.kind) {
    case AccumulatorKind::bf16:
      return {.lo = convert_fp64(sum, Format::bf16, Rounding::nearest, Overflow::ocp), .hi = 0};
    case AccumulatorKind::fp16:
      return {.lo = convert_fp64(sum, Format::fp16, Rounding::nearest, Overflow::ocp), .hi = 0};
    case AccumulatorKind::e4m3:
      return {.lo = convert_fp64(sum, Format::e4m3, Rounding::nearest, Overflow::ocp), .hi = 0};
    case AccumulatorKind::fixed: {
      const auto integer = static_cast<std::int64_t>(std::ldexp(sum, -spec.lsb));
      return {.lo = static_cast<std::uint64_t>(integer) & ((std::uint64_t{1} << spec.width) - 1U), .hi = 0};
    }
    case AccumulatorKind::fp32:
    case AccumulatorKind::int32:
    case AccumulatorKind::aligned:
    case AccumulatorKind::narrow:
    case AccumulatorKind::group:
    case AccumulatorKind::int_group:
    case AccumulatorKind::floating:
      break;
  }
  const std::uint32_t word = convert_fp64(sum, Format::fp32, Rounding::nearest, Overflow::ocp);
  const int unused = info(Format::fp32).man_bits - rounded_format(spec).man_bits;
  return {.lo = word >> unused, .hi = 0};
}

float value_of_lane(double sum) {
  return std::isnan(sum) ? std::bit_cast<float>(nan_code(info(Format::fp32))) : static_cast<float>(sum);
}

}  // namespace lmulsim::arith::kernels
