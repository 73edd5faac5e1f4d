// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/printable.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>

#include "util/error.hpp"

namespace lmulsim::util {
namespace {

/// A code point in UTF-8, by its definition.
std::string utf8(std::uint32_t point) {
  const auto tail = [&](unsigned shift) { return static_cast<char>(0x80U | ((point >> shift) & 0x3FU)); };
  if (point < 0x80) {
    return {static_cast<char>(point)};
  }
  if (point < 0x800) {
    return {static_cast<char>(0xC0U | (point >> 6U)), tail(0)};
  }
  if (point < 0x10000) {
    return {static_cast<char>(0xE0U | (point >> 12U)), tail(6), tail(0)};
  }
  return {static_cast<char>(0xF0U | (point >> 18U)), tail(12), tail(6), tail(0)};
}

TEST(Printable, EveryCodePointIsJudgedByWhatItIs) {
  for (std::uint32_t point = 0; point <= 0x10FFFF; ++point) {
    const bool control = point < 0x20 || (point >= 0x7F && point < 0xA0);
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    ASSERT_EQ(is_printable("a" + utf8(point) + "b"), !control && !surrogate) << std::hex << point;
  }
}

TEST(Printable, WhatIsNoUtf8IsNot) {
  for (const char* text : {"\x80", "\xC0\x80", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x9F\xBF", "\xE2\x82",
                           "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "caf\xE9"}) {
    EXPECT_FALSE(is_printable(text));
    EXPECT_TRUE(is_printable(printable(text)));
  }
  EXPECT_EQ(printable("a\nb\xE9"), "a\\x0ab\\xe9");
  EXPECT_EQ(printable("café"), "café");
}

TEST(Printable, TheByteAndThePlaceAreNamed) {
  EXPECT_NO_THROW(check_printable("a b", "x"));
  EXPECT_THAT([] { check_printable("a\tb", "f.yaml:3: name"); },
              ::testing::ThrowsMessage<InputError>(
                  "f.yaml:3: name: expected UTF-8 without control characters, found the byte 0x09 in 'a\\x09b'"));
}

}  // namespace
}  // namespace lmulsim::util
