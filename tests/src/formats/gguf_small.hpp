// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gguf_file.hpp"

namespace lmulsim::formats {

/// Values between -0.5 and 0.5 that follow from the order of the calls alone.
class SmallValues {
 public:
  std::vector<float> next(std::size_t count) {
    std::vector<float> values(count);
    for (float& value : values) {
      state_ = state_ * 6364136223846793005U + 1442695040888963407U;
      value = static_cast<float>(state_ >> 40U) / static_cast<float>(1U << 24U) - 0.5F;
    }
    return values;
  }

 private:
  std::uint64_t state_ = 1;
};

/// A model of one layer: 260 tokens, 64 positions, two heads of 4, of keys one (gpt2: two). Keys below the
/// architecture's name and tensors that `without` names are left out; the caller adds others.
inline GgufFile small_gguf(const std::string& architecture, const std::set<std::string>& without = {}) {
  const bool gpt2 = architecture == "gpt2";
  GgufFile file;
  file.string("general.architecture", architecture);
  const std::vector<std::pair<std::string, std::uint32_t>> sizes{
      {"embedding_length", 8}, {"block_count", 1},          {"feed_forward_length", 12},
      {"context_length", 64},  {"attention.head_count", 2}, {"attention.head_count_kv", gpt2 ? 2 : 1}};
  for (const auto& [key, value] : sizes) {
    if (!without.contains(key)) {
      file.u32(architecture + "." + key, value);
    }
  }
  file.f32(architecture + (gpt2 ? ".attention.layer_norm_epsilon" : ".attention.layer_norm_rms_epsilon"), 1e-5F);
  SmallValues values;
  const auto add = [&](const std::string& name, const std::vector<std::int64_t>& shape) {
    std::size_t count = 1;
    for (const std::int64_t size : shape) {
      count *= static_cast<std::size_t>(size);
    }
    const std::vector<float> numbers = values.next(count);
    if (!without.contains(name)) {
      file.tensor(name, shape, numbers);
    }
  };
  const auto layer = [&](const std::string& name, std::int64_t outputs, std::int64_t inputs, bool bias) {
    add("blk.0." + name + ".weight", {outputs, inputs});
    if (bias) {
      add("blk.0." + name + ".bias", {outputs});
    }
  };
  add("token_embd.weight", {260, 8});
  for (const std::string norm : {"output_norm", "blk.0.attn_norm", "blk.0.ffn_norm"}) {
    add(norm + ".weight", {8});
    if (gpt2) {
      add(norm + ".bias", {8});
    }
  }
  if (gpt2) {
    add("position_embd.weight", {64, 8});
    layer("attn_qkv", 24, 8, true);
  } else {
    layer("attn_q", 8, 8, architecture == "qwen2");
    layer("attn_k", 4, 8, architecture == "qwen2");
    layer("attn_v", 4, 8, architecture == "qwen2");
    layer("ffn_gate", 12, 8, false);
  }
  layer("attn_output", 8, 8, gpt2);
  layer("ffn_up", 12, 8, gpt2);
  layer("ffn_down", 8, 12, gpt2);
  return file;
}

}  // namespace lmulsim::formats
