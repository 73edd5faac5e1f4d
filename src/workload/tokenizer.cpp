// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "workload/tokenizer.hpp"

#include "util/json.hpp"
#include "workload/json_tokenizer.hpp"
#include "workload/llama2c_tokenizer.hpp"

namespace lmulsim::workload {

std::vector<int> Tokenizer::encode(std::string_view text) const {
  std::vector<int> tokens = before();
  const std::vector<int> bare = encode_bare(text);
  tokens.insert(tokens.end(), bare.begin(), bare.end());
  return tokens;
}

std::optional<int> Tokenizer::begin() const {
  const std::vector<int> tokens = before();
  return tokens.empty() ? std::nullopt : std::optional(tokens.front());
}

std::unique_ptr<Tokenizer> load_tokenizer(const std::filesystem::path& path, std::int64_t vocab) {
  if (path.extension() == ".json") {
    return read_json_tokenizer(util::parse_json_file(path), path.string(), vocab);
  }
  return std::make_unique<Llama2cTokenizer>(path, vocab);
}

}  // namespace lmulsim::workload
