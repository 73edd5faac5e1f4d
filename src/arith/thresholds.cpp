// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/thresholds.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "arith/names.hpp"
#include "arith/share.hpp"
#include "arith/spec.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {

namespace {

constexpr int kBits = 23;  ///< thresholds are multiples of 2^-23 of the octave they are made in

/// An operand of 1 to 2 of a format.
struct Octave {
  explicit Octave(Format of) : format(of), count(std::size_t{1} << info(of).man_bits) {}

  [[nodiscard]] std::uint32_t code(std::size_t i) const {
    const FormatInfo& f = info(format);
    return (static_cast<std::uint32_t>(f.bias) << f.man_bits) + static_cast<std::uint32_t>(i);
  }
  [[nodiscard]] double value(std::size_t i) const { return 1.0 + static_cast<double>(i) / static_cast<double>(count); }
  [[nodiscard]] double weight(std::size_t i) const { return share(count, i); }

  Format format;
  std::size_t count;
};

/// For each mantissa of `own` the mean of product / other operand, over the other operand.
template <class Product>
std::vector<double> mean_products(const Octave& own, const Octave& other, const Product& product) {
  std::vector<double> means(own.count, 0.0);
  for (std::size_t i = 0; i < own.count; ++i) {
    for (std::size_t j = 0; j < other.count; ++j) {
      means[i] += other.weight(j) * product(own.code(i), other.code(j)) / other.value(j);
    }
  }
  return means;
}

}  // namespace

Thresholds thresholds_between(std::span<const double> stand_for) {
  struct Step {
    std::uint64_t above;
    std::int64_t word;  ///< that the threshold is below of, in the octave from 1 to 2
  };
  // Far from what the gain of an adder is; a threshold has bits in this range, and a word of 64 holds it.
  constexpr double kLeast = 0x1p-20;
  constexpr double kMost = 0x1p40;
  const std::size_t count = stand_for.size();
  std::vector<Step> steps;
  if (count == 0 || count > Thresholds::kMost) {
    throw InputError("thresholds: expected 1 to " + std::to_string(Thresholds::kMost) + " values in an octave, found " +
                     std::to_string(count));
  }
  for (std::size_t i = 0; i < count; ++i) {
    const double next = i + 1 < count ? stand_for[i + 1] : 2 * stand_for[0];
    if (!(stand_for[i] < next && stand_for[i] >= kLeast && next <= kMost)) {
      throw InputError("thresholds: expected ascending values from 2^-20 to 2^40, found " +
                       std::to_string(stand_for[i]) + " before " + std::to_string(next));
    }
    const auto middle = static_cast<std::uint64_t>(std::nearbyint(std::ldexp((stand_for[i] + next) / 2, kBits)));
    const int octave = bit_width(middle) - 1 - kBits;
    steps.push_back({.above = middle << (63 - (octave + kBits)),
                     .word = static_cast<std::int64_t>(i) - octave * static_cast<std::int64_t>(count)});
  }
  std::ranges::sort(steps, {}, &Step::above);
  Thresholds out{.first = static_cast<int>(steps.front().word), .count = count, .above = {}};
  std::ranges::transform(steps, out.above.begin(), &Step::above);
  return out;
}

Thresholds adder_thresholds(const MultiplierSpec& spec, Format a, Format b, Side side, std::string_view where) {
  require_adder_rounding(spec, a, b, where);
  const Octave moving(a);
  const Octave stationary(b);
  const auto product = [&](std::uint32_t x, std::uint32_t y) { return to_fp64(multiply(spec, a, x, b, y)); };
  if (side == Side::b) {
    return thresholds_between(
        mean_products(stationary, moving, [&](std::uint32_t y, std::uint32_t x) { return product(x, y); }));
  }
  std::vector<double> means = mean_products(moving, stationary, product);
  double gain = 0;
  for (std::size_t i = 0; i < moving.count; ++i) {
    gain += moving.weight(i) * means[i] / moving.value(i);
  }
  for (double& mean : means) {
    mean /= gain;
  }
  return thresholds_between(means);
}

bool has_adder_rounding(const MultiplierSpec& spec, Format a, Format b) {
  const auto fits = [](Format format) { return info(format).is_floating() && info(format).width() <= 8; };
  return (spec.kind == MultiplierKind::adder || spec.kind == MultiplierKind::cmean) && fits(a) && fits(b);
}

void require_adder_rounding(const MultiplierSpec& spec, Format a, Format b, std::string_view where) {
  if (!has_adder_rounding(spec, a, b)) {
    throw InputError(
        std::string(where) +
        ": expected lmul, mitchell, adder:D or cmean:T on floating-point formats of at most 8 bits for the "
        "rounding 'adder', found " +
        multiplier_name(spec) + " on " + std::string(info(a).name) + " and " + std::string(info(b).name));
  }
}

}  // namespace lmulsim::arith
