// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/gemm_table.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include "arith/convert.hpp"
#include "arith/kernels/drivers.hpp"
#include "arith/kernels/tiles.hpp"
#include "arith/kernels/window.hpp"
#include "arith/product.hpp"
#include "arith/product_table.hpp"
#include "arith/significands.hpp"
#include "arith/spec.hpp"
#include "util/unreachable.hpp"

namespace lmulsim::arith::kernels {

namespace {

constexpr std::size_t kCodes = 256;
/// Steps per block, as in gemm_fp32.cpp.
constexpr std::size_t kDepth = 512;

// Sums are kept times 2^kShift, and a zero is 2^-kZero. Two zeros then make 2^(kShift - 2 * kZero), which is fp32's
// smallest normal number: nothing wraps, and what zeros leave is as small as it can be.
constexpr int kShift = 40;
constexpr int kZero = 83;
static_assert(127 + kShift - 2 * kZero == 1);

constexpr std::uint32_t word_of_exponent(int exponent) {
  return static_cast<std::uint32_t>(exponent) << 23;
}

/// How codes become words whose sum is a product but for its significand: the exponent in fp32's place, the mantissa in
/// the last bits, the sign in the first.
struct SumCoding {
  std::array<std::uint32_t, kCodes> a{};
  std::array<std::uint32_t, kCodes> b{};
  std::array<bool, kCodes> special_a{};  ///< NaN or infinity
  std::array<bool, kCodes> special_b{};
  SumEntries entries{};  ///< what is added to a sum, by its last bits
  int unit = 0;          ///< every product is a multiple of 2^unit
};

struct Exponents {
  int least = std::numeric_limits<int>::max();
  int most = std::numeric_limits<int>::min();

  [[nodiscard]] bool any() const { return least <= most; }
};

/// Words of all codes of one side; a zero is 2^-kZero. `bias` is added to exponents.
Exponents code_words(Subnormals subnormals, Format format, int mantissa, int bias,
                     std::array<std::uint32_t, kCodes>& words, std::array<bool, kCodes>& special) {
  Exponents range;
  const std::uint32_t mask = info(format).mag_mask() | info(format).sign_mask();
  for (std::uint32_t code = 0; code < kCodes; ++code) {
    const detail::Parts p = detail::parts_of(subnormals, format, code & mask, mantissa);
    const std::uint32_t sign = p.negative ? std::uint32_t{1} << 31 : 0U;
    special[code] = p.cls == NumberClass::nan || p.cls == NumberClass::infinity;
    words[code] = sign + (p.cls == NumberClass::finite ? word_of_exponent(p.exponent + bias) + p.fraction
                                                       : word_of_exponent(bias - kZero));
    if (p.cls == NumberClass::finite) {
      range.least = std::min(range.least, p.exponent);
      range.most = std::max(range.most, p.exponent);
    }
  }
  return range;
}

/// Nothing when the sums of `k` terms could see what zeros leave, or leave fp32's normal numbers.
std::optional<SumCoding> sum_coding(const MultiplierSpec& spec, Format a, Format b, std::size_t k) {
  if (spec.kind == MultiplierKind::table) {
    return std::nullopt;
  }
  const int mantissa = std::max(info(a).man_bits, info(b).man_bits);
  const int bits = detail::table_bits(spec);
  const std::span<const std::uint32_t> table = significands(spec.kind, bits, mantissa);
  SumCoding coding;
  if (table.size() > coding.entries.words.size()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto value = std::bit_cast<std::uint32_t>(std::ldexp(static_cast<float>(table[i]), -bits));
    coding.entries.words[i] = value - word_of_exponent(127) - static_cast<std::uint32_t>(i);
  }
  coding.entries.count = table.size();
  const Exponents of_a = code_words(spec.subnormals, a, mantissa, 127 + kShift, coding.a, coding.special_a);
  const Exponents of_b = code_words(spec.subnormals, b, mantissa, 0, coding.b, coding.special_b);
  if (!of_a.any() || !of_b.any()) {
    return std::nullopt;
  }
  coding.unit = of_a.least + of_b.least - bits;
  const int log_k = bit_width(std::uint64_t{k});
  // A product is below 2^(x + 2), x its operands' exponents. A sum of 2^unit has half of its last place at unit - 24.
  const int residue = std::max(of_a.most, of_b.most) + 2 - kZero + log_k;
  const int largest = of_a.most + of_b.most + 2 + kShift + log_k;
  const bool fits = residue <= coding.unit - 26 && largest <= 126 && of_a.least + of_b.least + kShift >= -126;
  return fits ? std::optional(coding) : std::nullopt;
}

/// Codes of rows of A or columns of B as words, width by step; lanes beyond `used` repeat the last one.
struct CodePanel {
  std::vector<std::uint32_t> words;    ///< of SumCoding
  std::vector<std::uint32_t> indices;  ///< into all products
  bool special = false;
};

std::uint8_t code_at(const CodeMatrix& matrix, std::size_t row, std::size_t col) {
  return static_cast<const std::uint8_t*>(matrix.data)[row * matrix.stride + col];
}

/// C = C + A * B over all steps.
class Gemm {
 public:
  Gemm(const MultiplierSpec& spec, const CodeMatrix& a, const CodeMatrix& b, std::uint32_t* c, std::size_t ldc)
      : a_(a),
        b_(b),
        c_(c),
        ldc_(ldc),
        products_(all_products(spec, a.format, b.format)),
        coding_(sum_coding(spec, a.format, b.format, a.cols)),
        sums_(rows_ * cols_) {}

