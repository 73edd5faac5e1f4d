// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/paper_error.hpp"

#include <bit>
#include <concepts>

#include "arith/convert.hpp"

namespace lmulsim::study::paper {
namespace {

using arith::Format;
using arith::MultiplierKind;
using arith::MultiplierSpec;
using arith::Subnormals;

constexpr MultiplierSpec kExact{};
constexpr Format kWord = Format::bf16;
constexpr std::uint32_t kOne = 0x3F80;  ///< 1.0 in bf16
constexpr std::uint32_t kTwo = 0x4000;
constexpr int kMantissas = 128;
constexpr int kParts = 256;

double square_error(const std::invocable<float, float> auto& product) {
  double sum = 0;
  for (int i = 0; i < kParts; ++i) {
    for (int j = 0; j < kParts; ++j) {
      const float x = 1 + (static_cast<float>(i) + 0.5F) / kParts;
      const float y = 1 + (static_cast<float>(j) + 0.5F) / kParts;
      const double error = product(x, y) - double{x} * double{y};
      sum += error * error;
    }
  }
  return sum / kParts / kParts;
}

double product(const MultiplierSpec& spec, Format f, std::uint32_t a, std::uint32_t b) {
  return to_fp64(multiply(spec, f, a, f, b));
}

/// Mean over all pairs of bf16 mantissas of the exact product minus that of operands cut to k bits.
double mean_error(const MultiplierSpec& spec, int k) {
  double sum = 0;
  for (std::uint32_t a = kOne; a < kTwo; ++a) {
    const std::uint32_t cut = truncate_mantissa(kWord, a, k);
    for (std::uint32_t b = kOne; b < kTwo; ++b) {
      sum += product(kExact, kWord, a, b) - product(spec, kWord, cut, truncate_mantissa(kWord, b, k));
    }
  }
  return sum / kMantissas / kMantissas;
}

}  // namespace

double rounded_square_error(Format format) {
  const auto code = [format](float v) { return convert_fp32(std::bit_cast<std::uint32_t>(v), format); };
  return square_error([&](float x, float y) { return product(kExact, format, code(x), code(y)); });
}

double lmul_square_error(int k) {
  const MultiplierSpec spec{MultiplierKind::adder, 128U >> arith::lmul_l(k), Subnormals::daz};
  const auto code = [k](float v) {
    return truncate_mantissa(kWord, convert_fp32(std::bit_cast<std::uint32_t>(v), kWord, arith::Rounding::truncate), k);
  };
  return square_error([&](float x, float y) { return product(spec, kWord, code(x), code(y)); });
}

double truncation_error(int k) {
  return mean_error(kExact, k);
}

double lmul_mean_error(int k, int l) {
  return mean_error({MultiplierKind::lmul_real, 128U >> l, Subnormals::daz}, k);
}

}  // namespace lmulsim::study::paper
