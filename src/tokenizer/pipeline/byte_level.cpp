// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pipeline/byte_level.hpp"

#include <array>

#include "tokenizer/pipeline/unicode.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

constexpr char32_t kFirstOther = 0x100;
constexpr std::size_t kOthers = 68;

constexpr bool stands_for_itself(char32_t byte) {
  return (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xAC) || (byte >= 0xAE && byte <= 0xFF);
}

constexpr auto kCharacters = [] {
  std::array<char32_t, 256> table{};
  char32_t other = kFirstOther;
  for (char32_t byte = 0; byte < 256; ++byte) {
    table[byte] = stands_for_itself(byte) ? byte : other++;
  }
  return table;
}();

constexpr auto kBytes = [] {
  std::array<std::uint8_t, kFirstOther + kOthers> table{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    table[kCharacters[byte]] = static_cast<std::uint8_t>(byte);
  }
  return table;
}();

bool stands_for_a_byte(char32_t c) {
  return c < kBytes.size() && kCharacters[kBytes[c]] == c;
}

}  // namespace

std::string spell_bytes(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    append(text, kCharacters[static_cast<unsigned char>(byte)]);
  }
  return text;
}

std::optional<std::string> read_spelled_bytes(std::string_view text) {
  std::string bytes;
  for (const char32_t c : code_points(text)) {
    if (!stands_for_a_byte(c)) {
      return std::nullopt;
    }
    bytes += static_cast<char>(kBytes[c]);
  }
  return bytes;
}

}  // namespace lmulsim::tokenizer::pipeline
