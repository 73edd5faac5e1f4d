// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "workload/tokenizer.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <system_error>
#include <vector>

#include "util/error.hpp"
#include "util/file.hpp"
#include "util/json.hpp"
#include "workload/gguf_tokenizer.hpp"
#include "workload/json_tokenizer.hpp"
#include "workload/llama2c_tokenizer.hpp"

namespace lmulsim::workload {

namespace fs = std::filesystem;

namespace {

/// Of a GGUF file; null without one.
std::unique_ptr<Tokenizer> tokenizer_inside(const fs::path& path, std::int64_t vocab) {
  const util::MappedFile file(path);
  return read_gguf_tokenizer(parse_gguf(file.bytes(), path.string()), vocab);
}

}  // namespace

std::vector<int> Tokenizer::encode(std::string_view text) const {
  std::vector<int> tokens = before();
  const std::vector<int> bare = encode_bare(text);
  tokens.insert(tokens.end(), bare.begin(), bare.end());
  return tokens;
}

std::vector<int> Tokenizer::encode_whole(std::string_view text) const {
  std::vector<int> tokens = encode(text);
  const std::vector<int> closing = after();
  tokens.insert(tokens.end(), closing.begin(), closing.end());
  return tokens;
}

std::optional<int> Tokenizer::begin() const {
  const std::vector<int> tokens = before();
  return tokens.empty() ? std::nullopt : std::optional(tokens.front());
}

std::unique_ptr<Tokenizer> load_tokenizer(const fs::path& path, std::int64_t vocab) {
  if (path.extension() == ".gguf") {
    auto tokenizer = tokenizer_inside(path, vocab);
    if (!tokenizer) {
      throw InputError(fmt::format("{}: expected a tokenizer in it, found none", path.string()));
    }
    return tokenizer;
  }
  if (path.extension() == ".json") {
    return read_json_tokenizer(util::parse_json_file(path), path.string(), vocab);
  }
  return std::make_unique<Llama2cTokenizer>(path, vocab);
}

std::unique_ptr<Tokenizer> find_tokenizer(const fs::path& model, const fs::path& given, std::int64_t vocab) {
  if (!given.empty()) {
    return load_tokenizer(given, vocab);
  }
  if (model.extension() == ".gguf") {
    if (auto inside = tokenizer_inside(model, vocab)) {
      return inside;
    }
  }
  std::error_code error;
  const fs::path folder = fs::is_directory(model, error) ? model : fs::absolute(model).parent_path();
  const std::array<std::string, 3> names{"tokenizer.json", fmt::format("tok{}.bin", vocab), "tokenizer.bin"};
  for (const std::string& name : names) {
    if (fs::exists(folder / name, error)) {
      return load_tokenizer(folder / name, vocab);
    }
  }
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("tok") && name.ends_with(".bin")) {
      found.push_back(entry.path());
    }
  }
  if (found.size() != 1) {
    throw InputError(fmt::format("{}: expected a tokenizer given, or beside it {} or one tok*.bin, found {}",
                                 model.string(), fmt::join(names, ", "), found.size()));
  }
  return load_tokenizer(found.front(), vocab);
}

}  // namespace lmulsim::workload
