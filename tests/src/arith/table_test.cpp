// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The multiplier table:FILE: any product of two operands of 8 bits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/convert.hpp"
#include "arith/kernels/gemm.hpp"
#include "arith/names.hpp"
#include "arith/product.hpp"
#include "arith/product_table.hpp"
#include "arith/spec.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::arith {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr std::size_t kEntries = 65536;

class TableFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("lmulsim_table_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }

  template <class Entry>
  std::string write(const std::string& name, const Entry& entry) const {
    std::vector<std::uint32_t> words(kEntries);
    for (std::uint32_t i = 0; i < kEntries; ++i) {
      words[i] = entry(i / 256, i % 256);
    }
    util::write_file_atomic(path(name), {reinterpret_cast<const char*>(words.data()), 4 * kEntries});
    return "table:" + path(name);
  }
  /// The products of another multiplier.
  std::string write_products(const std::string& name, const char* multiplier, Format a, Format b) const {
    return write(name, [&, spec = parse_multiplier(multiplier)](std::uint32_t x, std::uint32_t y) {
      return encode(Format::fp32, multiply(spec, a, x, b, y), Rounding::nearest, Overflow::ocp);
    });
  }

 private:
  std::filesystem::path folder_;
};

/// Pairs of codes with another product.
std::size_t differences(const MultiplierSpec& one, const MultiplierSpec& other, Format a, Format b) {
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < kEntries; ++i) {
    count += multiply(one, a, i / 256, b, i % 256) == multiply(other, a, i / 256, b, i % 256) ? 0 : 1;
  }
  return count;
}

TEST_F(TableFile, IsTheMultiplierWhoseProductsItHolds) {
  const Format log43 = *format_from_name("log43");
  const auto expect_same = [&](const char* multiplier, Format a, Format b) {
    const MultiplierSpec table = parse_multiplier(write_products("t", multiplier, a, b));
    EXPECT_EQ(differences(table, parse_multiplier(multiplier), a, b), 0U) << multiplier;
    EXPECT_NO_THROW(require_formats(table, a, b, "here"));
  };
  expect_same("lmul", Format::e4m3, Format::e4m3);
  expect_same("exact", Format::e5m2, Format::e4m3);  // rows are A's: infinities stand in rows
  expect_same("antilog:5", log43, log43);
}

TEST_F(TableFile, AWordThatIsOffByOneIsAnotherProduct) {
  const Format f = Format::e4m3;
  const MultiplierSpec lmul = parse_multiplier("lmul");
  const std::string name = write("planted", [&](std::uint32_t x, std::uint32_t y) {
    const std::uint32_t word = encode(Format::fp32, multiply(lmul, f, x, f, y), Rounding::nearest, Overflow::ocp);
    return word + (x == 0x38 && y == 0x40 ? 1U : 0U);
  });
  EXPECT_EQ(differences(parse_multiplier(name), lmul, f, f), 1U);
}

TEST_F(TableFile, OfIntegersHasAnyIntegerAsAProduct) {
  const std::string name = write("int", [](std::uint32_t x, std::uint32_t y) {
    const int product = static_cast<std::int8_t>(x) * static_cast<std::int8_t>(y);
    return static_cast<std::uint32_t>(x == 5 && y == 7 ? std::numeric_limits<std::int32_t>::min() : product & ~3);
  });
  const MultiplierSpec table = parse_multiplier(name);
  require_formats(table, Format::int8, Format::int8, "here");
  EXPECT_EQ(multiply(table, Format::int8, 0xFD, Format::int8, 3), make_number(true, 12, 0));
  EXPECT_EQ(multiply(table, Format::int8, 5, Format::int8, 7), make_number(true, std::uint64_t{1} << 31, 0));
}

