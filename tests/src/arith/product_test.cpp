// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/product.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <functional>
#include <random>

#include "arith/hardware.hpp"
#include "oracle.hpp"

namespace lmulsim::arith {
namespace {

const std::vector<std::string> kSmall{"e4m3", "e5m2", "e3m4", "e3m2", "e2m3", "e2m1"};

struct Case {
  MultiplierSpec spec;
  std::string a;
  std::string b;
};

using Wide = std::function<Number(const MultiplierSpec&, Format, std::uint32_t, Format, std::uint32_t)>;
using Narrow = std::function<std::uint32_t(const MultiplierSpec&, Format, std::uint32_t, Format, std::uint32_t)>;

/// l(m) once more: Eq. 1 of the paper.
double paper_offset(int m) {
  return m <= 3 ? 1 : (m == 4 ? 2 : std::ldexp(1.0, m - 4));
}

double offset_of(const Case& c, int m) {
  return c.spec.offset ? *c.spec.offset : paper_offset(m);
}

double operand_value(const oracle::Float& f, std::uint32_t code, Subnormals subnormals) {
  const double v = oracle::value(f, code);
  return subnormals == Subnormals::daz && std::fabs(v) < oracle::smallest_normal(f) ? std::copysign(0.0, v) : v;
}

/// The product as a real number; `unbounded` leaves an adder's exponent as it is.
double expected_product(const Case& c, std::uint32_t a, std::uint32_t b, bool unbounded) {
  const oracle::Float& fa = oracle::format(c.a);
  const oracle::Float& fb = oracle::format(c.b);
  const double x = operand_value(fa, a, c.spec.subnormals);
  const double y = operand_value(fb, b, c.spec.subnormals);
  const bool ordinary = std::isfinite(x) && std::isfinite(y) && x != 0 && y != 0;
  if (!ordinary) {
    return x * y;  // IEEE's special cases are the contract's
  }
  const int m = std::max(fa.mantissa_bits, fb.mantissa_bits);
  const double product = oracle::product(std::string(hardware(c.spec.kind).name), x, y, m, offset_of(c, m));
  if (c.spec.kind != MultiplierKind::adder) {
    return product;
  }
  if (!unbounded && std::fabs(product) >= std::ldexp(1.0, 128)) {
    return std::copysign(INFINITY, product);
  }
  return !unbounded && std::fabs(product) < std::ldexp(1.0, -126) ? std::copysign(0.0, product) : product;
}

std::uint32_t expected_narrow(const Case& c, std::uint32_t a, std::uint32_t b) {
  const oracle::Float& f = oracle::format(c.a);
  const double product = expected_product(c, a, b, true);
  if (std::isinf(product) && f.has_infinity) {
    return oracle::code_by_search(f, product, oracle::Round::nearest, oracle::Big::ocp);
  }
  const bool flush = c.spec.kind == MultiplierKind::adder && std::fabs(product) < oracle::smallest_normal(f);
  return oracle::code_by_search(f, flush ? std::copysign(0.0, product) : product, oracle::Round::nearest,
                                oracle::Big::saturate);
}

/// What a Number says, and that it is canonical.
bool is_number(const Number& n, double expected) {
  switch (n.cls) {
    case NumberClass::nan:
      return std::isnan(expected) && n == Number{.cls = NumberClass::nan};
    case NumberClass::infinity:
      return std::isinf(expected) && n.negative == std::signbit(expected) && n.significand == 0 && n.exponent == 0;
    case NumberClass::zero:
      return expected == 0 && n.negative == std::signbit(expected) && n.significand == 0 && n.exponent == 0;
    case NumberClass::finite:
      return n.significand % 2 == 1 && n.negative == std::signbit(expected) &&
             std::ldexp(static_cast<double>(n.significand), n.exponent) == std::fabs(expected);
  }
  return false;
}

Format format_of(const std::string& name) {
  return format_from_name(name).value();
}

std::size_t wide_mismatches(const Case& c, const Wide& wide) {
  std::size_t count = 0;
  for (std::uint32_t a = 0; a < 1U << oracle::width(oracle::format(c.a)); ++a) {
    for (std::uint32_t b = 0; b < 1U << oracle::width(oracle::format(c.b)); ++b) {
      count += is_number(wide(c.spec, format_of(c.a), a, format_of(c.b), b), expected_product(c, a, b, false)) ? 0 : 1;
    }
  }
  return count;
}

std::size_t narrow_mismatches(const Case& c, const Narrow& narrow) {
  std::size_t count = 0;
  for (std::uint32_t a = 0; a < 1U << oracle::width(oracle::format(c.a)); ++a) {
    for (std::uint32_t b = 0; b < 1U << oracle::width(oracle::format(c.b)); ++b) {
      count += narrow(c.spec, format_of(c.a), a, format_of(c.b), b) == expected_narrow(c, a, b) ? 0 : 1;
    }
  }
  return count;
}

std::vector<MultiplierSpec> all_multipliers() {
  std::vector<MultiplierSpec> specs;
  for (const Subnormals s : {Subnormals::daz, Subnormals::normalize}) {
    for (const MultiplierRow& row : kMultiplierRows) {
      if (row.significand == Significand::table || row.kind == MultiplierKind::table) {
        continue;  // log_test.cpp, table_test.cpp
      }
      specs.push_back({row.kind, std::nullopt, s});
      if (takes_offset(row.kind)) {
        specs.push_back({row.kind, 0, s});
        specs.push_back({row.kind, 3, s});
      }
    }
  }
  return specs;
}

class SmallFormats : public testing::TestWithParam<std::string> {};

TEST_P(SmallFormats, EveryWideProductIsTheRealNumberOfTheContract) {
  for (const std::string& b : kSmall) {
    for (const MultiplierSpec& spec : all_multipliers()) {
      EXPECT_EQ(wide_mismatches({spec, GetParam(), b}, multiply), 0U)
          << GetParam() << " * " << b << " kind " << int(spec.kind) << " subnormals " << int(spec.subnormals);
    }
  }
}

TEST_P(SmallFormats, EveryNarrowProductIsTheNearestCodeOfTheFirstFormat) {
  for (const std::string& b : kSmall) {
    for (const MultiplierSpec& spec : all_multipliers()) {
      EXPECT_EQ(narrow_mismatches({spec, GetParam(), b}, multiply_narrow), 0U)
          << GetParam() << " * " << b << " kind " << int(spec.kind) << " subnormals " << int(spec.subnormals);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, SmallFormats, testing::ValuesIn(kSmall), [](const auto& p) { return p.param; });

TEST(Product, WideFormatsFollowTheSameDefinition) {
  std::mt19937 random(7);
  const std::vector<std::string> formats{"bf16", "fp16", "fp32", "e5m2"};
  for (const std::string& a : formats) {
    for (const std::string& b : formats) {
      for (const MultiplierSpec& spec : all_multipliers()) {
        const Case c{spec, a, b};
        for (int i = 0; i < 4000; ++i) {
          // Every few draws one operand is a small code: zero and subnormals are rare otherwise.
          const std::uint32_t mask_a = 0xFFFFFFFFU >> (32 - oracle::width(oracle::format(a)));
          const std::uint32_t mask_b = 0xFFFFFFFFU >> (32 - oracle::width(oracle::format(b)));
          const std::uint32_t x = static_cast<std::uint32_t>(random()) & (i % 5 == 0 ? mask_a >> 9 : mask_a);
          const std::uint32_t y = static_cast<std::uint32_t>(random()) & (i % 7 == 0 ? mask_b >> 9 : mask_b);
          ASSERT_TRUE(is_number(multiply(spec, format_of(a), x, format_of(b), y), expected_product(c, x, y, false)))
              << a << " 0x" << std::hex << x << " * " << b << " 0x" << y << " kind " << int(spec.kind);
          if (a != "fp32") {
            ASSERT_EQ(multiply_narrow(spec, format_of(a), x, format_of(b), y), expected_narrow(c, x, y))
                << a << " 0x" << std::hex << x << " * " << b << " 0x" << y << " kind " << int(spec.kind);
          }
        }
      }
    }
  }
}

TEST(Product, IntegersMultiplyExactlyAndHaveOneZero) {
  for (const Format f : {Format::int8, Format::int4}) {
    const int limit = f == Format::int8 ? 128 : 8;
    for (int a = -limit; a < limit; ++a) {
      for (int b = -limit; b < limit; ++b) {
        const Number n = multiply({}, f, static_cast<std::uint32_t>(a), f, static_cast<std::uint32_t>(b));
        ASSERT_TRUE(is_number(n, a * b == 0 ? 0.0 : double(a) * b)) << a << " * " << b;
      }
    }
  }
}

TEST(Product, IntegerTimesFloatIsExactAndAddersRefuseIntegers) {
  for (std::uint32_t b = 0; b < 256; ++b) {
    for (int a = -128; a < 128; ++a) {
      const Number n = multiply({}, Format::int8, static_cast<std::uint32_t>(a), Format::e4m3, b);
      ASSERT_TRUE(is_number(n, a * oracle::value(oracle::format("e4m3"), b))) << a << " * " << b;
    }
  }
  EXPECT_THROW((void)multiply({.kind = MultiplierKind::adder}, Format::int8, 1, Format::int8, 1), InputError);
}

TEST(Product, AdderConstantsAreThoseOfTheContract) {
  const auto constant = [](Format f) {
    const FormatInfo& i = info(f);
    return (static_cast<std::uint32_t>(i.bias) << i.man_bits) - adder_offset({.kind = MultiplierKind::adder}, f, f);
  };
  EXPECT_EQ(constant(Format::e4m3), 0x37U);
  EXPECT_EQ(constant(Format::e5m2), 0x3BU);
  EXPECT_EQ(constant(Format::bf16), 0x3F78U);
  EXPECT_EQ(constant(Format::fp16), 0x3BC0U);
  EXPECT_EQ(constant(Format::fp32), 0x3F780000U);
  EXPECT_EQ(constant(Format::e3m4), 0x2EU);
  EXPECT_EQ(constant(Format::e3m2), 0x0BU);
  EXPECT_EQ(constant(Format::e2m3), 0x07U);
  EXPECT_EQ(constant(Format::e2m1), 0x01U);
}

TEST(Product, FormatTableAgreesWithTheSpecificationsRead) {
  for (const FormatInfo& f : kFormats) {
    if (f.is_integer() || f.is_logarithmic() || !f.has_sign) {
      continue;
    }
    const oracle::Float& o = oracle::format(std::string(f.name));
    for (std::uint32_t code = 0; code < 65536; ++code) {
      const std::uint32_t word = f.width() == 32 ? code * 65537U : code & ((1U << f.width()) - 1U);
      ASSERT_TRUE(is_number(decode(format_of(o.name), word), oracle::value(o, word))) << f.name << " " << word;
    }
  }
}

// The oracle must be able to fail: faults an adder, a rounder or an exponent path could have.
TEST(ProductOracle, CatchesAWrongConstant) {
  const Case c{{MultiplierKind::adder, std::nullopt, Subnormals::daz}, "e4m3", "e4m3"};
  const auto wrong = [](MultiplierSpec spec, Format fa, std::uint32_t a, Format fb, std::uint32_t b) {
    spec.offset = adder_offset(spec, fa, fb) + 1;
    return multiply(spec, fa, a, fb, b);
  };
  EXPECT_GT(wide_mismatches(c, wrong), 0U);
}

TEST(ProductOracle, CatchesACarryThatIsDropped) {
  const Case c{{MultiplierKind::adder, std::nullopt, Subnormals::daz}, "e4m3", "e4m3"};
  const auto wrong = [](const MultiplierSpec& spec, Format fa, std::uint32_t a, Format fb, std::uint32_t b) {
    Number n = multiply(spec, fa, a, fb, b);
    const bool carry = (a & 7U) + (b & 7U) + adder_offset(spec, fa, fb) >= 8;
    n.exponent -= n.cls == NumberClass::finite && carry ? 1 : 0;
    return n;
  };
  EXPECT_GT(wide_mismatches(c, wrong), 0U);
}

TEST(ProductOracle, CatchesASubnormalPolicyThatIsIgnored) {
  const Case c{{MultiplierKind::adder, std::nullopt, Subnormals::daz}, "e5m2", "e4m3"};
  const auto wrong = [](MultiplierSpec spec, Format fa, std::uint32_t a, Format fb, std::uint32_t b) {
    spec.subnormals = Subnormals::normalize;
    return multiply(spec, fa, a, fb, b);
  };
  EXPECT_GT(wide_mismatches(c, wrong), 0U);
}

TEST(ProductOracle, CatchesARealSumInPlaceOfTheAdder) {
  const Case c{{MultiplierKind::adder, std::nullopt, Subnormals::daz}, "e4m3", "e4m3"};
  const auto wrong = [](MultiplierSpec spec, Format fa, std::uint32_t a, Format fb, std::uint32_t b) {
    spec.kind = MultiplierKind::lmul_real;
    return multiply(spec, fa, a, fb, b);
  };
  EXPECT_GT(wide_mismatches(c, wrong), 0U);
}

TEST(ProductOracle, CatchesTiesRoundedAwayInNarrowProducts) {
  const Case c{{}, "e4m3", "e4m3"};
  const auto wrong = [&](const MultiplierSpec&, Format, std::uint32_t a, Format, std::uint32_t b) {
    return oracle::code_by_search(oracle::format("e4m3"), expected_product(c, a, b, true), oracle::Round::away,
                                  oracle::Big::saturate);
  };
  EXPECT_GT(narrow_mismatches(c, wrong), 0U);
}

}  // namespace
}  // namespace lmulsim::arith
