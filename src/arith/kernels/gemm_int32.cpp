// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>
#include <limits>
#include <vector>

#include "arith/kernels/drivers.hpp"
#include "arith/kernels/tiles.hpp"

namespace lmulsim::arith::kernels {

namespace {

/// Two int16 operands in a word, the earlier step in the low half.
std::uint32_t pair(std::int32_t low, std::int32_t high) {
  return (static_cast<std::uint32_t>(low) & 0xFFFFU) | (static_cast<std::uint32_t>(high) << 16);
}

/// Codes in two's complement to values; bits above them are ignored.
struct Decoder {
  std::int32_t sign;

  explicit Decoder(Format format) : sign(static_cast<std::int32_t>(info(format).sign_mask())) {}
  std::int32_t operator()(std::uint8_t code) const { return ((code & (2 * sign - 1)) ^ sign) - sign; }
};

const std::uint8_t* row_of(const CodeMatrix& matrix, std::size_t row) {
  return static_cast<const std::uint8_t*>(matrix.data) + row * matrix.stride;
}

/// No sum on the way from `initial` can leave int32 in k steps of products up to `largest`.
bool cannot_overflow(std::int32_t initial, std::size_t k, std::int64_t largest) {
  const auto room = std::int64_t{std::numeric_limits<std::int32_t>::max()} - std::abs(std::int64_t{initial});
  return room >= 0 && k <= static_cast<std::uint64_t>(room / largest);
}

class Gemm {
 public:
  Gemm(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, AccWord* c, std::size_t ldc)
      : spec_(spec), a_(a), b_(b), c_(c), ldc_(ldc), pairs_((a.cols + 1) / 2), rows_(tile_rows()), cols_(tile_cols()) {}

  void run() {
    const std::size_t row_panels = (a_.rows + rows_ - 1) / rows_;
    std::vector<std::uint32_t> panels_a(row_panels * pairs_ * rows_);
    for (std::size_t row = 0; row < a_.rows; ++row) {
      pack_row(row, panels_a.data() + row / rows_ * pairs_ * rows_ + row % rows_);
    }
    std::vector<std::uint32_t> panel_b(pairs_ * cols_);
    for (std::size_t col = 0; col < b_.cols; col += cols_) {
      pack_columns(col, panel_b.data());
      for (std::size_t p = 0; p < row_panels; ++p) {
        tile(p * rows_, panels_a.data() + p * pairs_ * rows_, col, panel_b.data());
      }
    }
  }

 private:
  /// Neighbours of a row of A, two a word, to every rows_-th word.
  void pack_row(std::size_t row, std::uint32_t* words) const {
    const Decoder value(a_.format);
    const std::uint8_t* codes = row_of(a_, row);
    for (std::size_t k = 0; k < a_.cols; k += 2) {
      words[k / 2 * rows_] = pair(value(codes[k]), k + 1 < a_.cols ? value(codes[k + 1]) : 0);
    }
  }

  /// Two rows of B a time, zeros beyond its last column.
  void pack_columns(std::size_t col, std::uint32_t* words) const {
    const Decoder value(b_.format);
    const std::size_t used = std::min(cols_, b_.cols - col);
    for (std::size_t k = 0; k < b_.rows; k += 2, words += cols_) {
      const std::uint8_t* first = row_of(b_, k) + col;
      if (k + 1 < b_.rows) {
        const std::uint8_t* second = row_of(b_, k + 1) + col;
        std::transform(first, first + used, second, words, [=](auto x, auto y) { return pair(value(x), value(y)); });
      } else {
        std::transform(first, first + used, words, [=](auto x) { return pair(value(x), 0); });
      }
      std::fill(words + used, words + cols_, 0U);
    }
  }

  void tile(std::size_t row, const std::uint32_t* panel_a, std::size_t col, const std::uint32_t* panel_b) {
    const std::size_t used_rows = std::min(rows_, a_.rows - row);
    const std::size_t used_cols = std::min(cols_, b_.cols - col);
    std::vector<std::int32_t> sums(rows_ * cols_);
    for (std::size_t r = 0; r < used_rows; ++r) {
      for (std::size_t i = 0; i < used_cols; ++i) {
        sums[r * cols_ + i] = static_cast<std::int32_t>(c_[(row + r) * ldc_ + col + i].lo);
      }
    }
    integer_tile(panel_a, panel_b, pairs_, used_rows, sums.data());
    const auto largest = std::int64_t{info(a_.format).sign_mask()} * info(b_.format).sign_mask();
    for (std::size_t r = 0; r < used_rows; ++r) {
      for (std::size_t i = 0; i < used_cols; ++i) {
        AccWord& word = c_[(row + r) * ldc_ + col + i];
        if (cannot_overflow(static_cast<std::int32_t>(word.lo), a_.cols, largest)) {
          word.lo = (word.lo & ~std::uint64_t{0xFFFFFFFF}) | static_cast<std::uint32_t>(sums[r * cols_ + i]);
        } else {
          word = by_steps(row + r, col + i, word);
        }
      }
    }
  }

  /// A sum that may overflow on the way: the flag wants every step.
  [[nodiscard]] AccWord by_steps(std::size_t row, std::size_t col, AccWord initial) const {
    const auto* a = static_cast<const std::uint8_t*>(a_.data) + row * a_.stride;
    const auto* b = static_cast<const std::uint8_t*>(b_.data) + col;
    return dot_reference(spec_, a_.format, a, b_.format, b, b_.stride, a_.cols, initial);
  }

  const MacSpec& spec_;
  const CodeMatrix& a_;
  const CodeMatrix& b_;
  AccWord* c_;
  std::size_t ldc_;
  std::size_t pairs_;
  std::size_t rows_;
  std::size_t cols_;
};

}  // namespace

void gemm_int32_tiles(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
                      std::size_t ldc) {
  for (std::size_t m = 0; m < a.rows && initial != c; ++m) {
    if (initial == nullptr) {
      std::fill_n(c + m * ldc, b.cols, AccWord{});
    } else {
      std::copy_n(initial + m * ldc, b.cols, c + m * ldc);
    }
  }
  Gemm(spec, a, b, c, ldc).run();
}

}  // namespace lmulsim::arith::kernels
