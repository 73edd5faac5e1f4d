// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What tokenizers need to know about characters, from ICU. Text is UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::tokenizer::pipeline {

/// The text with U+FFFD for what is not UTF-8. Throws InputError above 1 GiB.
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// Bytes of the character that starts at `at`; the text is valid.
[[nodiscard]] std::size_t character_size(std::string_view text, std::size_t at);
[[nodiscard]] char32_t character_at(std::string_view text, std::size_t at);
/// Where the character before `at` starts; at > 0.
[[nodiscard]] std::size_t character_before(std::string_view text, std::size_t at);
/// Where each grapheme ends: a character with the marks and joiners that belong to it (Unicode annex 29).
[[nodiscard]] std::vector<std::size_t> grapheme_ends(std::string_view text);
[[nodiscard]] std::size_t count_characters(std::string_view text);
[[nodiscard]] std::u32string code_points(std::string_view text);
void append(std::string& text, char32_t c);
[[nodiscard]] std::string utf8(std::u32string_view text);

enum class Form : std::uint8_t { nfc, nfd, nfkc, nfkd };
[[nodiscard]] std::string normalized(std::string_view text, Form form);

[[nodiscard]] bool is_white_space(char32_t c);       ///< property White_Space
[[nodiscard]] bool is_punctuation(char32_t c);       ///< ASCII's, or category P
[[nodiscard]] bool is_number(char32_t c);            ///< category N
[[nodiscard]] bool is_mark(char32_t c);              ///< category M
[[nodiscard]] bool is_nonspacing_mark(char32_t c);   ///< category Mn
[[nodiscard]] bool is_other(char32_t c);             ///< category C without Cn: control, format, private use
[[nodiscard]] bool is_word(char32_t c);              ///< what \w matches
[[nodiscard]] std::u32string lowercase(char32_t c);  ///< without regard to the characters around it

}  // namespace lmulsim::tokenizer::pipeline
