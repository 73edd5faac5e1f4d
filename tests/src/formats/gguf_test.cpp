// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf/gguf.hpp"

#include <gmock/gmock.h>

#include "gguf_file.hpp"
#include "util/error.hpp"

namespace lmulsim::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

std::string word32(std::uint32_t value) {
  return GgufFile::word(value);
}

std::string word64(std::uint64_t value) {
  return GgufFile::word(value);
}

TEST(Gguf, ReadsEveryTypeOfMetadata) {
  GgufFile file;
  file.raw("a.u8", 0, "\xFF").raw("a.i8", 1, "\xFE").raw("a.u16", 2, "\x01\x80").raw("a.i16", 3, "\xFF\xFF");
  file.u32("a.u32", 0xFFFFFFFFU).raw("a.i32", 5, "\xFD\xFF\xFF\xFF").f32("a.f32", 0.5F).raw("a.bool", 7, "\x01");
  file.string("a.text", "caf\xC3\xA9").u64("a.u64", 1ULL << 40U).raw("a.i64", 11, word64(~0ULL));
  file.raw("a.f64", 12, GgufFile::word(-2.5)).strings("a.texts", {"one", "", "three"}).floats("a.floats", {1, -2});
  file.raw("a.i16s", 9, word32(3) + word64(2) + std::string("\x05\x00\xFB\xFF", 4));
  const std::string bytes = file.bytes();
  const gguf::Gguf g = gguf::parse_gguf(bytes_of(bytes), "m.gguf");
  EXPECT_EQ(g.integer("a.u8", 0, 300), 255);
  EXPECT_EQ(g.integer("a.i8", -9, 9), -2);
  EXPECT_EQ(g.integer("a.u16", 0, 70000), 0x8001);
  EXPECT_EQ(g.integer("a.i16", -9, 9), -1);
  EXPECT_EQ(g.integer("a.u32", 0, INT64_MAX), 0xFFFFFFFFLL);
  EXPECT_EQ(g.integer("a.i32", -9, 9), -3);
  EXPECT_EQ(g.number("a.f32", 0, 1), 0.5);
  EXPECT_TRUE(std::get<bool>(g.metadata.at("a.bool")));
  EXPECT_EQ(g.string("a.text"), "caf\xC3\xA9");
  EXPECT_EQ(g.integer("a.u64", 0, INT64_MAX), 1LL << 40U);
  EXPECT_EQ(g.integer("a.i64", -9, 9), -1);
  EXPECT_EQ(g.number("a.f64", -9, 9), -2.5);
  EXPECT_THAT(g.strings("a.texts"), ElementsAre("one", "", "three"));
  EXPECT_THAT(g.numbers("a.floats"), ElementsAre(1, -2));
  EXPECT_THAT(g.numbers("a.i16s"), ElementsAre(5, -5));
  EXPECT_TRUE(g.strings("a.none").empty());
  EXPECT_FALSE(g.optional_integer("a.none", 0, 1).has_value());
}

TEST(Gguf, FindsTensorsBehindAnyAlignment) {
  for (const std::uint32_t version : {2U, 3U}) {
    for (const std::uint32_t alignment : {8U, 32U, 4096U}) {
      GgufFile file;
      file.version = version;
      file.alignment = alignment;
      file.u32("general.alignment", alignment);
      file.tensor("x", {2, 3}, std::vector<float>{1, 2, 3, 4, 5, 6}).tensor("q", {1, 64}, 8, std::string(68, '\7'));
      const std::string bytes = file.bytes();
      const gguf::Gguf g = gguf::parse_gguf(bytes_of(bytes), "m.gguf");
      EXPECT_EQ(g.alignment, alignment);
      EXPECT_THAT(g.tensors.at("x").shape, ElementsAre(2, 3));
      EXPECT_EQ(reinterpret_cast<const float*>(g.tensors.at("x").bytes.data())[5], 6.0F);
      EXPECT_EQ(g.tensors.at("q").type->name, "Q8_0");
      EXPECT_EQ(g.tensors.at("q").bytes.size(), 68U);
      EXPECT_EQ(g.tensors.at("q").bytes.back(), std::byte{7});
    }
  }
}

TEST(Gguf, RefusesMetadataOfAnotherType) {
  GgufFile file;
  file.u32("n", 5).string("s", "x").f32("f", 1.0F).strings("texts", {"a"}).f32("nan", NAN);
  const std::string bytes = file.bytes();
  const gguf::Gguf g = gguf::parse_gguf(bytes_of(bytes), "m.gguf");
  const auto refuses = [](auto call, const char* message) {
    EXPECT_THAT(call, ThrowsMessage<InputError>(HasSubstr(message)));
  };
  refuses([&] { (void)g.integer("n", 6, 9); }, "m.gguf: n: expected an integer from 6 to 9, found 5");
  refuses([&] { (void)g.integer("s", 6, 9); }, "found the text 'x'");
  refuses([&] { (void)g.integer("none", 6, 9); }, "m.gguf: none: expected an integer, found no such key");
  refuses([&] { (void)g.number("nan", -9, 9); }, "expected a number from -9 to 9, found nan");
  refuses([&] { (void)g.number("n", 0, 9); }, "found 5");
  refuses([&] { (void)g.string("f"); }, "expected a text, found 1");
  refuses([&] { (void)g.strings("s"); }, "expected an array of strings");
  refuses([&] { (void)g.numbers("texts"); }, "expected an array of numbers, found an array of 1 string");
}

}  // namespace
}  // namespace lmulsim::formats
