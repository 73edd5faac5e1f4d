// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pipeline/pre_tokenizer.hpp"

#include "tokenizer/pipeline/byte_level.hpp"
#include "tokenizer/pipeline/metaspace.hpp"
#include "tokenizer/pipeline/splitting.hpp"
#include "tokenizer/pipeline/steps.hpp"
#include "tokenizer/pipeline/unicode.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

using util::JsonReader;
using PreTokenization = PreTokenizer::Step;

void add(const Piece& piece, const std::vector<Span>& parts, std::vector<Piece>& pieces) {
  for (const Span& part : parts) {
    pieces.push_back({piece.text.substr(part.begin, part.end - part.begin), piece.first && part.begin == 0});
  }
}

PreTokenization by_pattern(const Pattern& pattern, Behavior behavior, bool invert) {
  return [=](const Piece& piece, std::vector<Piece>& pieces) {
    std::vector<Span> spans = pattern.spans(piece.text);
    for (Span& span : spans) {
      span.matches = span.matches != invert;
    }
    add(piece, split(spans, behavior), pieces);
  };
}

PreTokenization by_character(bool (*property)(char32_t), Behavior behavior) {
  return [=](const Piece& piece, std::vector<Piece>& pieces) {
    add(piece, split(character_spans(piece.text, property), behavior), pieces);
  };
}

PreTokenization read_split_pre_tokenizer(JsonReader& r) {
  const Pattern pattern(r, "pattern");
  const Behavior behavior = read_behavior(r);
  return by_pattern(pattern, behavior, r.optional_boolean("invert").value_or(false));
}

PreTokenization read_byte_level_pre_tokenizer(JsonReader& r) {
  const bool prefix = r.boolean("add_prefix_space");
  const bool use_regex = r.optional_boolean("use_regex").value_or(true);
  r.ignore("trim_offsets");
  const PreTokenization words = by_pattern(Pattern::regex(kGpt2Splits, "ByteLevel"), Behavior::isolated, false);
  return [=](const Piece& piece, std::vector<Piece>& pieces) {
    const bool wanted = prefix && !piece.text.starts_with(' ');
    const Piece spaced{(wanted ? " " : "") + piece.text, piece.first};
    const std::size_t begin = pieces.size();
    if (use_regex) {
      words(spaced, pieces);
    } else {
      pieces.push_back(spaced);
    }
    for (std::size_t i = begin; i < pieces.size(); ++i) {
      pieces[i].text = spell_bytes(pieces[i].text);
    }
  };
}

PreTokenization read_metaspace_pre_tokenizer(JsonReader& r) {
  const Metaspace m = read_metaspace(r);
  const PreTokenization words = by_pattern(Pattern::literal(m.replacement), Behavior::merged_with_next, false);
  return [=](const Piece& piece, std::vector<Piece>& pieces) {
    std::string text = Pattern::literal(" ").replace(piece.text, m.replacement, growth_limit(piece.text.size()));
    const bool wanted =
        m.prepend == Metaspace::Prepend::always || (m.prepend == Metaspace::Prepend::first && piece.first);
    if (wanted && !text.starts_with(m.replacement)) {
      text.insert(0, m.replacement);
    }
    if (m.split) {
      words({text, piece.first}, pieces);
    } else {
      pieces.push_back({text, piece.first});
    }
  };
}

PreTokenization read_bert_pre_tokenizer(JsonReader&) {
  const PreTokenization spaces = by_character(is_white_space, Behavior::removed);
  const PreTokenization punctuation = by_character(is_punctuation, Behavior::isolated);
  return [=](const Piece& piece, std::vector<Piece>& pieces) {
    std::vector<Piece> words;
    spaces(piece, words);
    for (const Piece& word : words) {
      punctuation(word, pieces);
    }
  };
}

PreTokenization read_whitespace_pre_tokenizer(JsonReader&) {
  return by_pattern(Pattern::regex(R"(\w+|[^\w\s]+)", "Whitespace"), Behavior::removed, true);
}

PreTokenization read_whitespace_split_pre_tokenizer(JsonReader&) {
  return by_character(is_white_space, Behavior::removed);
}

PreTokenization read_punctuation_pre_tokenizer(JsonReader& r) {
  return by_character(is_punctuation, r.has("behavior") ? read_behavior(r) : Behavior::isolated);
}

PreTokenization read_digits_pre_tokenizer(JsonReader& r) {
  return by_character(is_number, r.boolean("individual_digits") ? Behavior::isolated : Behavior::contiguous);
}

PreTokenization read_delimiter_pre_tokenizer(JsonReader& r) {
  return by_pattern(Pattern::literal(read_character(r, "delimiter")), Behavior::removed, false);
}

PreTokenization read_fixed_length_pre_tokenizer(JsonReader& r) {
  constexpr std::int64_t kUsual = 5;
  const std::int64_t length = r.optional_integer("length", 1).value_or(kUsual);
  return [length](const Piece& piece, std::vector<Piece>& pieces) {
    std::vector<Span> parts;
    std::size_t at = 0;
    for (std::int64_t i = 0; at < piece.text.size(); ++i) {
      if (i % length == 0) {
        parts.push_back({at, at});
      }
      at += character_size(piece.text, at);
      parts.back().end = at;
    }
    add(piece, parts, pieces);
  };
}

constexpr std::array<StepKind<PreTokenization>, 10> kPreTokenizers{
    {{"ByteLevel", read_byte_level_pre_tokenizer},
     {"Split", read_split_pre_tokenizer},
     {"Metaspace", read_metaspace_pre_tokenizer},
     {"BertPreTokenizer", read_bert_pre_tokenizer},
     {"Whitespace", read_whitespace_pre_tokenizer},
     {"WhitespaceSplit", read_whitespace_split_pre_tokenizer},
     {"Punctuation", read_punctuation_pre_tokenizer},
     {"Digits", read_digits_pre_tokenizer},
     {"CharDelimiterSplit", read_delimiter_pre_tokenizer},
     {"FixedLength", read_fixed_length_pre_tokenizer}}};

std::size_t total(const std::vector<Piece>& pieces) {
  std::size_t bytes = 0;
  for (const Piece& piece : pieces) {
    bytes += piece.text.size();
  }
  return bytes;
}

}  // namespace

PreTokenizer::PreTokenizer(JsonReader& file)
    : steps_(read_steps(file, "pre_tokenizer", "pretokenizers", kPreTokenizers)) {}

std::vector<Piece> PreTokenizer::operator()(const Piece& piece) const {
  const std::size_t limit = growth_limit(piece.text.size());
  std::vector<Piece> pieces(1, piece);
  for (const PreTokenization& step : steps_) {
    std::vector<Piece> next;
    for (const Piece& one : pieces) {
      step(one, next);
    }
    pieces = std::move(next);
    check_growth(total(pieces), limit, "pre_tokenizer");
  }
  return pieces;
}

}  // namespace lmulsim::tokenizer::pipeline
