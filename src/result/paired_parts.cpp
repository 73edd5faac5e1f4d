// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "result/paired_parts.hpp"

#include <array>
#include <cmath>

#include "result/checks.hpp"

namespace lmulsim::result {
namespace {

struct Sums {
  double a = 0;
  double b = 0;
};

/// For each part the choice that makes b - ratio * a greatest (sign 1) or least (sign -1).
Sums choose(std::span<const PairedPart> parts, double ratio, double sign) {
  Sums sums;
  for (const PairedPart& p : parts) {
    const std::array<Sums, 3> choices =
        p.common ? std::array<Sums, 3>{{{p.a.low, p.b.low}, {p.a.value, p.b.value}, {p.a.high, p.b.high}}}
                 : std::array<Sums, 3>{{{p.a.low, p.b.high}, {p.a.value, p.b.value}, {p.a.high, p.b.low}}};
    const Sums* best = &choices[0];
    for (const Sums& s : choices) {
      best = sign * (s.b - ratio * s.a) > sign * (best->b - ratio * best->a) ? &s : best;
    }
    sums.a += best->a;
    sums.b += best->b;
  }
  return sums;
}

/// The extreme of a ratio of sums, by Dinkelbach's iteration: each step moves the ratio on or ends; the choices are
/// finite in number, so few steps are taken.
double extreme(std::span<const PairedPart> parts, double start, double sign) {
  double ratio = start;
  for (std::size_t step = 0; step <= 3 * parts.size(); ++step) {
    const Sums sums = choose(parts, ratio, sign);
    const double next = sums.b / sums.a;
    if (!(sign * (next - ratio) > 0)) {
      break;
    }
    ratio = next;
  }
  return ratio;
}

}  // namespace

std::optional<cost::Band> paired_ratio(std::span<const PairedPart> parts) {
  Sums value;
  double least = 0;
  for (const PairedPart& p : parts) {
    value.a += p.a.value;
    value.b += p.b.value;
    least += p.a.low;
  }
  if (!(least > 0)) {
    return std::nullopt;
  }
  const double ratio = value.b / value.a;
  return cost::Band{extreme(parts, ratio, -1), ratio, extreme(parts, ratio, 1)};
}

Verdict verdict_of(const cost::Band& ratio) {
  // Sums that are equal but for the order of their terms differ by rounding.
  if (std::abs(ratio.low - 1) <= kTolerance && std::abs(ratio.high - 1) <= kTolerance) {
    return Verdict::equal;
  }
  return ratio.low <= 1 && 1 <= ratio.high ? Verdict::contains_zero : Verdict::excludes_zero;
}

}  // namespace lmulsim::result
