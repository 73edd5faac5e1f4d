// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pipeline/decoder.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "tokenizer/pipeline/byte_level.hpp"
#include "tokenizer/pipeline/metaspace.hpp"
#include "tokenizer/pipeline/pattern.hpp"
#include "tokenizer/pipeline/steps.hpp"
#include "tokenizer/pipeline/unicode.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

using util::JsonReader;
using Decoding = Decoder::Step;
using Texts = std::vector<std::string>;

std::string concatenated(const Texts& texts, std::string_view between = "") {
  return fmt::format("{}", fmt::join(texts, between));
}

Decoding read_byte_level_decoder(JsonReader& r) {
  for (const char* key : {"add_prefix_space", "trim_offsets", "use_regex"}) {
    r.ignore(key);  // they matter to the pre-tokenizer of that name
  }
  return [](const Texts& tokens) -> Texts {
    std::string bytes;
    for (const std::string& token : tokens) {
      bytes += read_spelled_bytes(token).value_or(token);
    }
    return {valid_utf8(bytes)};
  };
}

/// The byte of "<0x0A>".
std::optional<char> byte_of(std::string_view token) {
  unsigned value = 0;
  if (token.size() != 6 || !token.starts_with("<0x") || !token.ends_with('>')) {
    return std::nullopt;
  }
  const char* end = token.data() + 5;
  if (std::from_chars(token.data() + 3, end, value, 16).ptr != end) {
    return std::nullopt;
  }
  return static_cast<char>(static_cast<unsigned char>(value));
}

Decoding read_byte_fallback_decoder(JsonReader&) {
  return [](const Texts& tokens) {
    Texts result;
    std::string bytes;
    const auto flush = [&] {
      if (bytes.empty()) {
        return;
      }
      if (valid_utf8(bytes) == bytes) {
        result.push_back(bytes);
      } else {
        result.insert(result.end(), bytes.size(), "\uFFFD");
      }
      bytes.clear();
    };
    for (const std::string& token : tokens) {
      if (const auto byte = byte_of(token)) {
        bytes += *byte;
      } else {
        flush();
        result.push_back(token);
      }
    }
    flush();
    return result;
  };
}

Decoding read_metaspace_decoder(JsonReader& r) {
  const Metaspace m = read_metaspace(r);
  return [m](Texts tokens) {
    const Pattern pattern = Pattern::literal(m.replacement);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const bool first = i == 0 && m.prepend != Metaspace::Prepend::never;
      tokens[i] = pattern.replace(tokens[i], first ? "" : " ", tokens[i].size());
    }
    return tokens;
  };
}

/// Spaces that English writes nowhere, in the order of transformers' clean_up_tokenization.
std::string cleaned(std::string text) {
  constexpr std::array<std::array<const char*, 2>, 11> kReplacements{{{" .", "."},
                                                                      {" ?", "?"},
                                                                      {" !", "!"},
                                                                      {" ,", ","},
                                                                      {" ' ", "'"},
                                                                      {" n't", "n't"},
                                                                      {" 'm", "'m"},
                                                                      {" do not", " don't"},
                                                                      {" 's", "'s"},
                                                                      {" 've", "'ve"},
                                                                      {" 're", "'re"}}};
  for (const auto& [from, to] : kReplacements) {
    text = Pattern::literal(from).replace(text, to, text.size());
  }
  return text;
}

Decoding read_word_piece_decoder(JsonReader& r) {
  return [prefix = r.string("prefix"), clean = r.boolean("cleanup")](Texts tokens) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (i > 0) {
        tokens[i] = tokens[i].starts_with(prefix) ? tokens[i].substr(prefix.size()) : " " + tokens[i];
      }
      tokens[i] = clean ? cleaned(tokens[i]) : tokens[i];
    }
    return tokens;
  };
}

Decoding read_fuse_decoder(JsonReader&) {
  return [](const Texts& tokens) { return Texts{concatenated(tokens)}; };
}

Decoding read_strip_decoder(JsonReader& r) {
  const std::string content = read_character(r, "content");
  const std::int64_t start = r.integer("start", 0);
  const std::int64_t stop = r.integer("stop", 0);
  return [=](Texts tokens) {
    for (std::string& token : tokens) {
      std::string_view rest = token;
      for (std::int64_t i = 0; i < start && rest.starts_with(content); ++i) {
        rest.remove_prefix(content.size());
      }
      for (std::int64_t i = 0; i < stop && rest.ends_with(content); ++i) {
        rest.remove_suffix(content.size());
      }
      token = std::string(rest);
    }
    return tokens;
  };
}

Decoding read_replace_decoder(JsonReader& r) {
  return [pattern = Pattern(r, "pattern"), content = r.string("content")](Texts tokens) {
    for (std::string& token : tokens) {
      token = pattern.replace(token, content, growth_limit(token.size()));
    }
    return tokens;
  };
}

/// A suffix that ends words becomes the space between them.
Decoding read_bpe_decoder(JsonReader& r) {
  return [suffix = Pattern::literal(read_text(r, "suffix"))](Texts tokens) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      tokens[i] = suffix.replace(tokens[i], i + 1 == tokens.size() ? "" : " ", tokens[i].size());
    }
    return tokens;
  };
}

constexpr std::array<StepKind<Decoding>, 8> kDecoders{{{"ByteLevel", read_byte_level_decoder},
                                                       {"ByteFallback", read_byte_fallback_decoder},
                                                       {"Metaspace", read_metaspace_decoder},
                                                       {"WordPiece", read_word_piece_decoder},
                                                       {"Fuse", read_fuse_decoder},
                                                       {"Strip", read_strip_decoder},
                                                       {"Replace", read_replace_decoder},
                                                       {"BPEDecoder", read_bpe_decoder}}};

std::size_t total(const Texts& texts) {
  std::size_t bytes = 0;
  for (const std::string& text : texts) {
    bytes += text.size();
  }
  return bytes;
}

}  // namespace

Decoder::Decoder(JsonReader& file) : steps_(read_steps(file, "decoder", "decoders", kDecoders)) {}

std::string Decoder::operator()(std::vector<std::string> tokens) const {
  if (steps_.empty()) {
    return concatenated(tokens, " ");
  }
  const std::size_t limit = growth_limit(total(tokens));
  for (const Decoding& step : steps_) {
    tokens = step(std::move(tokens));
    check_growth(total(tokens), limit, "decoder");
  }
  return concatenated(tokens);
}

}  // namespace lmulsim::tokenizer::pipeline
