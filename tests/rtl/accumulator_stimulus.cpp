// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "accumulator_stimulus.hpp"

#include <algorithm>

#include "rtl/product_bus.hpp"

namespace lmulsim::rtl_test {
using rtl::product_layout;

namespace {

using arith::AccumulatorKind;
using arith::AccWord;
using arith::Format;
using arith::MultiplierKind;
using arith::MultiplierSpec;
using arith::Number;

constexpr MultiplierSpec kExact{};
constexpr MultiplierSpec kAdder{.kind = MultiplierKind::adder, .subnormals = arith::Subnormals::daz};
constexpr std::uint64_t kMaxK = 4096;

bool is_float(const AccConfig& c) {
  return c.acc.kind == AccumulatorKind::fp32 || c.acc.kind == AccumulatorKind::bf16;
}

const arith::FormatInfo& acc_info(const AccConfig& c) {
  return arith::info(c.acc.kind == AccumulatorKind::bf16 ? Format::bf16 : Format::fp32);
}

rtl::ProductLayout layout_of(const AccConfig& c) {
  return product_layout(c.multiplier, c.format, c.format, c.acc.kind);
}

// Leading exponents of finite products.
struct Range {
  int low;
  int high;
};
Range exponents(const AccConfig& c) {
  const rtl::ProductLayout layout = layout_of(c);
  return {layout.exp_min - layout.bias, layout.exp_max - layout.bias};
}

Number product_at(const AccConfig& c, bool negative, std::uint64_t significand, int lead) {
  const int bits = layout_of(c).sig_bits;
  return arith::make_number(negative, significand, lead - (bits - 1));
}

std::vector<std::uint64_t> significands(const AccConfig& c) {
  const int bits = layout_of(c).sig_bits;
  const std::uint64_t top = std::uint64_t{1} << (bits - 1);
  return {top, top | 1, top | (top >> 1), top | (top >> 1) | 1, 2 * top - 1, 2 * top - 2};
}

std::vector<std::uint32_t> special_sums(const arith::FormatInfo& f) {
  const std::uint32_t inf = arith::infinity_code(f, false);
  std::vector<std::uint32_t> codes{
      0, 1, f.man_mask(), f.man_mask() + 1, inf - 1, inf, arith::nan_code(f), inf + 1, f.mag_mask()};
  const std::vector<std::uint32_t> positive = codes;
  for (const std::uint32_t code : positive) {
    codes.push_back(code | f.sign_mask());
  }
  return codes;
}

// Every special sum with every special product and with the ends of the products' range.
void add_specials(const AccConfig& c, std::vector<Step>& steps) {
  const Range range = exponents(c);
  for (const std::uint32_t sum : special_sums(acc_info(c))) {
    for (const bool negative : {false, true}) {
      std::vector<Number> products{arith::make_number(negative, 0, 0), arith::make_infinity(negative),
                                   arith::make_nan()};
      for (const std::uint64_t significand : significands(c)) {
        for (const int lead : {range.low, range.low + 1, -1, 0, 1, range.high - 1, range.high}) {
          products.push_back(product_at(c, negative, significand, lead));
        }
      }
      for (const Number& product : products) {
        steps.push_back({.acc = {.lo = sum, .hi = 0}, .product = product});
      }
    }
  }
}

// Every alignment that the window can see and a few beyond it, at sums of several exponents.
void add_alignments(const AccConfig& c, std::vector<Step>& steps) {
  const arith::FormatInfo& f = acc_info(c);
  const Range range = exponents(c);
  const int reach = std::max(f.man_bits + 1, layout_of(c).sig_bits) + 5;
  const std::vector<std::uint32_t> mantissas{
      0, 1, 2, f.man_mask() / 2, f.man_mask() / 2 + 1, f.man_mask() - 1, f.man_mask()};
  for (const int field : {0, 1, 2, 3, 10, 127, 128, 250, 252, 253, 254}) {
    for (int distance = -reach; distance <= reach; ++distance) {
      const int lead = std::max(field, 1) - f.bias - distance;
      if (lead < range.low || lead > range.high) {
        continue;
      }
      for (const std::uint32_t man : mantissas) {
        for (const std::uint64_t significand : significands(c)) {
          for (const unsigned signs : {0U, 1U, 2U, 3U}) {
            const std::uint32_t sum =
                ((signs & 1U) != 0 ? f.sign_mask() : 0U) | (static_cast<std::uint32_t>(field) << f.man_bits) | man;
            steps.push_back(
                {.acc = {.lo = sum, .hi = 0}, .product = product_at(c, (signs & 2U) != 0, significand, lead)});
          }
        }
      }
    }
  }
}

AccWord word(arith::Uint128 bits) {
  return {.lo = static_cast<std::uint64_t>(bits), .hi = static_cast<std::uint64_t>(bits >> 64)};
}

int sum_width(const AccConfig& c) {
  return c.acc.kind == AccumulatorKind::int32 ? 32 : c.acc.width;
}

void add_integers(const AccConfig& c, std::vector<Step>& steps) {
  const arith::FormatInfo& f = arith::info(c.format);
  const int width = sum_width(c);
  const int flags = c.acc.kind == AccumulatorKind::int32 ? 1 : 4;
  const arith::Uint128 one = 1;
  const arith::Uint128 half = one << (width - 1);
  const std::uint32_t inf = f.is_integer() ? 0 : arith::infinity_code(f, false);
  const std::vector<std::uint32_t> codes{
      0, 1, 2, f.man_mask(), f.man_mask() + 1, f.mag_mask() / 2, inf - 1, inf, f.mag_mask() - 1, f.mag_mask()};
  for (const arith::Uint128 sum :
       {arith::Uint128{0}, one, half - 1, half - 2, half, half + 1, 2 * half - 1, half / 2}) {
    for (int flag = 0; flag <= flags; ++flag) {
      const arith::Uint128 acc = sum | (flag == 0 ? 0 : one << (width + flag - 1));
      for (const std::uint32_t a : codes) {
        for (const std::uint32_t b : codes) {
          for (const std::uint32_t sign : {0U, f.sign_mask()}) {
            const std::uint32_t mask = f.sign_mask() | f.mag_mask();
            steps.push_back(
                {.acc = word(acc),
                 .product = arith::multiply(c.multiplier, c.format, (a ^ sign) & mask, c.format, b & mask)});
          }
        }
      }
    }
  }
}

Step random_float_step(const AccConfig& c, Rng& rng) {
  const arith::FormatInfo& f = acc_info(c);
  const Range range = exponents(c);
  const std::uint64_t r = rng();
  const int bits = layout_of(c).sig_bits;
  const std::uint64_t top = std::uint64_t{1} << (bits - 1);
  // Significands with few ones tie more often.
  const std::uint64_t fraction = (r & 3U) == 0 ? rng() & rng() & rng() : rng();
  const int lead = range.low + static_cast<int>(rng() % static_cast<unsigned>(range.high - range.low + 1));
  Step step{.acc = {.lo = rng() & (f.sign_mask() | f.mag_mask()), .hi = 0},
            .product = product_at(c, (r & 4U) != 0, top | (fraction & (top - 1)), lead)};
  if ((r & 8U) != 0) {
    const int reach = f.man_bits + bits;
    const int field = lead + f.bias + static_cast<int>(rng() % static_cast<unsigned>(2 * reach + 1)) - reach;
    const std::uint64_t man = (r & 48U) == 0 ? rng() & rng() & rng() : rng();
    step.acc.lo = (static_cast<std::uint32_t>(r >> 8) & f.sign_mask()) |
                  (static_cast<std::uint32_t>(std::clamp(field, 0, 254)) << f.man_bits) |
                  (static_cast<std::uint32_t>(man) & f.man_mask());
  }
  return step;
}

}  // namespace

std::vector<AccConfig> acc_configs() {
  std::vector<AccConfig> configs;
  for (const AccumulatorKind kind : {AccumulatorKind::fp32, AccumulatorKind::bf16}) {
    for (const auto& [multiplier, format] :
         {std::pair{kExact, Format::e4m3}, std::pair{kAdder, Format::e4m3}, std::pair{kExact, Format::e5m2},
          std::pair{kExact, Format::bf16}, std::pair{kAdder, Format::bf16}, std::pair{kExact, Format::fp16}}) {
      configs.push_back({{.kind = kind}, multiplier, format});
    }
  }
  for (const auto& [multiplier, format] : {std::pair{kExact, Format::e4m3}, std::pair{kAdder, Format::e4m3},
                                           std::pair{kExact, Format::e5m2}, std::pair{kExact, Format::fp16}}) {
    configs.push_back({arith::fixed_layout(multiplier, format, format, kMaxK), multiplier, format});
  }
  configs.push_back({{.kind = AccumulatorKind::int32}, kExact, Format::int8});
  const auto narrow = [](int width, int lsb) {
    return arith::AccumulatorSpec{.kind = AccumulatorKind::narrow, .width = width, .lsb = lsb};
  };
  configs.push_back({narrow(14, 3), kExact, Format::e4m3});
  configs.push_back({narrow(20, -15), kAdder, Format::e4m3});
  configs.push_back({narrow(12, 10), kExact, Format::e5m2});
  return configs;
}

std::vector<Step> directed_steps(const AccConfig& config) {
  std::vector<Step> steps;
  if (is_float(config)) {
    add_specials(config, steps);
    add_alignments(config, steps);
  } else {
    add_integers(config, steps);
  }
  return steps;
}

Step random_step(const AccConfig& c, Rng& rng) {
  if (is_float(c)) {
    return random_float_step(c, rng);
  }
  const arith::FormatInfo& f = arith::info(c.format);
  const std::uint64_t r = rng();
  const std::uint32_t mask = f.sign_mask() | f.mag_mask();
  const Number product = arith::multiply(c.multiplier, c.format, static_cast<std::uint32_t>(r) & mask, c.format,
                                         static_cast<std::uint32_t>(r >> 16) & mask);
  const int width = sum_width(c);
  const arith::Uint128 modulus = arith::Uint128{1} << width;
  arith::Uint128 sum = ((arith::Uint128{rng()} << 64) | rng()) % modulus;
  if ((r >> 32) % 2 == 0) {
    // Within a few products of an end of the range, or of zero.
    const arith::Uint128 distance = sum >> (4 + (r >> 33) % 16);
    sum = (((r >> 40) % 2 == 0 ? modulus / 2 : 0) + ((r >> 41) % 2 == 0 ? distance : modulus - distance)) % modulus;
  }
  const std::uint64_t flags = (r >> 44) % 8 == 0 ? (r >> 48) & (c.acc.kind == AccumulatorKind::int32 ? 1U : 15U) : 0U;
  return {.acc = word(sum | (arith::Uint128{flags} << width)), .product = product};
}

}  // namespace lmulsim::rtl_test
