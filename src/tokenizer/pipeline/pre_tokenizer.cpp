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
using Step = PreTokenizer::Step;

void add(const Piece& piece, const std::vector<Span>& parts, std::vector<Piece>& pieces) {
  for (const Span& part : parts) {
    pieces.push_back({piece.text.substr(part.begin, part.end - part.begin), piece.first && part.begin == 0});
  }
}

Step by_pattern(const Pattern& pattern, Behavior behavior, bool invert) {
  return [=](const Piece& piece, std::vector<Piece>& pieces) {
    std::vector<Span> spans = pattern.spans(piece.text);
    for (Span& span : spans) {
      span.matches = span.matches != invert;
    }
    add(piece, split(spans, behavior), pieces);
  };
}

Step by_character(bool (*property)(char32_t), Behavior behavior) {
  return [=](const Piece& piece, std::vector<Piece>& pieces) {
    add(piece, split(character_spans(piece.text, property), behavior), pieces);
  };
}

Step read_split(JsonReader& r) {
  const Pattern pattern(r, "pattern");
  const Behavior behavior = read_behavior(r);
  return by_pattern(pattern, behavior, r.optional_boolean("invert").value_or(false));
}

Step read_byte_level(JsonReader& r) {
  const bool prefix = r.boolean("add_prefix_space");
  const bool use_regex = r.optional_boolean("use_regex").value_or(true);
  r.ignore("trim_offsets");
  const Step words = by_pattern(Pattern::regex(kGpt2Splits, "ByteLevel"), Behavior::isolated, false);
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

Step read_metaspace_step(JsonReader& r) {
  const Metaspace m = read_metaspace(r);
  const Step words = by_pattern(Pattern::literal(m.replacement), Behavior::merged_with_next, false);
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

Step read_bert(JsonReader&) {
  const Step spaces = by_character(is_white_space, Behavior::removed);
  const Step punctuation = by_character(is_punctuation, Behavior::isolated);
  return [=](const Piece& piece, std::vector<Piece>& pieces) {
    std::vector<Piece> words;
    spaces(piece, words);
    for (const Piece& word : words) {
      punctuation(word, pieces);
    }
  };
}

Step read_whitespace(JsonReader&) {
  return by_pattern(Pattern::regex(R"(\w+|[^\w\s]+)", "Whitespace"), Behavior::removed, true);
}

Step read_whitespace_split(JsonReader&) {
  return by_character(is_white_space, Behavior::removed);
}

Step read_punctuation(JsonReader& r) {
  return by_character(is_punctuation, r.has("behavior") ? read_behavior(r) : Behavior::isolated);
}

Step read_digits(JsonReader& r) {
  return by_character(is_number, r.boolean("individual_digits") ? Behavior::isolated : Behavior::contiguous);
}

Step read_delimiter(JsonReader& r) {
  return by_pattern(Pattern::literal(read_character(r, "delimiter")), Behavior::removed, false);
}

Step read_fixed_length(JsonReader& r) {
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

constexpr std::array<StepKind<Step>, 10> kKinds{{{"ByteLevel", read_byte_level},
                                                 {"Split", read_split},
                                                 {"Metaspace", read_metaspace_step},
                                                 {"BertPreTokenizer", read_bert},
                                                 {"Whitespace", read_whitespace},
                                                 {"WhitespaceSplit", read_whitespace_split},
                                                 {"Punctuation", read_punctuation},
                                                 {"Digits", read_digits},
                                                 {"CharDelimiterSplit", read_delimiter},
                                                 {"FixedLength", read_fixed_length}}};

std::size_t total(const std::vector<Piece>& pieces) {
  std::size_t bytes = 0;
  for (const Piece& piece : pieces) {
    bytes += piece.text.size();
  }
  return bytes;
}

}  // namespace

PreTokenizer::PreTokenizer(JsonReader& file) : steps_(read_steps(file, "pre_tokenizer", "pretokenizers", kKinds)) {}

std::vector<Piece> PreTokenizer::operator()(const Piece& piece) const {
  const std::size_t limit = growth_limit(piece.text.size());
  std::vector<Piece> pieces(1, piece);
  for (const Step& step : steps_) {
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
