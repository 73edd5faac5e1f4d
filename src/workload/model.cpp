// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "workload/model.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>
#include <system_error>

#include "util/error.hpp"
#include "workload/checkpoint.hpp"
#include "workload/gguf_model.hpp"
#include "workload/hf_model.hpp"

namespace lmulsim::workload {

namespace fs = std::filesystem;

std::vector<float> rotary_frequencies(float base, std::int64_t size) {
  std::vector<float> frequencies;
  for (std::int64_t i = 0; i + 1 < size; i += 2) {
    const float part = static_cast<float>(i) / static_cast<float>(size);
    frequencies.push_back(1.0F / std::pow(base, part));
  }
  return frequencies;
}

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

}  // namespace

Model load_model(const fs::path& path) {
  std::error_code ignored;
  if (path.extension() == ".safetensors") {
    return load_hf_model(config_of(path, path.parent_path(), "beside"), path);
  }
  if (path.extension() == ".gguf") {
    return load_gguf_model(path);
  }
  if (fs::is_directory(path, ignored)) {
    const fs::path index = path / "model.safetensors.index.json";
    return load_hf_model(config_of(path, path, "in"), fs::exists(index, ignored) ? index : path / "model.safetensors");
  }
  return load_checkpoint(path);
}

}  // namespace lmulsim::workload
