// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pipeline/charsmap.hpp"

#include <fmt/format.h>

#include <cstring>

#include "tokenizer/pipeline/unicode.hpp"
#include "util/error.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

constexpr std::size_t kWord = sizeof(std::uint32_t);
constexpr std::size_t kShortGrapheme = 6;  // bytes; longer ones are looked up by character

/// A unit of darts-clone's double array: where its children are, and the byte that leads to it.
struct Unit {
  std::uint32_t word;
  [[nodiscard]] bool has_value() const { return ((word >> 8U) & 1U) != 0; }
  [[nodiscard]] std::uint32_t value() const { return word & 0x7FFFFFFFU; }
  [[nodiscard]] std::uint32_t label() const { return word & 0x800000FFU; }
  [[nodiscard]] std::uint32_t offset() const { return (word >> 10U) << ((word & 0x200U) >> 6U); }
};

int base64_digit(char c) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::size_t digit = kDigits.find(c);
  return digit == std::string_view::npos ? -1 : static_cast<int>(digit);
}

}  // namespace

Charsmap::Charsmap(std::string_view bytes, const std::string& where) {
  std::uint32_t size = 0;
  if (bytes.size() < kWord) {
    throw InputError(fmt::format("{}: expected the bytes of a trie and a trie, found {} bytes", where, bytes.size()));
  }
  std::memcpy(&size, bytes.data(), kWord);
  bytes.remove_prefix(kWord);
  if (size == 0 || size % kWord != 0 || size > bytes.size()) {
    throw InputError(fmt::format("{}: expected a trie of whole words within {} bytes, found one of {} bytes", where,
                                 bytes.size(), size));
  }
  trie_.resize(size / kWord);
  std::memcpy(trie_.data(), bytes.data(), size);
  replacements_ = bytes.substr(size);
  if (valid_utf8(replacements_) != replacements_) {
    throw InputError(fmt::format("{}: expected replacements in UTF-8", where));
  }
}

std::optional<std::string_view> Charsmap::find(std::string_view part) const {
  std::uint32_t at = Unit{trie_[0]}.offset();
  for (const char c : part) {
    const auto byte = static_cast<unsigned char>(c);
    at ^= byte;
    if (byte == 0 || at >= trie_.size() || Unit{trie_[at]}.label() != byte) {
      return std::nullopt;
    }
    const Unit unit{trie_[at]};
    at ^= unit.offset();
    if (unit.has_value()) {
      const std::uint32_t begin = at < trie_.size() ? Unit{trie_[at]}.value() : UINT32_MAX;
      if (begin >= replacements_.size() || (static_cast<unsigned char>(replacements_[begin]) & 0xC0U) == 0x80U) {
        return std::nullopt;  // a damaged table: no replacement begins there
      }
      const std::size_t end = replacements_.find('\0', begin);
      return std::string_view(replacements_).substr(begin, end - begin);
    }
  }
  return std::nullopt;
}

void Charsmap::append(std::string_view grapheme, std::string& result) const {
  if (grapheme.size() < kShortGrapheme) {
    if (const auto whole = find(grapheme)) {
      result += *whole;
      return;
    }
  }
  for (std::size_t at = 0; at < grapheme.size();) {
    const std::string_view character = grapheme.substr(at, character_size(grapheme, at));
    result += find(character).value_or(character);
    at += character.size();
  }
}

std::string Charsmap::replace(std::string_view text, std::size_t limit) const {
  std::string result;
  std::size_t begin = 0;
  for (const std::size_t end : grapheme_ends(text)) {
    append(text.substr(begin, end - begin), result);
    begin = end;
    if (result.size() > limit) {
      throw InputError(
          fmt::format("precompiled_charsmap: expected at most {} bytes after replacing, found more", limit));
    }
  }
  return result;
}

std::optional<std::string> read_base64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return std::nullopt;
  }
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  text.remove_suffix(padding);
  std::string bytes;
  std::uint32_t bits = 0;
  int waiting = 0;
  for (const char c : text) {
    const int digit = base64_digit(c);
    if (digit < 0) {
      return std::nullopt;
    }
    bits = (bits << 6U) | static_cast<std::uint32_t>(digit);
    waiting += 6;
    if (waiting >= 8) {
      waiting -= 8;
      bytes += static_cast<char>(static_cast<unsigned char>(bits >> static_cast<unsigned>(waiting)));
    }
  }
  return bytes;
}

}  // namespace lmulsim::tokenizer::pipeline
