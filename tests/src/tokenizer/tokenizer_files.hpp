// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "tokenizer/json_tokenizer.hpp"
#include "util/file.hpp"
#include "util/json.hpp"

namespace lmulsim::tokenizer {

/// A small tokenizer.json of every kind; the fuzzer begins with the same.
inline std::filesystem::path tokenizer_path(const std::string& name) {
  return std::filesystem::path(LMULSIM_SOURCE_DIR) / "tests" / "fuzz" / "seeds" / "tokenizer" /
         ("good-" + name + ".json");
}

inline std::unique_ptr<Tokenizer> tokenizer_from(const std::string& text, std::int64_t vocab) {
  return read_json_tokenizer(util::parse_json(text, "t.json"), "t.json", vocab);
}

inline std::unique_ptr<Tokenizer> tokenizer_of(const std::string& name, std::int64_t vocab) {
  return tokenizer_from(util::read_file(tokenizer_path(name)), vocab);
}

/// The file with the first `from` replaced, for a model of 300 tokens.
inline std::unique_ptr<Tokenizer> changed_tokenizer(const std::string& name, const std::string& from,
                                                    const std::string& to) {
  std::string text = util::read_file(tokenizer_path(name));
  const std::size_t at = text.find(from);
  if (at == std::string::npos) {
    throw std::logic_error(name + ".json does not have " + from);
  }
  return tokenizer_from(text.replace(at, from.size(), to), 300);
}

}  // namespace lmulsim::tokenizer
