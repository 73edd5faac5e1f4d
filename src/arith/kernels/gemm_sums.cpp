// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/gemm_sums.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/kernels/sum_layout.hpp"
#include "arith/kernels/sum_tiles.hpp"

namespace lmulsim::arith::kernels {

namespace {

constexpr std::uint64_t kTotalFlag = std::uint64_t{1} << detail::kTotalFlagBit;

const std::uint8_t* row_of(const CodeMatrix& matrix, std::size_t row) {
  return static_cast<const std::uint8_t*>(matrix.data) + row * matrix.stride;
}

/// The sums of one tile between two blocks of steps.
struct Tile {
  std::int32_t* sums;   ///< narrow: the inner sums; unused with groups into fp32
  std::uint32_t* seen;  ///< narrow: see NarrowRange
  float* totals;        ///< fp32: totals of two levels, or sums of groups
  float* groups;        ///< fp32: inner sums of groups, of two levels
};

/// Sums of many tiles, one behind the other.
class State {
 public:
  State(std::size_t tiles, std::size_t size)
      : size_(size), sums_(tiles * size), seen_(tiles * size), totals_(tiles * size), groups_(tiles * size) {}

  [[nodiscard]] Tile tile(std::size_t i) {
    return {&sums_[i * size_], &seen_[i * size_], &totals_[i * size_], &groups_[i * size_]};
  }

 private:
  std::size_t size_;
  std::vector<std::int32_t> sums_;
  std::vector<std::uint32_t> seen_;
  std::vector<float> totals_;
  std::vector<float> groups_;
};

class Gemm {
 public:
  Gemm(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const SumLayout& layout, const AccWord* initial,
       AccWord* c, std::size_t ldc)
      : spec_(spec),
        sum_(spec.accumulator),
        a_(a),
        b_(b),
        layout_(layout),
        initial_(initial),
        c_(c),
        ldc_(ldc),
        narrow_(sum_.width > 0),
        grouped_(sum_.kind == AccumulatorKind::group),
        offset_(narrow_ ? std::int32_t{1} << (sum_.width - 1) : 0),
        rows_(sum_tile_rows()),
        cols_(sum_tile_cols()),
        depth_(grouped_ ? kSumDepth / layout.group.group * layout.group.group : kSumDepth),
        panel_b_(depth_ * cols_) {}

  void run() {
    const std::size_t down = (a_.rows + rows_ - 1) / rows_;
    const std::size_t across = (b_.cols + cols_ - 1) / cols_;
    State state(down * across, rows_ * cols_);
    for (std::size_t i = 0; i < down * across; ++i) {
      begin(state.tile(i), i / across * rows_, i % across * cols_, watched());
    }
    std::vector<std::uint32_t> panels_a(down * rows_ * depth_);
    for (std::size_t k = 0; k < a_.cols; k += depth_) {
      const std::size_t steps = std::min(depth_, a_.cols - k);
      for (std::size_t i = 0; i < down; ++i) {
        pack_rows(i * rows_, k, steps, &panels_a[i * rows_ * depth_]);
      }
      for (std::size_t j = 0; j < across; ++j) {
        pack_columns(j * cols_, k, steps);
        for (std::size_t i = 0; i < down; ++i) {
          advance(state.tile(i * across + j), i * rows_, &panels_a[i * rows_ * depth_], k, steps, watched());
        }
      }
    }
    for (std::size_t i = 0; i < down * across; ++i) {
      finish(state.tile(i), i / across * rows_, i % across * cols_);
    }
    replace_special_sums();
  }

 private:
  static NarrowRange watched() { return {}; }

  [[nodiscard]] std::size_t used_rows(std::size_t row) const { return std::min(rows_, a_.rows - row); }
  [[nodiscard]] std::size_t used_cols(std::size_t col) const { return std::min(cols_, b_.cols - col); }
  [[nodiscard]] AccWord initial(std::size_t row, std::size_t col) const {
    return initial_ == nullptr ? AccWord{} : initial_[row * ldc_ + col];
  }

  /// Where the rows of A's codes begin in the tables; rows beyond the last repeat it.
  void pack_rows(std::size_t row, std::size_t k, std::size_t steps, std::uint32_t* words) const {
    for (std::size_t r = 0; r < rows_; ++r) {
      const std::uint8_t* codes = row_of(a_, row + std::min(r, used_rows(row) - 1)) + k;
      for (std::size_t i = 0; i < steps; ++i) {
        words[i * rows_ + r] = codes[i] * static_cast<std::uint32_t>(kFactorClasses);
      }
    }
  }

