// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <bit>
#include <cstring>
#include <vector>

#include "arith/names.hpp"
#include "arith/spec.hpp"
#include "arith/tool/arith_tool.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::arith {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class ArithTool : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("lmulsim_arith_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return folder_ / name; }

  static std::uint32_t word(const std::string& bytes, std::size_t i) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data() + 4 * i, 4);
    return value;
  }

 private:
  std::filesystem::path folder_;
};

std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST_F(ArithTool, TableHoldsEveryProductFirstOperandSlowest) {
  const MultiplierSpec lmul = parse_multiplier("lmul");
  EXPECT_EQ(arith_table({lmul, Format::e4m3, Format::e4m3, false, path("wide")}), 65536U);
  const std::string wide = util::read_file(path("wide"));
  ASSERT_EQ(wide.size(), 4U * 65536U);
  EXPECT_EQ(std::bit_cast<float>(word(wide, 0x38 * 256 + 0x38)), 1.125F);
  EXPECT_EQ(std::bit_cast<float>(word(wide, 0x40 * 256 + 0x44)), 6.5F);
  EXPECT_EQ(word(wide, 0x7F * 256), 0x7FC00000U);
  EXPECT_EQ(word(wide, 0x80 * 256 + 0x38), 0x80000000U);
  arith_table({lmul, Format::e4m3, Format::e4m3, true, path("narrow")});
  const std::string narrow = util::read_file(path("narrow"));
  ASSERT_EQ(narrow.size(), 65536U);
  EXPECT_EQ(narrow[0xB8 * 256 + 0x40], '\xC1');
  // First operand slowest: e5m2 * e4m3 has 2^-14 * 1 in row 0x04.
  arith_table({parse_multiplier("exact"), Format::e5m2, Format::e4m3, false, path("mixed")});
  EXPECT_EQ(std::bit_cast<float>(word(util::read_file(path("mixed")), 0x04 * 256 + 0x38)), 0x1p-14F);
  EXPECT_EQ(arith_table({lmul, Format::e2m1, Format::e3m2, false, path("small")}), 16U * 64U);
}

TEST_F(ArithTool, ConvertWritesCodesOfTheFormatsWidth) {
  const std::vector<float> values{1.0F, -448.0F, 464.0F, 1000.0F, 0.0009765625F, -0.0F, NAN};
  util::write_file_atomic(path("in"), {reinterpret_cast<const char*>(values.data()), values.size() * 4});
  EXPECT_EQ(arith_convert({Format::e4m3, OperandRounding::nearest, Overflow::ocp, path("in"), path("out")}), 7U);
  EXPECT_EQ(util::read_file(path("out")), std::string("\x38\xFE\x7E\x7F\x00\x80\x7F", 7));
  arith_convert({Format::bf16, OperandRounding::nearest, Overflow::saturate, path("in"), path("out16")});
  EXPECT_EQ(util::read_file(path("out16")).substr(0, 4), std::string("\x80\x3F\xE0\xC3", 4));
}

TEST_F(ArithTool, ConvertKnowsTheAdderOfTheOperand) {
  const std::vector<float> values{1.06F, -1.09F};
  util::write_file_atomic(path("in"), {reinterpret_cast<const char*>(values.data()), values.size() * 4});
  ConvertOptions options{.to = Format::e4m3,
                         .rounding = OperandRounding::adder,
                         .in = path("in"),
                         .out = path("out"),
                         .multiplier = parse_multiplier("mitchell")};
  arith_convert(options);
  EXPECT_EQ(util::read_file(path("out")), std::string("\x38\xB9", 2));
  options.operand = Side::b;
  arith_convert(options);
  EXPECT_EQ(util::read_file(path("out")), std::string("\x39\xB9", 2));
  options.other = Format::bf16;
  EXPECT_THAT(message_of([&] { arith_convert(options); }),
              AllOf(HasSubstr("arith convert"), HasSubstr("mitchell on bf16 and e4m3")));
}

TEST_F(ArithTool, DotSumsInTheChosenAccumulator) {
  util::write_file_atomic(path("a"), "\x38\x40\x44");  // 1 2 3
  util::write_file_atomic(path("b"), "\x38\x38\xB8");  // 1 1 -1
  DotOptions options{.mac = {parse_multiplier("exact"), parse_accumulator("fp32")}, .a = path("a"), .b = path("b")};
  options.mac.accumulator = parse_accumulator("fp32");
  EXPECT_EQ(arith_dot(options).value, 0.0F);
  options.mac.multiplier = parse_multiplier("lmul");  // 1.125 + 2.25 - 3.25
  for (const char* accumulator : {"fp32", "bf16", "fp16", "fixed", "aligned-13"}) {
    options.mac.accumulator = parse_accumulator(accumulator);
    EXPECT_EQ(arith_dot(options).value, 0.125F) << accumulator;
  }
  options.mac.accumulator = parse_accumulator("e4m3");  // 3.375 is a tie that goes to 3.5
  EXPECT_EQ(arith_dot(options).value, 0.25F);
  EXPECT_EQ(arith_dot(options).k, 3U);
}