  void run() {
    std::vector<CodePanel> panels((a_.rows + rows_ - 1) / rows_);
    CodePanel panel_b;
    for (std::size_t k = 0; k < a_.cols; k += kDepth) {
      depth_ = std::min(kDepth, a_.cols - k);
      for (std::size_t i = 0; i < panels.size(); ++i) {
        pack_a(i * rows_, k, panels[i]);
      }
      for (std::size_t j = 0; j < b_.cols; j += cols_) {
        pack_b(j, k, panel_b);
        for (std::size_t i = 0; i < panels.size(); ++i) {
          tile(i * rows_, panels[i], j, panel_b);
        }
      }
    }
  }

 private:
  void pack_a(std::size_t row, std::size_t step, CodePanel& panel) const {
    pack(panel, rows_, coding_ ? &coding_->a : nullptr, coding_ ? &coding_->special_a : nullptr, kCodes,
         [&](std::size_t k, std::size_t lane) { return code_at(a_, std::min(row + lane, a_.rows - 1), step + k); });
  }
  void pack_b(std::size_t col, std::size_t step, CodePanel& panel) const {
    pack(panel, cols_, coding_ ? &coding_->b : nullptr, coding_ ? &coding_->special_b : nullptr, 1,
         [&](std::size_t k, std::size_t lane) { return code_at(b_, step + k, std::min(col + lane, b_.cols - 1)); });
  }

  template <class Code>
  void pack(CodePanel& panel, std::size_t width, const std::array<std::uint32_t, kCodes>* words,
            const std::array<bool, kCodes>* special, std::uint32_t factor, const Code& code) const {
    panel.indices.resize(width * depth_);
    panel.words.resize(words == nullptr ? 0 : width * depth_);
    panel.special = false;
    for (std::size_t k = 0; k < depth_; ++k) {
      for (std::size_t lane = 0; lane < width; ++lane) {
        const std::uint8_t c = code(k, lane);
        panel.indices[k * width + lane] = c * factor;
        if (words != nullptr) {
          panel.words[k * width + lane] = (*words)[c];
          panel.special = panel.special || (*special)[c];
        }
      }
    }
  }

  /// Reads the sums of a tile; true if the fast kernel may start from them.
  bool load(std::size_t row, std::size_t used_rows, std::size_t col, std::size_t used_cols) {
    bool fast = coding_.has_value();
    for (std::size_t r = 0; r < used_rows; ++r) {
      const std::uint32_t* from = c_ + (row + r) * ldc_ + col;
      std::memcpy(&sums_[r * cols_], from, used_cols * sizeof(float));
      for (std::size_t i = 0; i < used_cols && fast; ++i) {
        fast = is_fast_initial(from[i], coding_->unit) && !(std::fabs(std::bit_cast<float>(from[i])) >= 0x1p60F);
      }
    }
    return fast;
  }

  void store(std::size_t row, std::size_t used_rows, std::size_t col, std::size_t used_cols) {
    for (std::size_t r = 0; r < used_rows; ++r) {
      std::memcpy(c_ + (row + r) * ldc_ + col, &sums_[r * cols_], used_cols * sizeof(float));
    }
  }

  void scale_sums(float factor) {
    for (float& sum : sums_) {
      sum *= factor;
    }
  }

  void tile(std::size_t row, const CodePanel& a, std::size_t col, const CodePanel& b) {
    const std::size_t used_rows = std::min(rows_, a_.rows - row);
    const std::size_t used_cols = std::min(cols_, b_.cols - col);
    if (load(row, used_rows, col, used_cols) && !a.special && !b.special) {
      scale_sums(std::ldexp(1.0F, kShift));
      sum_entry_tile(coding_->entries, a.words.data(), b.words.data(), depth_, used_rows, sums_.data());
      finish_tile(std::ldexp(1.0F, coding_->unit + kShift), sums_.data());
      scale_sums(std::ldexp(1.0F, -kShift));
    } else {
      lookup_tile(products_, a.indices.data(), b.indices.data(), depth_, used_rows, sums_.data());
      finish_tile(0, sums_.data());
    }
    store(row, used_rows, col, used_cols);
  }