  void pack_columns(std::size_t col, std::size_t k, std::size_t steps) {
    const std::size_t used = used_cols(col);
    for (std::size_t i = 0; i < steps; ++i) {
      const std::uint8_t* codes = row_of(b_, k + i) + col;
      std::uint32_t* words = &panel_b_[i * cols_];
      for (std::size_t c = 0; c < used; ++c) {
        words[c] = layout_.words_b[codes[c]];
      }
      std::fill(words + used, words + cols_, words[0]);
    }
  }

  void begin(const Tile& tile, std::size_t row, std::size_t col, const NarrowRange& range) const {
    const std::int32_t shift = range.saturates ? 0 : offset_;
    std::fill_n(tile.sums, rows_ * cols_, shift);
    std::fill_n(tile.seen, rows_ * cols_, 0U);
    std::fill_n(tile.totals, rows_ * cols_, 0.0F);
    std::fill_n(tile.groups, rows_ * cols_, 0.0F);
    for (std::size_t i = 0; i < used_rows(row) * used_cols(col) && initial_ != nullptr; ++i) {
      const std::size_t r = i / used_cols(col);
      const std::size_t c = i % used_cols(col);
      const AccWord word = initial(row + r, col + c);
      if (sum_.promote > 0 || !narrow_) {
        tile.totals[r * cols_ + c] = std::bit_cast<float>(static_cast<std::uint32_t>(word.lo));
      } else {
        const Int128 sum = detail::sign_extended(detail::to_bits(word), sum_.width);
        tile.sums[r * cols_ + c] = static_cast<std::int32_t>(sum) + shift;
      }
    }
  }

  /// Steps k to k + steps, which are in the panels, with promotions on the way and after the last of all.
  void advance(const Tile& tile, std::size_t row, const std::uint32_t* panel_a, std::size_t k, std::size_t steps,
               const NarrowRange& range) const {
    const auto promote = static_cast<std::size_t>(sum_.promote);
    for (std::size_t i = 0; i < steps;) {
      const std::size_t left = promote == 0 ? steps - i : promote - (k + i) % promote;
      const std::size_t part = std::min(left, steps - i);
      add(tile,
          {.products = layout_.products.data(),
           .exponents = layout_.exponents.empty() ? nullptr : layout_.exponents.data(),
           .a = panel_a + i * rows_,
           .b = panel_b_.data() + i * cols_,
           .depth = part,
           .rows = used_rows(row)},
          range);
      i += part;
      if (promote != 0 && ((k + i) % promote == 0 || k + i == a_.cols)) {
        promote_sums(tile, range);
      }
    }
  }

  void add(const Tile& tile, const SumOperands& x, const NarrowRange& range) const {
    if (!grouped_) {
      narrow_tile(x, range, {tile.sums, tile.seen});
    } else if (narrow_) {
      group_narrow_tile(x, layout_.group, range, {tile.sums, tile.seen});
    } else {
      group_fp32_tile(x, layout_.group, sum_.promote > 0 ? tile.groups : tile.totals);
    }
  }

  void promote_sums(const Tile& tile, const NarrowRange& range) const {
    const std::size_t size = rows_ * cols_;
    if (!narrow_) {
      for (std::size_t i = 0; i < size; ++i) {
        tile.totals[i] += tile.groups[i];
        tile.groups[i] = 0;
      }
      return;
    }
    const std::int32_t shift = range.saturates ? 0 : offset_;
    const float unit = std::ldexp(1.0F, sum_.lsb);
    for (std::size_t i = 0; i < size; ++i) {
      tile.totals[i] += static_cast<float>(tile.sums[i] - shift) * unit;
      tile.sums[i] = shift;
    }
  }

  /// Writes a tile's words; one in which a sum has left its range is computed again, with what happens then.
  void finish(const Tile& tile, std::size_t row, std::size_t col) {
    if (!left_range(tile, row, col)) {
      write(tile, row, col, offset_, false);
    } else if (sum_.wraps) {
      for_each(row, col, [&](std::size_t r, std::size_t c, std::size_t) { by_steps(row + r, col + c); });
    } else {
      State again(1, rows_ * cols_);
      saturate(again.tile(0), row, col);
      write(again.tile(0), row, col, 0, true);
    }
  }

  [[nodiscard]] bool left_range(const Tile& tile, std::size_t row, std::size_t col) const {
    std::uint32_t seen = 0;
    for_each(row, col, [&](std::size_t, std::size_t, std::size_t at) { seen |= tile.seen[at]; });
    return narrow_ && seen >> sum_.width != 0;
  }

