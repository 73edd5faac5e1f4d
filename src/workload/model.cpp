// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "workload/model.hpp"

#include <cmath>
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

Model load_model(const fs::path& path) {
  std::error_code ignored;
  if (path.extension() == ".safetensors") {
    return load_hf_model(path.parent_path() / "config.json", path);
  }
  if (path.extension() == ".gguf") {
    return load_gguf_model(path);
  }
  if (fs::is_directory(path, ignored)) {
    const fs::path index = path / "model.safetensors.index.json";
    return load_hf_model(path / "config.json", fs::exists(index, ignored) ? index : path / "model.safetensors");
  }
  return load_checkpoint(path);
}

}  // namespace lmulsim::workload
