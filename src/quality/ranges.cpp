// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/ranges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "arith/convert.hpp"
#include "arith/names.hpp"
#include "arith/product.hpp"
#include "quality/plan.hpp"
#include "util/error.hpp"

namespace lmulsim::quality {

namespace {

constexpr std::size_t kCodes = 256;

const std::uint8_t* codes_of(const Quantised& operand) {
  return reinterpret_cast<const std::uint8_t*>(operand.codes.data());
}

/// The largest sum on its way and the largest product of one row of A with all of B.
void measure_row(const float* products, const std::uint8_t* a, const Quantised& b, std::vector<double>& sums,
                 ProductRange& range) {
  std::ranges::fill(sums, 0.0);
  for (std::size_t k = 0; k < b.rows; ++k) {
    const float* row = products + a[k] * kCodes;
    const std::uint8_t* codes = codes_of(b) + k * b.cols;
    float largest_product = 0;
    double largest_sum = 0;
    for (std::size_t col = 0; col < b.cols; ++col) {
      const float product = row[codes[col]];
      sums[col] += double{product};
      largest_product = std::max(largest_product, std::abs(product));
      largest_sum = std::max(largest_sum, std::abs(sums[col]));
    }
    range.largest_product = std::max(range.largest_product, double{largest_product});
    range.largest_sum = std::max(range.largest_sum, largest_sum);
  }
}

int exponent_of(double magnitude) {
  return magnitude > 0 ? std::ilogb(magnitude) : 0;
}

std::string word_of(const NarrowSum& sum) {
  return fmt::format("fix{}.{}", sum.width, sum.lsb);
}

}  // namespace

ProductRange& ProductRange::operator+=(const ProductRange& other) {
  sums += other.sums;
  terms = std::max(terms, other.terms);
  possible_product = std::max(possible_product, other.possible_product);
  largest_product = std::max(largest_product, other.largest_product);
  largest_sum = std::max(largest_sum, other.largest_sum);
  return *this;
}

NarrowSum proposed_sum(const ProductRange& range) {
  const int lsb = exponent_of(range.possible_product) - kKeptBits;
  const int above = exponent_of(std::max(range.largest_sum, range.possible_product)) + 1;
  return {.width = 1 + above + kHeadroomBits - lsb, .lsb = lsb};
}

std::map<transformer::ProductKind, NarrowSum> proposed_in_one_width(const ProductRanges& ranges) {
  std::map<transformer::ProductKind, NarrowSum> sums;
  std::map<int, int> widths;  // how many kinds want each
  for (const auto& [kind, range] : ranges) {
    sums[kind] = proposed_sum(range);
    ++widths[sums[kind].width];
  }
  int usual = 0;
  int most = 0;
  for (const auto& [width, kinds] : widths) {  // in increasing width
    usual = kinds >= most ? width : usual;
    most = std::max(most, kinds);
  }
  for (auto& [kind, sum] : sums) {
    sum = {.width = usual, .lsb = sum.lsb + std::max(sum.width - usual, 0)};
  }
  return sums;
}

std::string proposed_plan(const Arithmetic& arithmetic, const ProductRanges& ranges) {
  const auto sums = proposed_in_one_width(ranges);
  if (sums.empty()) {
    return "";
  }
  const auto times = [&](const NarrowSum& sum) {
    return std::ranges::count_if(sums, [&](const auto& other) { return other.second == sum; });
  };
  const NarrowSum usual =
      std::ranges::max_element(sums, {}, [&](const auto& entry) { return times(entry.second); })->second;
  std::string text = arithmetic_name(with_accumulator(arithmetic, word_of(usual), "ranges"));
  for (const auto& [kind, sum] : sums) {
    text += sum == usual ? "" : fmt::format("+{}=acc={}", place_name(kind), word_of(sum));
  }
  return text;
}

const RangeCollector::Products& RangeCollector::products_of(const arith::MultiplierSpec& multiplier, arith::Format a,
                                                            arith::Format b) {
  const std::scoped_lock lock(mutex_);
  const auto found = std::ranges::find_if(
      products_, [&](const Products& p) { return p.multiplier == multiplier && p.a == a && p.b == b; });
  if (found != products_.end()) {
    return *found;
  }
  Products made{multiplier, a, b, std::vector<float>(kCodes * kCodes), 0};
  for (std::uint32_t x = 0; x < 1U << arith::info(a).width(); ++x) {
    for (std::uint32_t y = 0; y < 1U << arith::info(b).width(); ++y) {
      const arith::Number p = arith::multiply(multiplier, a, x, b, y);
      if (p.cls == arith::NumberClass::finite) {
        made.values[x * kCodes + y] = static_cast<float>(arith::to_fp64(p));
        made.largest = std::max(made.largest, std::abs(arith::to_fp64(p)));
      }
    }
  }
  return products_.emplace_back(std::move(made));
}

void RangeCollector::add(const ObservedProduct& product) {
  const Arithmetic& arithmetic = product.arithmetic;
  if (arith::code_bytes(product.a.format) != 1 || arith::code_bytes(product.b.format) != 1 ||
      arithmetic.scaling == Scaling::mx32) {
    throw InputError(fmt::format("ranges: expected operands of at most 8 bits and a scale other than mx32, found {}",
                                 arithmetic_name(arithmetic)));
  }
  const Products& products =
      products_of(mac_of(arithmetic, product.a.cols).multiplier, product.a.format, product.b.format);
  ProductRange range{.sums = static_cast<std::int64_t>(product.a.rows * product.b.cols),
                     .terms = static_cast<std::int64_t>(product.a.cols),
                     .possible_product = products.largest};
  std::vector<double> sums(product.b.cols);
  for (std::size_t row = 0; row < product.a.rows; ++row) {
    measure_row(products.values.data(), codes_of(product.a) + row * product.a.cols, product.b, sums, range);
  }
  const std::scoped_lock lock(mutex_);
  ranges_[product.call.kind] += range;
}

ProductRanges RangeCollector::take() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(ranges_, {});
}

}  // namespace lmulsim::quality