  void saturate(const Tile& tile, std::size_t row, std::size_t col) {
    std::vector<std::uint32_t> panel_a(rows_ * depth_);
    begin(tile, row, col, layout_.saturating);
    for (std::size_t k = 0; k < a_.cols; k += depth_) {
      const std::size_t steps = std::min(depth_, a_.cols - k);
      pack_rows(row, k, steps, panel_a.data());
      pack_columns(col, k, steps);
      advance(tile, row, panel_a.data(), k, steps, layout_.saturating);
    }
  }

  /// use(r, c, place) for every sum of a tile that is one of the product's.
  template <class Use>
  void for_each(std::size_t row, std::size_t col, const Use& use) const {
    for (std::size_t r = 0; r < used_rows(row); ++r) {
      for (std::size_t c = 0; c < used_cols(col); ++c) {
        use(r, c, r * cols_ + c);
      }
    }
  }

  void write(const Tile& tile, std::size_t row, std::size_t col, std::int32_t shift, bool flags) const {
    for_each(row, col, [&](std::size_t r, std::size_t c, std::size_t at) {
      const bool flag = flags && tile.seen[at] != 0;
      AccWord& word = c_[(row + r) * ldc_ + col + c];
      const AccWord before = initial(row + r, col + c);
      if (sum_.promote > 0 || !narrow_) {
        word = {.lo = fp32_bits(tile.totals[at]) | (flag ? kTotalFlag : 0U) |
                      (sum_.promote > 0 ? before.lo & kTotalFlag : 0U),
                .hi = 0};
        return;
      }
      const auto sum = static_cast<std::uint64_t>(std::int64_t{tile.sums[at]} - shift);
      const std::uint64_t sticky = (before.lo >> sum_.width) | (flag ? 1U : 0U);
      word = {.lo = (sum & ((std::uint64_t{1} << sum_.width) - 1)) | (sticky << sum_.width), .hi = 0};
    });
  }

  static std::uint32_t fp32_bits(float value) {
    return std::isnan(value) ? nan_code(info(Format::fp32)) : std::bit_cast<std::uint32_t>(value);
  }

  void by_steps(std::size_t row, std::size_t col) const {
    c_[row * ldc_ + col] = dot_reference(spec_, a_.format, row_of(a_, row), b_.format, row_of(b_, 0) + col, b_.stride,
                                         a_.cols, initial(row, col));
  }

  void replace_special_sums() const {
    const auto is_special = [](const std::vector<CodeKind>& kinds, std::uint8_t code) {
      return kinds[code] == CodeKind::special;
    };
    std::vector<bool> columns(b_.cols);
    bool any_column = false;
    for (std::size_t k = 0; k < b_.rows; ++k) {
      for (std::size_t col = 0; col < b_.cols; ++col) {
        if (is_special(layout_.factors->kind_b, row_of(b_, k)[col])) {
          columns[col] = any_column = true;
        }
      }
    }
    for (std::size_t row = 0; row < a_.rows; ++row) {
      const std::uint8_t* codes = row_of(a_, row);
      const bool special = std::any_of(codes, codes + a_.cols,
                                       [&](std::uint8_t code) { return is_special(layout_.factors->kind_a, code); });
      for (std::size_t col = 0; col < b_.cols && (special || any_column); ++col) {
        if (special || columns[col]) {
          by_steps(row, col);
        }
      }
    }
  }

  const MacSpec& spec_;
  const AccumulatorSpec& sum_;
  const CodeMatrix& a_;
  const CodeMatrix& b_;
  const SumLayout& layout_;
  const AccWord* initial_;
  AccWord* c_;
  std::size_t ldc_;
  bool narrow_;
  bool grouped_;
  std::int32_t offset_;
  std::size_t rows_;
  std::size_t cols_;
  std::size_t depth_;
  std::vector<std::uint32_t> panel_b_;
};

}  // namespace

bool sums_take(const MacSpec& spec, Format a, Format b) {
  return sum_layout(spec, a, b).has_value();
}

void gemm_sums(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
               std::size_t ldc) {
  const SumLayout layout = sum_layout(spec, a.format, b.format).value();
  std::vector<AccWord> kept;
  if (initial == c && initial != nullptr) {  // words are read again where a sum is computed twice
    kept.assign(c, c + (a.rows == 0 ? 0 : (a.rows - 1) * ldc + b.cols));
    initial = kept.data();
  }
  Gemm(spec, a, b, layout, initial, c, ldc).run();
}

}  // namespace lmulsim::arith::kernels
