// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "oracle.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <stdexcept>

namespace oracle {

namespace mp = boost::multiprecision;

namespace {

/// eEmM as IEEE 754 has it, eEmMfn with one NaN and no infinity.
const Float& family_member(const std::string& name) {
  static std::map<std::string, Float> known;
  int e = 0;
  int m = 0;
  char tail[3] = {};
  const int read = std::sscanf(name.c_str(), "e%dm%d%2s", &e, &m, tail);
  const bool fn = std::string(tail) == "fn";
  if (read < 2 || (read == 3 && !fn)) {
    throw std::out_of_range(name);
  }
  const auto all = (1U << (e + m)) - 1U;
  const std::uint32_t quiet = all - (1U << m) + 1U + (1U << (m - 1));
  return known.try_emplace(name, Float{name, e, m, (1 << (e - 1)) - 1, !fn, true, fn ? all : quiet}).first->second;
}

}  // namespace

const Float& format(const std::string& name) {
  static const std::vector<Float> kAll{
      {"e4m3", 4, 3, 7, false, true, 0x7F},         {"e5m2", 5, 2, 15, true, true, 0x7E},
      {"e3m4", 3, 4, 3, true, true, 0x78},          {"e3m2", 3, 2, 3, false, false, 0x1F},
      {"e2m3", 2, 3, 1, false, false, 0x1F},        {"e2m1", 2, 1, 1, false, false, 0x07},
      {"bf16", 8, 7, 127, true, true, 0x7FC0},      {"fp16", 5, 10, 15, true, true, 0x7E00},
      {"fp32", 8, 23, 127, true, true, 0x7FC00000},
  };
  const auto found = std::find_if(kAll.begin(), kAll.end(), [&](const Float& f) { return f.name == name; });
  return found == kAll.end() ? family_member(name) : *found;
}

int width(const Float& f) {
  return 1 + f.exponent_bits + f.mantissa_bits;
}

std::uint32_t largest_code(const Float& f) {
  const std::uint32_t all = (1U << (f.exponent_bits + f.mantissa_bits)) - 1U;
  if (f.has_infinity) {
    return all - (1U << f.mantissa_bits);
  }
  return f.has_nan ? all - 1U : all;
}

double smallest_normal(const Float& f) {
  return std::ldexp(1.0, 1 - f.bias);
}

double value(const Float& f, std::uint32_t code) {
  const bool negative = ((code >> (f.exponent_bits + f.mantissa_bits)) & 1U) != 0;
  const std::uint32_t magnitude = code & ((1U << (f.exponent_bits + f.mantissa_bits)) - 1U);
  const auto e = static_cast<int>(magnitude >> f.mantissa_bits);
  const double fraction = std::ldexp(static_cast<double>(magnitude % (1U << f.mantissa_bits)), -f.mantissa_bits);
  double result = e == 0 ? std::ldexp(fraction, 1 - f.bias) : std::ldexp(1 + fraction, e - f.bias);
  if (magnitude > largest_code(f)) {
    result = f.has_infinity && fraction == 0 ? std::numeric_limits<double>::infinity()
                                             : std::numeric_limits<double>::quiet_NaN();
  }
  return negative ? -result : result;
}

namespace {

/// Values of the magnitude codes 0 .. largest, and the one that would come next.
const std::vector<double>& magnitudes(const Float& f) {
  static std::map<std::string, std::vector<double>> cache;
  std::vector<double>& values = cache[f.name];
  if (values.empty()) {
    for (std::uint32_t code = 0; code <= largest_code(f); ++code) {
      values.push_back(value(f, code));
    }
    const double last = values.back();
    values.push_back(last + (last - values[values.size() - 2]));
  }
  return values;
}

std::uint32_t too_large(const Float& f, std::uint32_t sign, Big big) {
  if (big == Big::saturate) {
    return sign | largest_code(f);
  }
  return f.has_infinity ? sign | (largest_code(f) + 1U) : (f.has_nan ? f.nan : sign | largest_code(f));
}

}  // namespace

std::uint32_t code_by_search(const Float& f, double x, Round round, Big big) {
  if (std::isnan(x)) {
    return f.nan;
  }
  const std::uint32_t sign = std::signbit(x) ? 1U << (f.exponent_bits + f.mantissa_bits) : 0U;
  const double magnitude = std::fabs(x);
  const std::vector<double>& values = magnitudes(f);
  if (magnitude >= values.back()) {
    return too_large(f, sign, big);
  }
  auto code =
      static_cast<std::uint32_t>(std::upper_bound(values.begin(), values.end(), magnitude) - values.begin() - 1);
  const double middle = (values[code] + values[code + 1]) / 2;
  const bool odd = code % 2 != 0;
  if (round != Round::truncate && (magnitude > middle || (magnitude == middle && (odd || round == Round::away)))) {
    ++code;
  }
  return code > largest_code(f) ? too_large(f, sign, big) : sign | code;
}

// Numerator and denominator are put together by hand: mixed operations of a rational and an integer are not reliable in
// Boost 1.81 (1 / 32 gives 1).
Rational scaled(const Rational& x, int e) {
  const mp::cpp_int power = mp::cpp_int(1) << static_cast<unsigned>(std::abs(e));
  const mp::cpp_int numerator = mp::numerator(x);
  const mp::cpp_int denominator = mp::denominator(x);
  return e >= 0 ? Rational(mp::cpp_int(numerator * power), denominator)
                : Rational(numerator, mp::cpp_int(denominator * power));
}

Rational exact(double x) {
  int e = 0;
  const double fraction = std::frexp(x, &e);
  return scaled(Rational(static_cast<long long>(std::ldexp(fraction, 53))), e - 53);
}

std::uint32_t code_by_division(const Float& f, const Rational& x, Round round) {
  const std::uint32_t sign = x < 0 ? 1U << (f.exponent_bits + f.mantissa_bits) : 0U;
  const Rational magnitude = mp::abs(x);
  // The quantum 2^q is the last place of the binade, or of the subnormals.
  int binade =
      static_cast<int>(mp::msb(mp::numerator(magnitude))) - static_cast<int>(mp::msb(mp::denominator(magnitude)));
  while (scaled(Rational(1), binade) > magnitude) {
    --binade;
  }
  const int q = std::max(binade, 1 - f.bias) - f.mantissa_bits;
  const Rational count = scaled(magnitude, -q);
  mp::cpp_int whole = mp::numerator(count) / mp::denominator(count);
  const Rational rest = count - Rational(whole);
  const Rational half(1, 2);
  if (round != Round::truncate && (rest > half || (rest == half && (round == Round::away || whole % 2 != 0)))) {
    ++whole;
  }
  const Rational rounded = scaled(Rational(whole), q);
  if (rounded > exact(value(f, largest_code(f)))) {
    return too_large(f, sign, f.has_infinity ? Big::ocp : Big::saturate);
  }
  // Back to a code: the exponent field counts quanta.
  const mp::cpp_int hidden = mp::cpp_int(1) << f.mantissa_bits;
  int field = q + f.mantissa_bits + f.bias;
  if (whole >= 2 * hidden) {
    whole /= 2;
    ++field;
  }
  if (whole < hidden) {
    return sign | static_cast<std::uint32_t>(whole);
  }
  return sign | (static_cast<std::uint32_t>(field) << f.mantissa_bits) | static_cast<std::uint32_t>(whole - hidden);
}

namespace {

/// floor(log2|v|) and the fraction above it.
void split(double v, double& x, double& fraction) {
  int e = 0;
  const double half = std::frexp(std::fabs(v), &e);
  x = e - 1;
  fraction = 2 * half - 1;
}

}  // namespace

double adder_product(double a, double b, int m, double d) {
  double xa = 0;
  double fa = 0;
  double xb = 0;
  double fb = 0;
  split(a, xa, fa);
  split(b, xb, fb);
  const double log = (xa + xb) + (fa + fb + std::ldexp(d, -m));
  const double x = std::floor(log);
  const double magnitude = std::ldexp(1 + (log - x), static_cast<int>(x));
  return std::signbit(a) != std::signbit(b) ? -magnitude : magnitude;
}

double real_product(double a, double b, int m, double d) {
  double xa = 0;
  double fa = 0;
  double xb = 0;
  double fb = 0;
  split(a, xa, fa);
  split(b, xb, fb);
  const double magnitude = std::ldexp(1 + fa + fb + std::ldexp(d, -m), static_cast<int>(xa + xb));
  return std::signbit(a) != std::signbit(b) ? -magnitude : magnitude;
}

double product(const std::string& multiplier, double a, double b, int m, double d) {
  if (multiplier == "exact") {
    return a * b;  // exact in fp64 for every pair of formats up to fp32
  }
  if (multiplier == "adder") {
    return adder_product(a, b, m, d);
  }
  if (multiplier == "exact-cut") {
    int exponent = 0;
    const double fraction = std::frexp(a * b, &exponent);  // [0.5, 1), exact
    return std::ldexp(std::trunc(std::ldexp(fraction, m + 1)), exponent - (m + 1));
  }
  if (multiplier == "lmul-real") {
    return real_product(a, b, m, d);
  }
  throw std::out_of_range("no oracle of the products of " + multiplier);
}

}  // namespace oracle
