// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/significands.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "arith/logarithm.hpp"
#include "arith/share.hpp"
#include "arith/spec.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {

namespace {

using Words = std::vector<std::uint32_t>;

Words antilogarithms(int bits, int mantissa) {
  const std::size_t count = std::size_t{1} << mantissa;
  Words words(2 * count - 1);
  for (std::size_t sum = 0; sum < words.size(); ++sum) {
    words[sum] = antilogarithm(mantissa, bits, sum % count) << (sum / count);
  }
  return words;
}

/// The mean of (1 + i / count) * (1 + (sum - i) / count). Products that are all the same are their own mean, exactly.
double mean_product(std::size_t count, std::size_t sum) {
  const double unit = 1.0 / static_cast<double>(count);
  double weights = 0;
  double products = 0;
  double least = 4;
  double most = 1;
  for (std::size_t i = sum < count ? 0 : sum - count + 1; i <= std::min(sum, count - 1); ++i) {
    const std::size_t j = sum - i;
    const double product = (1 + static_cast<double>(i) * unit) * (1 + static_cast<double>(j) * unit);
    const double weight = share(count, i) * share(count, j);
    weights += weight;
    products += weight * product;
    least = std::min(least, product);
    most = std::max(most, product);
  }
  return least == most ? most : products / weights;
}

Words mean_products(int bits, int mantissa) {
  const std::size_t count = std::size_t{1} << mantissa;
  Words words(2 * count - 1);
  for (std::size_t sum = 0; sum < words.size(); ++sum) {
    const double mean = mean_product(count, sum);
    const int octave = mean >= 2 ? 1 : 0;
    words[sum] = static_cast<std::uint32_t>(std::nearbyint(std::ldexp(mean, bits - octave))) << octave;
  }
  return words;
}

/// All of them, by bits and mantissa.
template <int kMostBits, class Make>
std::array<std::array<Words, kMaxTableMantissa + 1>, kMostBits + 1> all_tables(const Make& make) {
  std::array<std::array<Words, kMaxTableMantissa + 1>, kMostBits + 1> tables;
  for (int bits = 0; bits <= kMostBits; ++bits) {
    for (int mantissa = 0; mantissa <= kMaxTableMantissa; ++mantissa) {
      tables[static_cast<std::size_t>(bits)][static_cast<std::size_t>(mantissa)] = make(bits, mantissa);
    }
  }
  return tables;
}

}  // namespace

int hardware_entries(MultiplierKind kind, int mantissa) {
  return kind == MultiplierKind::cmean ? (2 << mantissa) - 1 : 1 << mantissa;
}

std::span<const std::uint32_t> significands(MultiplierKind kind, int bits, int mantissa) {
  static const auto antilogs = all_tables<kLogValueBits>(antilogarithms);
  static const auto means = all_tables<kMaxTableBits>(mean_products);
  const bool log = kind == MultiplierKind::antilog || kind == MultiplierKind::exact;
  const int most = log ? kLogValueBits : kMaxTableBits;
  if ((!log && kind != MultiplierKind::cmean) || bits < 0 || bits > most || mantissa < 0 ||
      mantissa > kMaxTableMantissa) {
    throw InputError("a table of significands: expected antilog:T or cmean:T on operands of at most 8 bits");
  }
  const auto row = static_cast<std::size_t>(bits);
  const auto column = static_cast<std::size_t>(mantissa);
  return log ? antilogs[row][column] : means[row][column];
}

}  // namespace lmulsim::arith