  const CodeMatrix& a_;
  const CodeMatrix& b_;
  std::uint32_t* c_;
  std::size_t ldc_;
  std::size_t rows_ = tile_rows();
  std::size_t cols_ = tile_cols();
  const std::uint32_t* products_;
  std::optional<SumCoding> coding_;
  std::vector<float> sums_;
  std::size_t depth_ = 0;
};

/// All products of a multiplier and two formats, in both widths.
struct Products {
  std::array<std::uint32_t, kCodes * kCodes> fp32;
  std::array<double, kCodes * kCodes> fp64;
};

std::unique_ptr<const Products> make_products(const MultiplierSpec& spec, Format a, Format b) {
  auto products = std::make_unique<Products>();
  const std::uint32_t mask_a = info(a).mag_mask() | info(a).sign_mask();
  const std::uint32_t mask_b = info(b).mag_mask() | info(b).sign_mask();
  for (std::uint32_t i = 0; i < kCodes * kCodes; ++i) {
    const Number n = multiply(spec, a, i / kCodes & mask_a, b, i % kCodes & mask_b);
    products->fp32[i] = encode(Format::fp32, n, Rounding::nearest, Overflow::ocp);
    products->fp64[i] = to_fp64(n);
  }
  return products;
}

const Products& products_of(const MultiplierSpec& spec, Format a, Format b) {
  using Key = std::tuple<MultiplierKind, Subnormals, int, std::uint32_t, const ProductTable*, Format, Format>;
  static std::mutex mutex;
  static std::map<Key, std::unique_ptr<const Products>> all;
  const Key key{spec.kind, spec.subnormals, spec.bits, spec.offset.value_or(0), spec.table, a, b};
  const std::lock_guard lock(mutex);
  auto& products = all[key];
  if (!products) {
    products = make_products(spec, a, b);
  }
  return *products;
}

/// No sum on the way from `initial` can leave int32 in k steps of products of the table.
bool cannot_overflow(AccWord initial, std::size_t k, std::int64_t largest) {
  const auto value = static_cast<std::int32_t>(static_cast<std::uint32_t>(initial.lo));
  const std::int64_t room = std::int64_t{std::numeric_limits<std::int32_t>::max()} - std::abs(std::int64_t{value});
  return initial.lo >> 32 == 0 && room >= 0 &&
         (largest == 0 || k <= static_cast<std::uint64_t>(room) / static_cast<std::uint64_t>(largest));
}

}  // namespace

bool is_looked_up(const MultiplierSpec& spec, Format a, Format b) {
  switch (spec.kind) {
    case MultiplierKind::antilog:
    case MultiplierKind::cmean:
    case MultiplierKind::table:
      return true;
    case MultiplierKind::exact:
      return info(a).is_logarithmic() && info(b).is_logarithmic();
    case MultiplierKind::adder:
    case MultiplierKind::exact_cut:
    case MultiplierKind::lmul_real:
      return false;
  }
  util::unreachable();
}

const std::uint32_t* all_products(const MultiplierSpec& spec, Format a, Format b) {
  return products_of(spec, a, b).fp32.data();
}

const double* all_products_fp64(const MultiplierSpec& spec, Format a, Format b) {
  return products_of(spec, a, b).fp64.data();
}

void gemm_table_fp32(const MultiplierSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const std::uint32_t* initial,
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

void gemm_table_int32(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
                      std::size_t ldc) {
  const ProductTable::Words& words = spec.multiplier.table->words();
  std::int64_t largest = 0;
  for (const std::uint32_t word : words) {
    largest = std::max(largest, std::abs(std::int64_t{static_cast<std::int32_t>(word)}));
  }
  std::vector<std::uint32_t> sums(b.cols);
  for (std::size_t row = 0; row < a.rows; ++row) {
    std::ranges::fill(sums, 0U);
    for (std::size_t k = 0; k < a.cols; ++k) {
      const std::uint32_t* products = &words[code_at(a, row, k) * kCodes];
      const auto* codes = static_cast<const std::uint8_t*>(b.data) + k * b.stride;
      for (std::size_t col = 0; col < b.cols; ++col) {
        sums[col] += products[codes[col]];
      }
    }
    for (std::size_t col = 0; col < b.cols; ++col) {
      const AccWord start = initial == nullptr ? AccWord{} : initial[row * ldc + col];
      if (cannot_overflow(start, a.cols, largest)) {
        c[row * ldc + col] = {.lo = static_cast<std::uint32_t>(start.lo) + sums[col], .hi = 0};
      } else {
        c[row * ldc + col] =
            dot_reference(spec, a.format, static_cast<const std::uint8_t*>(a.data) + row * a.stride, b.format,
                          static_cast<const std::uint8_t*>(b.data) + col, b.stride, a.cols, start);
      }
    }
  }
}

}  // namespace lmulsim::arith::kernels
