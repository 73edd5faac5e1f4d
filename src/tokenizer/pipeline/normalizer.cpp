// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pipeline/normalizer.hpp"

#include <memory>

#include "tokenizer/pipeline/byte_level.hpp"
#include "tokenizer/pipeline/charsmap.hpp"
#include "tokenizer/pipeline/pattern.hpp"
#include "tokenizer/pipeline/steps.hpp"
#include "tokenizer/pipeline/unicode.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

using util::JsonReader;
using Normalization = Normalizer::Step;

/// A step that looks at one character at a time and appends what it becomes.
template <typename Function>
std::string each(std::string_view text, const Function& function) {
  std::string result;
  for (const char32_t c : code_points(text)) {
    function(result, c);
  }
  return result;
}

std::string lowercased(std::string_view text) {
  return each(text, [](std::string& out, char32_t c) { out += utf8(lowercase(c)); });
}

template <Form form>
Normalization read_form_normalizer(JsonReader&) {
  return [](std::string_view text, std::size_t) { return normalized(text, form); };
}

Normalization read_lowercase_normalizer(JsonReader&) {
  return [](std::string_view text, std::size_t) { return lowercased(text); };
}

Normalization read_strip_accents_normalizer(JsonReader&) {
  return [](std::string_view text, std::size_t) {
    return each(text, [](std::string& out, char32_t c) {
      if (!is_mark(c)) {
        append(out, c);
      }
    });
  };
}

Normalization read_strip_normalizer(JsonReader& r) {
  const bool left = r.boolean("strip_left");
  const bool right = r.boolean("strip_right");
  return [left, right](std::string_view text, std::size_t) {
    const std::u32string points = code_points(text);
    std::u32string_view rest = points;
    while (left && !rest.empty() && is_white_space(rest.front())) {
      rest.remove_prefix(1);
    }
    while (right && !rest.empty() && is_white_space(rest.back())) {
      rest.remove_suffix(1);
    }
    return utf8(rest);
  };
}

Normalization read_prepend_normalizer(JsonReader& r) {
  return [prefix = r.string("prepend")](std::string_view text, std::size_t) {
    return text.empty() ? std::string() : prefix + std::string(text);
  };
}

Normalization read_replace_normalizer(JsonReader& r) {
  return [pattern = Pattern(r, "pattern"), content = r.string("content")](std::string_view text, std::size_t limit) {
    return pattern.replace(text, content, limit);
  };
}

Normalization read_byte_level_normalizer(JsonReader&) {
  return [](std::string_view text, std::size_t) { return spell_bytes(text); };
}

/// White space becomes a space; control characters and U+FFFD go.
std::string cleaned(std::string_view text) {
  return each(text, [](std::string& out, char32_t c) {
    if (c == '\t' || c == '\n' || c == '\r' || (is_white_space(c) && !is_other(c))) {
      out += ' ';
    } else if (c != 0xFFFD && !is_other(c)) {
      append(out, c);
    }
  });
}

/// The CJK blocks of BERT's own tokenizer; the one block that begins at 2B920 there, not at Unicode's 2B820, is as in
/// the Hugging Face library.
bool is_chinese(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x2A6DF) ||
         (c >= 0x2A700 && c <= 0x2B73F) || (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B920 && c <= 0x2CEAF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

std::string with_spaces_around_chinese(std::string_view text) {
  return each(text, [](std::string& out, char32_t c) {
    const bool chinese = is_chinese(c);
    out += chinese ? " " : "";
    append(out, c);
    out += chinese ? " " : "";
  });
}

std::string without_accents(std::string_view text) {
  return each(normalized(text, Form::nfd), [](std::string& out, char32_t c) {
    if (!is_nonspacing_mark(c)) {
      append(out, c);
    }
  });
}

Normalization read_bert_normalizer(JsonReader& r) {
  const bool clean = r.boolean("clean_text");
  const bool chinese = r.boolean("handle_chinese_chars");
  const auto strip = r.optional_boolean("strip_accents");
  const bool lower = r.boolean("lowercase");
  return [=](std::string_view text, std::size_t) {
    std::string result = clean ? cleaned(text) : std::string(text);
    result = chinese ? with_spaces_around_chinese(result) : result;
    result = strip.value_or(lower) ? without_accents(result) : result;
    return lower ? lowercased(result) : result;
  };
}

/// Training texts of Google's translation models: control characters go, other white space becomes a space.
Normalization read_nmt_normalizer(JsonReader&) {
  constexpr auto kIsGone = [](char32_t c) {
    return (c >= 0x1 && c <= 0x8) || c == 0xB || (c >= 0xE && c <= 0x1F) || c == 0x7F || c == 0x8F || c == 0x9F;
  };
  constexpr auto kIsSpace = [](char32_t c) {
    return c == 0x9 || c == 0xA || c == 0xC || c == 0xD || c == 0x1680 || (c >= 0x200B && c <= 0x200F) || c == 0x2028 ||
           c == 0x2029 || c == 0x2581 || c == 0xFEFF || c == 0xFFFD;
  };
  return [=](std::string_view text, std::size_t) {
    return each(text, [&](std::string& out, char32_t c) {
      if (!kIsGone(c)) {
        append(out, kIsSpace(c) ? U' ' : c);
      }
    });
  };
}

Normalization read_precompiled_normalizer(JsonReader& r) {
  const auto bytes = read_base64(r.string("precompiled_charsmap"));
  if (!bytes) {
    r.fail("precompiled_charsmap", "expected base64");
  }
  return [map = std::make_shared<const Charsmap>(*bytes, r.place("precompiled_charsmap"))](
             std::string_view text, std::size_t limit) { return map->replace(text, limit); };
}

constexpr std::array<StepKind<Normalization>, 13> kNormalizers{{{"NFC", read_form_normalizer<Form::nfc>},
                                                                {"NFD", read_form_normalizer<Form::nfd>},
                                                                {"NFKC", read_form_normalizer<Form::nfkc>},
                                                                {"NFKD", read_form_normalizer<Form::nfkd>},
                                                                {"Lowercase", read_lowercase_normalizer},
                                                                {"StripAccents", read_strip_accents_normalizer},
                                                                {"Strip", read_strip_normalizer},
                                                                {"Prepend", read_prepend_normalizer},
                                                                {"Replace", read_replace_normalizer},
                                                                {"ByteLevel", read_byte_level_normalizer},
                                                                {"BertNormalizer", read_bert_normalizer},
                                                                {"Nmt", read_nmt_normalizer},
                                                                {"Precompiled", read_precompiled_normalizer}}};

}  // namespace

Normalizer::Normalizer(JsonReader& file) : steps_(read_steps(file, "normalizer", "normalizers", kNormalizers)) {}

std::string Normalizer::operator()(std::string_view text) const {
  const std::size_t limit = growth_limit(text.size());
  std::string result(text);
  for (const Normalization& step : steps_) {
    result = step(result, limit);
    check_growth(result.size(), limit, "normalizer");
  }
  return result;
}

}  // namespace lmulsim::tokenizer::pipeline
