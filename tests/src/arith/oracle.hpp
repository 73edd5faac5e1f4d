// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A second opinion that shares no code with src/arith: formats written down again, values as real numbers (fp64 where
// it is exact, rationals elsewhere), rounding as a search for the nearest value.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace oracle {

using Rational = boost::multiprecision::cpp_rational;

struct Float {
  std::string name;
  int exponent_bits;
  int mantissa_bits;
  int bias;
  bool has_infinity;
  bool has_nan;
  std::uint32_t nan;  ///< canonical
};

/// The floating-point formats with a sign.
const Float& format(const std::string& name);

int width(const Float& f);
/// Magnitude code of the largest finite value.
std::uint32_t largest_code(const Float& f);
double smallest_normal(const Float& f);

/// The value of a code as fp64: NaN, infinities and zeros of both signs included.
double value(const Float& f, std::uint32_t code);

enum class Round : std::uint8_t { nearest, away, truncate };  // away (ties) exists to be caught
enum class Big : std::uint8_t { saturate, ocp };

/// The code of a real number, by search among all values of a format of at most 16 bits. `x` may be any fp64.
std::uint32_t code_by_search(const Float& f, double x, Round round, Big big);

/// The code of a rational number by integer division; overflow to infinity, or to the largest finite value if the
/// format has no infinity. Zero is not allowed.
std::uint32_t code_by_division(const Float& f, const Rational& x, Round round = Round::nearest);

/// x * 2^e
Rational scaled(const Rational& x, int e);
Rational exact(double x);

/// The adder's product on reals: with v = 2^x * (1 + f) and L(v) = x + f, the value whose L is L(a) + L(b) + D / 2^m.
double adder_product(double a, double b, int m, double d);
/// 2^(xa + xb) * (1 + fa + fb + D / 2^m)
double real_product(double a, double b, int m, double d);

/// The product of two finite numbers that are not zero, by the multiplier's name in the table of hardware; `m`:
/// mantissa bits of the wider operand; `d`: the offset of those that have one. Throws std::out_of_range for a name that
/// has no oracle.
double product(const std::string& multiplier, double a, double b, int m, double d);

}  // namespace oracle
