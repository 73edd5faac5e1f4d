// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Expressions of liberty files and truth tables.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "gates/liberty_function.hpp"
#include "util/error.hpp"

namespace lmulsim::gates {
namespace {

constexpr std::uint64_t kA = input_column(0), kB = input_column(1), kC = input_column(2);

std::uint64_t truth(const std::string& text) {
  const NameColumn column = [](std::string_view name) -> std::optional<std::uint64_t> {
    const std::size_t at = std::string_view("A,B,C,D[0]").find(name);
    return name == "D[0]"                                     ? std::optional(input_column(3))
           : name.size() == 1 && at != std::string_view::npos ? std::optional(input_column(static_cast<int>(at / 2)))
                                                              : std::nullopt;
  };
  return truth_of(text, column, "cells.lib:7");
}

std::string error_of(const std::string& text) {
  try {
    (void)truth(text);
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

TEST(LibertyFunction, ReadsBothInversions) {
  EXPECT_EQ(truth("!A"), ~kA);
  EXPECT_EQ(truth("A'"), ~kA);
  EXPECT_EQ(truth("(A B)'"), ~(kA & kB));
  EXPECT_EQ(truth("!A'"), kA);
}

TEST(LibertyFunction, ReadsAllFourWaysToWriteAnd) {
  for (const char* text : {"A B", "A*B", "A & B", "(A)(B)"}) {
    EXPECT_EQ(truth(text), kA & kB) << text;
  }
}

TEST(LibertyFunction, ReadsBothWaysToWriteOr) {
  EXPECT_EQ(truth("A+B"), kA | kB);
  EXPECT_EQ(truth("A | B"), kA | kB);
}

TEST(LibertyFunction, BindsXorBeforeAndBeforeOr) {
  EXPECT_EQ(truth("A B^C"), kA & (kB ^ kC));
  EXPECT_EQ(truth("A + B C"), kA | (kB & kC));
  EXPECT_EQ(truth("A !B + C'"), (kA & ~kB) | ~kC);
}

TEST(LibertyFunction, ReadsConstantsAndBusPins) {
  EXPECT_EQ(truth("1"), ~std::uint64_t{0});
  EXPECT_EQ(truth("A 0"), 0U);
  EXPECT_EQ(truth("D[0]"), input_column(3));
}

TEST(LibertyFunction, RefusesWhatIsNoExpressionAndNamesThePlace) {
  EXPECT_EQ(error_of("A + X"), "cells.lib:7: function 'A + X': unknown pin 'X'");
  EXPECT_THAT(error_of("(A B"), ::testing::HasSubstr("a parenthesis is not closed"));
  EXPECT_THAT(error_of("A B)"), ::testing::HasSubstr("')' is one too many"));
  EXPECT_THAT(error_of("A +"), ::testing::HasSubstr("expected a pin, found the end"));
  EXPECT_THAT(error_of("A ? B"), ::testing::HasSubstr("'? B' is one too many"));
  EXPECT_THAT(error_of(""), ::testing::HasSubstr("expected a pin"));
}

TEST(LibertyFunction, RefusesEndlessParenthesesWithoutExhaustingTheStack) {
  EXPECT_THAT(error_of(std::string(1'000'000, '(')), ::testing::HasSubstr("nested deeper than 100"));
}

TEST(LibertyFunction, ReadsAMillionInversions) {
  EXPECT_EQ(truth(std::string(1'000'000, '!') + "A"), kA);
}

TEST(TruthTable, TellsWhichInputsMatter) {
  const std::uint64_t mask = truth_mask(3);
  EXPECT_TRUE(depends_on((kA ^ kC) & mask, 0, mask));
  EXPECT_FALSE(depends_on((kA ^ kC) & mask, 1, mask));
  EXPECT_TRUE(depends_on((kA ^ kC) & mask, 2, mask));
}

/// The table of a sum of products, input by input.
std::uint64_t value_of(const std::vector<Cube>& cubes, std::size_t inputs) {
  std::uint64_t table = 0;
  for (std::uint64_t i = 0; i < (std::uint64_t{1} << inputs); ++i) {
    for (const Cube& cube : cubes) {
      table |= (i & cube.care) == cube.value ? std::uint64_t{1} << i : 0;
    }
  }
  return table;
}

TEST(SumOfProducts, IsTheFunctionForAllFunctionsOfFourInputs) {
  for (std::uint64_t table = 0; table < 65536; ++table) {
    ASSERT_EQ(value_of(sum_of_products(table, 4), 4), table);
  }
}

TEST(SumOfProducts, IsTheFunctionForAllFunctionsOfFewerInputs) {
  for (std::size_t inputs = 0; inputs < 4; ++inputs) {
    for (std::uint64_t table = 0; table <= truth_mask(inputs); ++table) {
      ASSERT_EQ(value_of(sum_of_products(table, inputs), inputs), table) << inputs;
    }
  }
}

TEST(SumOfProducts, IsTheFunctionForManyFunctionsOfSixInputs) {
  std::uint64_t table = 1;
  for (int i = 0; i < 1000; ++i) {
    table = table * 6364136223846793005U + 1442695040888963407U;  // Knuth's MMIX generator
    ASSERT_EQ(value_of(sum_of_products(table, 6), 6), table);
  }
}

TEST(SumOfProducts, HasNoMoreTermsThanNeededWhereThatIsKnown) {
  EXPECT_EQ(sum_of_products(truth("A B + C"), 3).size(), 2U);
  EXPECT_EQ(sum_of_products(truth("A B + A C + B C"), 3).size(), 3U);
  EXPECT_EQ(sum_of_products(truth("A^B^C"), 3).size(), 4U);
  EXPECT_EQ(sum_of_products(truth("1"), 3).size(), 1U);
  EXPECT_TRUE(sum_of_products(0, 3).empty());
}

}  // namespace
}  // namespace lmulsim::gates
