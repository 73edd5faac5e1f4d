// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/expression.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "util/error.hpp"

namespace lmulsim::explore {
namespace {

using ::testing::HasSubstr;

constexpr std::array<std::string_view, 4> kNames{"array.rows", "pe.accumulator", "none", "half"};

std::size_t slot(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) {
      return i;
    }
  }
  throw InputError("unknown name");
}

std::string value(const std::string& text) {
  const Value rows = 32.0;
  const Value sums = std::string("fixed");
  const Value half = 0.5;
  const std::array<const Value*, 4> values{&rows, &sums, nullptr, &half};
  return text_of(Expression(text, "f:1: key", slot).evaluate(values));
}

std::string error(const std::string& text) {
  try {
    return "no error but " + value(text);
  } catch (const InputError& e) {
    return e.what();
  }
}

TEST(Expression, BindsAsOneReadsIt) {
  EXPECT_EQ(value("1 + 2 * 3"), "7");
  EXPECT_EQ(value("(1 + 2) * 3"), "9");
  EXPECT_EQ(value("10 - 2 - 3"), "5");
  EXPECT_EQ(value("-array.rows + 40 % 7"), "-27");
  EXPECT_EQ(value("array.rows * half <= 16 and not array.rows > 32"), "1");
  EXPECT_EQ(value("1 > 2 or 3 > 2 and 0"), "0");
  EXPECT_EQ(value("1e3"), "1000");
  EXPECT_EQ(value("2.5e-1*4"), "1");
}

TEST(Expression, ComparesTextsAndNumbers) {
  EXPECT_EQ(value("pe.accumulator == 'fixed'"), "1");
  EXPECT_EQ(value("pe.accumulator != 'fp32'"), "1");
  EXPECT_EQ(value("pe.accumulator in ['fp32', 'fixed']"), "1");
  EXPECT_EQ(value("array.rows in [8, 16]"), "0");
  EXPECT_EQ(value("max(1, array.rows, 8) + min(3, 2) + ceil(0.2) + floor(1.9) + log2(8)"), "39");
}

TEST(Expression, AbsentValuesMakeComparisonsFalseAndSumsAbsent) {
  EXPECT_EQ(value("none < 1"), "0");
  EXPECT_EQ(value("none >= 1"), "0");
  EXPECT_EQ(value("none + 1"), "-");
  EXPECT_EQ(value("none == 1"), "0");
  EXPECT_EQ(value("not none > 1"), "1");
}

TEST(Expression, SaysWhereItStopsMakingSense) {
  EXPECT_THAT(error("1 +"), HasSubstr("f:1: key: column 4: expected a number, a 'text' or a name, found the end"));
  EXPECT_THAT(error("1 2"), HasSubstr("column 3: expected the end or an operator, found '2'"));
  EXPECT_THAT(error("array.cols"), HasSubstr("column 1: unknown name"));
  EXPECT_THAT(error("sin(1)"), HasSubstr("one of min, max, ceil, floor, log2"));
  EXPECT_THAT(error("log2(1, 2)"), HasSubstr("log2 of one number"));
  EXPECT_THAT(error("'open"), HasSubstr("a text that ends with '"));
  EXPECT_THAT(error("1 / 0"), HasSubstr("expected a divisor other than 0"));
  EXPECT_THAT(error("1 % (array.rows - 32)"), HasSubstr("expected a divisor other than 0"));
  EXPECT_THAT(error("pe.accumulator * 2"), HasSubstr("expected numbers, found the text 'fixed'"));
  EXPECT_THAT(error("pe.accumulator < 2"), HasSubstr("two numbers or two texts"));
  EXPECT_THAT(error("1e300 * 1e300"), HasSubstr("finite"));
  EXPECT_THAT(error("log2(0)"), HasSubstr("above 0"));
  EXPECT_THAT(error("0x10"), HasSubstr("expected a number"));
}

TEST(Expression, IsBoundedInLengthAndDepth) {
  EXPECT_THAT(error(std::string(20'000, '(')), HasSubstr("at most 1000 characters"));
  EXPECT_THAT(error(std::string(500, '(')), HasSubstr("at most 32 levels"));
  EXPECT_THAT(error(std::string(900, '-') + "1"), HasSubstr("at most 32 levels"));
  std::string nots;
  for (int i = 0; i < 100; ++i) {
    nots += "not ";
  }
  EXPECT_THAT(error(nots + "1"), HasSubstr("at most 32 levels"));
}

}  // namespace
}  // namespace lmulsim::explore