TEST_F(TableFile, IsKnownByItsContent) {
  const std::string one = write_products("one", "adder:2", Format::e4m3, Format::e4m3);
  const std::string same = write_products("same", "adder:2", Format::e4m3, Format::e4m3);
  const std::string other = write_products("other", "adder:3", Format::e4m3, Format::e4m3);
  EXPECT_EQ(parse_multiplier(one), parse_multiplier(same));
  EXPECT_FALSE(parse_multiplier(one) == parse_multiplier(other));
  const std::string word = multiplier_name(parse_multiplier(one));
  EXPECT_THAT(word, testing::MatchesRegex("table:.*(one|same)@[0-9a-f]{16}"));
  EXPECT_EQ(parse_multiplier(word), parse_multiplier(one));
  // Another content under the name.
  write_products("one", "mitchell", Format::e4m3, Format::e4m3);
  write_products("same", "mitchell", Format::e4m3, Format::e4m3);
  EXPECT_THAT([&] { (void)parse_multiplier(word, "--arithmetic"); },
              ThrowsMessage<InputError>(AllOf(HasSubstr("--arithmetic"), HasSubstr("expected a file of SHA-256"))));
}

TEST_F(TableFile, ThatIsGoneIsNamedButNotMultipliedWith) {
  const std::string gone = "table:" + path("gone") + "@0123456789abcdef";
  const MultiplierSpec spec = parse_multiplier(gone);
  EXPECT_EQ(multiplier_name(spec), gone);
  EXPECT_THAT([&] { (void)multiply(spec, Format::e4m3, 0, Format::e4m3, 0); },
              ThrowsMessage<InputError>(HasSubstr("found none at " + path("gone"))));
}

TEST_F(TableFile, RefusesWhatIsNoTable) {
  const auto refuses = [](const std::string& name, const std::string& expected) {
    EXPECT_THAT([=] { (void)parse_multiplier(name, "--multiplier"); }, ThrowsMessage<InputError>(HasSubstr(expected)));
  };
  refuses("table:", "expected table:FILE");
  refuses("table:" + path("none"), "--multiplier: expected a file of 65,536 products, found none at " + path("none"));
  util::write_file_atomic(path("short"), std::string(262143, 'x'));
  refuses("table:" + path("short"), "expected a table of 65,536 products, 262144 bytes, found 262143");
  util::write_file_atomic(path("long"), std::string(262148, 'x'));
  refuses("table:" + path("long"), "found 262148");
  refuses("table:" + path(""), path(""));
  const MultiplierSpec lmul = parse_multiplier(write_products("t", "lmul", Format::e4m3, Format::e4m3));
  const auto refuses_formats = [&](Format a, Format b, const char* expected) {
    EXPECT_THAT([=] { require_formats(lmul, a, b, "here"); },
                ThrowsMessage<InputError>(AllOf(HasSubstr("here"), HasSubstr(expected))));
  };
  refuses_formats(Format::bf16, Format::e4m3, "of 8 bits");
  refuses_formats(Format::e3m2, Format::e3m2, "of 8 bits");
  refuses_formats(Format::int8, Format::e4m3, "of 8 bits");
  refuses_formats(Format::e4m3, *format_from_name("log43"), "two logarithmic operands or none");
  // e4m3 has numbers where e3m4 has NaN.
  const MultiplierSpec e3m4 = parse_multiplier(write_products("m", "lmul", Format::e3m4, Format::e3m4));
  EXPECT_THAT([&] { require_formats(e3m4, Format::e4m3, Format::e4m3, "here"); },
              ThrowsMessage<InputError>(HasSubstr("found NaN")));
  EXPECT_THROW((void)multiply(lmul, Format::bf16, 0, Format::e4m3, 0), InputError);
}

TEST_F(TableFile, RefusesANanWhereNoneMayBe) {
  const std::string name = write("nan", [](std::uint32_t x, std::uint32_t y) {
    return x == 0x38 && y == 0x41 ? 0x7FC00000U : (x % 128 == 127 || y % 128 == 127 ? 0x7FC00000U : 0x3F800000U);
  });
  EXPECT_THAT(
      [&] { require_formats(parse_multiplier(name), Format::e4m3, Format::e4m3, "here"); },
      ThrowsMessage<InputError>(AllOf(HasSubstr("expected a number as the product of 0x38 (row) and 0x41 (column)"),
                                      HasSubstr("found NaN"))));
}

}  // namespace
}  // namespace lmulsim::arith