TEST_F(ArithTool, DotOfRowsWritesASumAndItsFlagForEach) {
  util::write_file_atomic(path("a"), "\x38\x40\x44\x38\x38\xB8");  // 1 2 3, 1 1 -1
  const auto rows = [&](const char* accumulator, Format format, std::size_t length) {
    const DotOptions dot{.mac = {parse_multiplier("exact"), parse_accumulator(accumulator)},
                         .format_a = format,
                         .format_b = format,
                         .a = path("a"),
                         .b = path("a")};
    return arith_dot_rows({.dot = dot, .length = length, .out = path("sums")});
  };
  const auto words = [&] {
    const std::string bytes = util::read_file(path("sums"));
    std::vector<std::uint32_t> all;
    for (std::size_t i = 0; i < bytes.size() / 4; ++i) {
      all.push_back(word(bytes, i));
    }
    return all;
  };
  using testing::ElementsAre;
  EXPECT_EQ(rows("fix4.0", Format::e4m3, 3).flagged, 1U);
  EXPECT_THAT(words(), ElementsAre(0x40E00000U, 1U, 0x40400000U, 0U));  // 7, saturated, and 3
  EXPECT_EQ(rows("fix4.0w", Format::e4m3, 3).rows, 2U);
  EXPECT_THAT(words(), ElementsAre(0x7FC00000U, 1U, 0x40400000U, 0U));
  EXPECT_EQ(rows("group2-7/fix8.-1/2", Format::e4m3, 3).flagged, 0U);
  EXPECT_THAT(words(), ElementsAre(0x41600000U, 0U, 0x40400000U, 0U));
  EXPECT_EQ(rows("fp32", Format::e4m3, 0).length, 6U);
  EXPECT_THAT(words(), ElementsAre(0x41880000U, 0U));
  rows("int32", Format::int8, 2);
  EXPECT_THAT(words(), ElementsAre(56U * 56 + 64 * 64, 0U, 68U * 68 + 56 * 56, 0U, 56U * 56 + 72 * 72, 0U));
  EXPECT_THAT(message_of([&] { rows("fp32", Format::e4m3, 4); }), AllOf(HasSubstr("rows of 4"), HasSubstr("found 6")));
}

TEST_F(ArithTool, ErrorsNameTheFileWhatWasExpectedAndFound) {
  util::write_file_atomic(path("odd"), "12345");
  EXPECT_THAT(message_of([&] {
                arith_convert({Format::e4m3, {}, {}, path("odd"), path("out")});
              }),
              AllOf(HasSubstr("odd"), HasSubstr("4-byte"), HasSubstr("5 bytes")));
  EXPECT_FALSE(std::filesystem::exists(path("out")));
  EXPECT_THAT(message_of([&] { arith_convert({Format::e4m3, {}, {}, path("none"), path("out")}); }), HasSubstr("none"));
  EXPECT_THAT(message_of([&] {
                arith_table({{}, Format::bf16, Format::e4m3, false, path("out")});
              }),
              AllOf(HasSubstr("bf16"), HasSubstr("8 bits")));
  util::write_file_atomic(path("two"), "12");
  EXPECT_THAT(message_of([&] { arith_dot({.mac = {}, .a = path("odd"), .b = path("two")}); }),
              AllOf(HasSubstr("two"), HasSubstr("5"), HasSubstr("found 2")));
  DotOptions small{.mac = {}, .format_a = Format::e2m1, .a = path("two"), .b = path("two")};
  EXPECT_THAT(message_of([&] { arith_dot(small); }), AllOf(HasSubstr("byte 0"), HasSubstr("4-bit e2m1")));
  EXPECT_THAT(message_of([&] {
                arith_table({{}, Format::e4m3, Format::e4m3, false, "/nowhere/at/all"});
              }),
              HasSubstr("/nowhere/at/all"));
}

TEST(Names, AreReadAndWrittenTheSame) {
  for (const char* name : {"exact", "lmul", "mitchell", "adder:3", "lmul-real"}) {
    EXPECT_EQ(multiplier_name(parse_multiplier(name)), name);
  }
  EXPECT_EQ(parse_multiplier("adder:0"), parse_multiplier("mitchell"));
  for (const char* name : {"fp32", "bf16", "fp16", "e4m3", "fixed", "int32", "aligned-13"}) {
    EXPECT_EQ(accumulator_name(parse_accumulator(name)), name);
  }
  for (const FormatInfo& f : kFormats) {
    EXPECT_EQ(info(parse_format(f.name)).name, f.name);
  }
  EXPECT_EQ(subnormals_name(parse_subnormals("normalize")), "normalize");
  EXPECT_EQ(parse_multiplier("exact").subnormals, Subnormals::normalize);
  EXPECT_EQ(parse_multiplier("lmul").subnormals, Subnormals::daz);
  EXPECT_EQ(parse_rounding("truncate"), OperandRounding::truncate);
  EXPECT_EQ(parse_overflow("ocp"), Overflow::ocp);
}

TEST(Names, ErrorsNameTheNearestOne) {
  EXPECT_THAT(message_of([] { (void)parse_format("e4m", "--to"); }), AllOf(HasSubstr("--to"), HasSubstr("'e4m3'")));
  EXPECT_THAT(message_of([] { (void)parse_multiplier("lmull"); }), AllOf(HasSubstr("'lmull'"), HasSubstr("'lmul'")));
  EXPECT_THAT(message_of([] { (void)parse_multiplier("adder:x"); }), HasSubstr("whole number"));
  EXPECT_THAT(message_of([] { (void)parse_multiplier("adder:4294967296"); }), HasSubstr("4294967295"));
  EXPECT_THAT(message_of([] { (void)parse_accumulator("aligned-0"); }), HasSubstr("from 1 to 60"));
  EXPECT_THAT(message_of([] { (void)parse_accumulator("fp23"); }), HasSubstr("'fp32'"));
  EXPECT_THAT(message_of([] { (void)parse_rounding("up"); }), HasSubstr("truncate"));
  EXPECT_THAT(message_of([] { (void)parse_overflow("wrap"); }), HasSubstr("saturate"));
  EXPECT_THAT(message_of([] { (void)parse_subnormals("ftz"); }), HasSubstr("daz"));
}

}  // namespace
}  // namespace lmulsim::arith
