// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The array's shift registers as memory that stands still while an index moves.
#pragma once

#include <algorithm>
#include <bit>
#include <boost/align/aligned_allocator.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lmulsim::cycle::fast {

/// Begins with a cache line: where the heap puts the lanes would else decide how fast an array is.
inline constexpr std::size_t kCacheLine = 64;
template <class T>
using AlignedVector = std::vector<T, boost::alignment::aligned_allocator<T, kCacheLine>>;

/// One shift register per row, all of the same length, moved together. A row's registers lie side by side with the
/// newest first, so that the operands of a row of PEs, one register per column, are an array.
class ShiftRows {
 public:
  /// `length`: how many cycles a value can be looked at.
  ShiftRows(int rows, int length)
      : length_(static_cast<std::size_t>(length)),
        stride_(length_ + kSlack),
        head_(kSlack),
        words_(static_cast<std::size_t>(rows) * stride_) {}

  /// Rising clock edge: every row's newest register becomes `value(row)`.
  template <class Value>
  void shift(Value value) {
    if (head_ == 0) {
      rewind();
    }
    --head_;
    std::size_t row = 0;
    for (std::size_t at = head_; at < words_.size(); at += stride_, ++row) {
      words_[at] = value(row);
    }
  }

  /// From lanes(row, age) to lanes(row + 1, age).
  [[nodiscard]] std::ptrdiff_t stride() const { return static_cast<std::ptrdiff_t>(stride_); }
  /// Lane i is the value shifted in age + i edges before the last one.
  [[nodiscard]] const std::uint32_t* lanes(int row, int age) const {
    return words_.data() + static_cast<std::size_t>(row) * stride_ + head_ + static_cast<std::size_t>(age);
  }

 private:
  static constexpr std::size_t kSlack = 240;

  void rewind() {
    for (std::size_t at = 0; at < words_.size(); at += stride_) {
      const auto row = words_.begin() + static_cast<std::ptrdiff_t>(at);
      std::copy_backward(row, row + static_cast<std::ptrdiff_t>(length_), row + static_cast<std::ptrdiff_t>(stride_));
    }
    head_ = kSlack;
  }

  std::size_t length_;
  std::size_t stride_;
  std::size_t head_;
  AlignedVector<std::uint32_t> words_;
};

/// The smallest number of rows from `cycles` on that are found by masking.
[[nodiscard]] constexpr int whole_ring(int cycles) {
  return static_cast<int>(std::bit_ceil(static_cast<unsigned>(cycles)));
}

/// Rows of lanes by the cycle in which they are read, as far as `cycles` - 1 cycles ahead. Skew and deskew registers
/// are words written to different cycles. A row comes back after `cycles` cycles; where nobody waits for that,
/// whole_ring(cycles) finds rows without a division.
template <class T>
class CycleRows {
 public:
  CycleRows(int cycles, int lanes)
      : cycles_(static_cast<std::int64_t>(cycles)),
        lanes_(static_cast<std::size_t>(lanes)),
        rows_(static_cast<std::size_t>(cycles) * lanes_) {}

  [[nodiscard]] T* row(std::int64_t cycle) { return rows_.data() + index(cycle) * lanes_; }
  [[nodiscard]] const T* row(std::int64_t cycle) const { return rows_.data() + index(cycle) * lanes_; }

  /// How many rows, from this cycle's backwards, stand side by side.
  [[nodiscard]] int side_by_side(std::int64_t cycle) const { return static_cast<int>(index(cycle)) + 1; }

  /// Lane i of `values` is written to row cycle + i * step, for step 1 or -1.
  template <class Value>
  void put_diagonal(std::int64_t cycle, int step, Value value) {
    std::size_t at = index(cycle);
    const std::size_t last = static_cast<std::size_t>(cycles_) - 1;
    for (std::size_t i = 0; i < lanes_; ++i) {
      rows_[at * lanes_ + i] = value(i);
      if (step > 0) {
        at = at == last ? 0 : at + 1;
      } else {
        at = at == 0 ? last : at - 1;
      }
    }
  }

 private:
  [[nodiscard]] std::size_t index(std::int64_t cycle) const {
    const std::int64_t mask = cycles_ - 1;
    return static_cast<std::size_t>((cycles_ & mask) == 0 ? cycle & mask : cycle % cycles_);
  }

  std::int64_t cycles_;
  std::size_t lanes_;
  AlignedVector<T> rows_;
};

/// The rows of an array that may hold a beat, when row r works on the beats accepted `delay` + r * slope + c cycles
/// ago, c < cols. A superset: gaps between the oldest and the newest beat count.
class LiveRows {
 public:
  LiveRows(int rows, int cols, int delay, int slope) : rows_(rows), cols_(cols), delay_(delay), slope_(slope) {}

  struct Range {
    int first = 0;
    int last = -1;
  };

  void accept(std::int64_t now) {
    oldest_ = any_ ? oldest_ : now;
    newest_ = now;
    any_ = true;
  }
  void reset() { any_ = false; }

  [[nodiscard]] Range at(std::int64_t now) {
    if (!any_) {
      return {};
    }
    const std::int64_t ahead = now - delay_ - oldest_;
    const std::int64_t behind = now - delay_ - newest_ - (cols_ - 1);
    const std::int64_t first = behind <= 0 ? 0 : (behind + slope_ - 1) / slope_;
    if (first >= rows_) {
      any_ = false;
      return {};
    }
    const std::int64_t last = ahead < 0 ? -1 : std::min<std::int64_t>(rows_ - 1, ahead / slope_);
    return {.first = static_cast<int>(first), .last = static_cast<int>(last)};
  }

 private:
  std::int64_t rows_;
  std::int64_t cols_;
  std::int64_t delay_;
  std::int64_t slope_;
  std::int64_t oldest_ = 0;
  std::int64_t newest_ = 0;
  bool any_ = false;
};

}  // namespace lmulsim::cycle::fast
