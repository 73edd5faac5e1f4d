// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/open.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "formats/gguf/gguf_model.hpp"
#include "formats/gguf/gguf_tokenizer.hpp"
#include "formats/hf/hf_model.hpp"
#include "formats/llama2c/checkpoint.hpp"
#include "formats/llama2c/llama2c_tokenizer.hpp"
#include "tokenizer/json_tokenizer.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/json.hpp"

namespace lmulsim::formats {

namespace fs = std::filesystem;

namespace {

/// The config.json of a folder, without which weights are only numbers. `place`: where it is to `path`.
fs::path config_of(const fs::path& path, const fs::path& folder, std::string_view place) {
  std::error_code ignored;
  fs::path config = folder / "config.json";
  if (!fs::exists(config, ignored)) {
    throw InputError(fmt::format("{}: expected config.json {} it, which says what model the weights are of, found none",
                                 path.string(), place));
  }
  return config;
}

/// Of a GGUF file; null without one.
std::unique_ptr<tokenizer::Tokenizer> tokenizer_inside(const fs::path& path, std::int64_t vocab) {
  const util::MappedFile file(path);
  return gguf::read_gguf_tokenizer(gguf::parse_gguf(file.bytes(), path.string()), vocab);
}

}  // namespace

transformer::Model load_model(const fs::path& path) {
  std::error_code ignored;
  if (path.extension() == ".safetensors") {
    return hf::load_hf_model(config_of(path, path.parent_path(), "beside"), path);
  }
  if (path.extension() == ".gguf") {
    return gguf::load_gguf_model(path);
  }
  if (fs::is_directory(path, ignored)) {
    const fs::path index = path / "model.safetensors.index.json";
    return hf::load_hf_model(config_of(path, path, "in"),
                             fs::exists(index, ignored) ? index : path / "model.safetensors");
  }
  return llama2c::load_checkpoint(path);
}

std::unique_ptr<tokenizer::Tokenizer> load_tokenizer(const fs::path& path, std::int64_t vocab) {
  if (path.extension() == ".gguf") {
    auto tokenizer = tokenizer_inside(path, vocab);
    if (!tokenizer) {
      throw InputError(fmt::format("{}: expected a tokenizer in it, found none", path.string()));
    }
    return tokenizer;
  }
  if (path.extension() == ".json") {
    return tokenizer::read_json_tokenizer(util::parse_json_file(path), path.string(), vocab);
  }
  return std::make_unique<llama2c::Llama2cTokenizer>(path, vocab);
}

std::unique_ptr<tokenizer::Tokenizer> find_tokenizer(const fs::path& model, const fs::path& given, std::int64_t vocab) {
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

}  // namespace lmulsim::formats
