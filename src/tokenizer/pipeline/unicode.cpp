// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pipeline/unicode.hpp"

#include <fmt/format.h>
#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

#include <memory>
#include <string>

#include "util/error.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

constexpr std::size_t kMaxText = std::size_t{1} << 30U;

UChar32 icu(char32_t c) {
  return static_cast<UChar32>(c);
}

bool is_in(char32_t c, std::uint32_t categories) {
  return (U_GET_GC_MASK(icu(c)) & categories) != 0;
}

icu::StringPiece piece(std::string_view text) {
  return {text.data(), static_cast<std::int32_t>(text.size())};
}

const icu::Normalizer2& normalizer(Form form) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* found = nullptr;
  switch (form) {
    case Form::nfc:
      found = icu::Normalizer2::getNFCInstance(error);
      break;
    case Form::nfd:
      found = icu::Normalizer2::getNFDInstance(error);
      break;
    case Form::nfkc:
      found = icu::Normalizer2::getNFKCInstance(error);
      break;
    case Form::nfkd:
      found = icu::Normalizer2::getNFKDInstance(error);
      break;
  }
  if (U_FAILURE(error) || found == nullptr) {
    throw std::runtime_error(fmt::format("ICU has no normalization data: {}", u_errorName(error)));
  }
  return *found;
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  if (text.size() > kMaxText) {
    throw InputError(fmt::format("expected a text of at most {} bytes, found {}", kMaxText, text.size()));
  }
  std::string valid;
  icu::UnicodeString::fromUTF8(piece(text)).toUTF8String(valid);
  return valid;
}

std::size_t character_size(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  return std::min(size, text.size() - at);
}

std::vector<std::size_t> grapheme_ends(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  UText view = UTEXT_INITIALIZER;
  utext_openUTF8(&view, text.data(), static_cast<std::int64_t>(text.size()), &error);
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), error));
  std::vector<std::size_t> ends;
  if (U_SUCCESS(error)) {
    breaks->setText(&view, error);
    for (std::int32_t end = breaks->next(); U_SUCCESS(error) && end != icu::BreakIterator::DONE; end = breaks->next()) {
      ends.push_back(static_cast<std::size_t>(end));
    }
  }
  utext_close(&view);
  if (U_FAILURE(error)) {
    throw std::runtime_error(fmt::format("ICU has no grapheme data: {}", u_errorName(error)));
  }
  return ends;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); i += character_size(text, i)) {
    ++count;
  }
  return count;
}

char32_t character_at(std::string_view text, std::size_t at) {
  const std::size_t size = character_size(text, at);
  const auto first = static_cast<unsigned char>(text[at]);
  char32_t c = size == 1 ? first : first & (0x7FU >> size);
  for (std::size_t k = 1; k < size; ++k) {
    c = (c << 6U) | (static_cast<unsigned char>(text[at + k]) & 0x3FU);
  }
  return c;
}

std::size_t character_before(std::string_view text, std::size_t at) {
  --at;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
    --at;
  }
  return at;
}

std::u32string code_points(std::string_view text) {
  std::u32string points;
  for (std::size_t i = 0; i < text.size(); i += character_size(text, i)) {
    points += character_at(text, i);
  }
  return points;
}

void append(std::string& text, char32_t c) {
  const auto add = [&](char32_t bits) { text += static_cast<char>(static_cast<unsigned char>(bits)); };
  if (c < 0x80) {
    add(c);
    return;
  }
  if (c < 0x800) {
    add(0xC0U | (c >> 6U));
  } else {
    if (c < 0x10000) {
      add(0xE0U | (c >> 12U));
    } else {
      add(0xF0U | (c >> 18U));
      add(0x80U | ((c >> 12U) & 0x3FU));
    }
    add(0x80U | ((c >> 6U) & 0x3FU));
  }
  add(0x80U | (c & 0x3FU));
}

std::string utf8(std::u32string_view text) {
  std::string bytes;
  for (const char32_t c : text) {
    append(bytes, c);
  }
  return bytes;
}

std::string normalized(std::string_view text, Form form) {
  std::string result;
  icu::StringByteSink<std::string> sink(&result);
  UErrorCode error = U_ZERO_ERROR;
  normalizer(form).normalizeUTF8(0, piece(text), sink, nullptr, error);
  if (U_FAILURE(error)) {
    throw InputError(fmt::format("a text of {} bytes cannot be normalized: {}", text.size(), u_errorName(error)));
  }
  return result;
}

bool is_white_space(char32_t c) {
  return u_isUWhiteSpace(icu(c)) != 0;
}

bool is_punctuation(char32_t c) {
  return (c < 0x80 && u_isgraph(icu(c)) != 0 && u_isalnum(icu(c)) == 0) || is_in(c, U_GC_P_MASK);
}

bool is_number(char32_t c) {
  return is_in(c, U_GC_N_MASK);
}

bool is_mark(char32_t c) {
  return is_in(c, U_GC_M_MASK);
}

bool is_nonspacing_mark(char32_t c) {
  return is_in(c, U_GC_MN_MASK);
}

bool is_other(char32_t c) {
  return is_in(c, U_GC_C_MASK & ~U_GC_CN_MASK);
}

bool is_word(char32_t c) {
  return u_isUAlphabetic(icu(c)) != 0 || is_in(c, U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK) || c == 0x200C ||
         c == 0x200D;
}

std::u32string lowercase(char32_t c) {
  constexpr char32_t kDottedI = 0x130;  // the only character that becomes two
  return c == kDottedI ? U"i\u0307" : std::u32string(1, static_cast<char32_t>(u_tolower(icu(c))));
}

}  // namespace lmulsim::tokenizer::pipeline
