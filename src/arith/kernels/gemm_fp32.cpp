// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <vector>

#include "arith/kernels/drivers.hpp"
#include "arith/kernels/pack.hpp"
#include "arith/kernels/tiles.hpp"
#include "arith/kernels/window.hpp"
#include "arith/spec.hpp"

namespace lmulsim::arith::kernels {

namespace {

/// Steps per block: a panel of B (at most 48 columns) then takes under 100 KB, one of A under 16 KB.
constexpr std::size_t kDepth = 512;

class Gemm {
 public:
  Gemm(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, std::uint32_t* c, std::size_t ldc)
      : a_(a), b_(b), c_(c), ldc_(ldc), rows_(tile_rows()), cols_(tile_cols()), sums_(rows_ * cols_) {
    coding_a_.table = &operand_table(a.format, spec.multiplier.subnormals);
    coding_b_.table = &operand_table(b.format, spec.multiplier.subnormals);
    if (spec.multiplier.kind == MultiplierKind::adder) {
      set_up_adder(spec);
    }
  }

  void run() {
    std::vector<Panel> panels((a_.rows + rows_ - 1) / rows_);
    Panel panel_b;
    for (std::size_t k = 0; k < a_.cols; k += kDepth) {
      depth_ = std::min(kDepth, a_.cols - k);
      for (std::size_t i = 0; i < panels.size(); ++i) {
        pack_panel(source_a(i, k), coding_a_, rows_, depth_, panels[i]);
      }
      for (std::size_t j = 0; j < b_.cols; j += cols_) {
        const PanelSource source_b{&b_, Side::b, j, std::min(cols_, b_.cols - j), k};
        pack_panel(source_b, coding_b_, cols_, depth_, panel_b);
        for (std::size_t i = 0; i < panels.size(); ++i) {
          tile(source_a(i, k), panels[i], source_b, panel_b);
        }
      }
    }
  }

 private:
  [[nodiscard]] PanelSource source_a(std::size_t panel, std::size_t k) const {
    const std::size_t first = panel * rows_;
    return {&a_, Side::a, first, std::min(rows_, a_.rows - first), k};
  }

  void set_up_adder(const MacSpec& spec) {
    const int m = adder_widths(a_.format, b_.format).man_bits;
    const std::int64_t offset = std::int64_t{adder_offset(spec.multiplier, a_.format, b_.format)}
                                << (kWordMantissa - m);
    constexpr std::int64_t kFp32Bias = std::int64_t{127} << kWordMantissa;
    offset_ = static_cast<std::int32_t>(offset);
    window_ =
        choose_window(measure_range(a_, *coding_a_.table), measure_range(b_, *coding_b_.table), offset, m, a_.cols);
    residue_ = window_.usable ? std::ldexp(1.0F, window_.unit) : 0.0F;
    coding_a_ = {coding_a_.table, true, kFp32Bias, window_.zero_a, window_.smallest_a, window_.zeros_meet};
    coding_b_ = {coding_b_.table, true, offset, window_.zero_b, window_.smallest_b, window_.zeros_meet};
  }

  /// Reads the sums of a tile of C; lanes outside C are zero. True if the fast adder kernel may start from them.
  bool load(std::size_t row, std::size_t used_rows, std::size_t col, std::size_t used_cols) {
    bool fast = true;
    for (std::size_t r = 0; r < used_rows; ++r) {
      const std::uint32_t* from = c_ + (row + r) * ldc_ + col;
      std::memcpy(&sums_[r * cols_], from, used_cols * sizeof(float));
      for (std::size_t i = 0; i < used_cols && coding_a_.adder; ++i) {
        fast = fast && is_fast_initial(from[i], window_.unit);
      }
    }
    return fast;
  }

  void store(std::size_t row, std::size_t used_rows, std::size_t col, std::size_t used_cols) {
    for (std::size_t r = 0; r < used_rows; ++r) {
      std::memcpy(c_ + (row + r) * ldc_ + col, &sums_[r * cols_], used_cols * sizeof(float));
    }
  }

  void tile(const PanelSource& source_a, Panel& a, const PanelSource& source_b, Panel& b) {
    const bool fast_initial = load(source_a.first, source_a.used, source_b.first, source_b.used);
    float residue = 0;
    if (!coding_a_.adder) {
      exact_tile(a.words.data(), b.words.data(), depth_, source_a.used, sums_.data());
    } else if (window_.usable && fast_initial && !a.wide && !b.wide) {
      fast_adder(source_a, a, source_b, b);
      residue = residue_;
    } else {
      cases(source_a, a, source_b, b, 0, depth_);
    }
    finish_tile(residue, sums_.data());
    store(source_a.first, source_a.used, source_b.first, source_b.used);
  }

  /// Runs of fast steps between the steps that need case analysis.
  void fast_adder(const PanelSource& source_a, Panel& a, const PanelSource& source_b, Panel& b) {
    std::size_t k = 0;
    while (k < depth_) {
      std::size_t end = k;
      while (end < depth_ && (a.flags[end] & b.flags[end]) == 0) {
        ++end;
      }
      if (end > k) {
        adder_tile(a.words.data() + k * rows_, b.words.data() + k * cols_, end - k, source_a.used, sums_.data());
      }
      for (k = end; k < depth_ && (a.flags[k] & b.flags[k]) != 0;) {
        ++k;
      }
      if (k > end) {
        cases(source_a, a, source_b, b, end, k);
      }
    }
  }

  void cases(const PanelSource& source_a, Panel& a, const PanelSource& source_b, Panel& b, std::size_t first,
             std::size_t last) {
    pack_cases(source_a, coding_a_, a);
    pack_cases(source_b, coding_b_, b);
    adder_cases_tile(a.cases.data() + first * rows_, b.cases.data() + first * cols_, last - first, source_a.used,
                     offset_, sums_.data());
  }

  const CodeMatrix& a_;
  const CodeMatrix& b_;
  std::uint32_t* c_;
  std::size_t ldc_;
  std::size_t rows_;
  std::size_t cols_;
  std::size_t depth_ = 0;
  std::vector<float> sums_;
  WordCoding coding_a_;
  WordCoding coding_b_;
  Window window_;
  float residue_ = 0;
  std::int32_t offset_ = 0;
};

}  // namespace

void gemm_fp32_tiles(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const std::uint32_t* initial,
                     std::uint32_t* c, std::size_t ldc) {
  for (std::size_t m = 0; m < a.rows && initial != c; ++m) {
    if (initial == nullptr) {
      std::fill_n(c + m * ldc, b.cols, 0U);
    } else {
      std::copy_n(initial + m * ldc, b.cols, c + m * ldc);
    }
  }
  Gemm(spec, a, b, c, ldc).run();
}

}  // namespace lmulsim::arith::kernels
