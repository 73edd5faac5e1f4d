// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/hf/hf_leftovers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "util/error.hpp"

namespace lmulsim::formats::hf {

namespace {

/// Tensors that a model does not need, by how their names begin and end; `type`: of which models, or all.
struct HarmlessTensor {
  std::string_view type, begin, end;
  std::string_view reason;
};

constexpr std::string_view kComputed = "computed from the config";
constexpr std::string_view kNumbering = "the numbers 0, 1, 2, ..., or zeros";
constexpr std::string_view kRunTime = "how others quantise activations and caches; here the arithmetic chosen does";
constexpr std::string_view kTrainingTensors = "a head of the training, beside the one that the config names";

constexpr std::array<HarmlessTensor, 23> kHarmlessTensors{{
    {"", "", ".rotary_emb.inv_freq", kComputed},
    {"gpt2", "", ".attn.bias", "the causal mask"},
    {"gpt2", "", ".attn.masked_bias", "minus infinity, for the causal mask"},
    {"", "", "embeddings.position_ids", kNumbering},
    {"", "", "embeddings.token_type_ids", kNumbering},
    {"", "", ".input_scale", kRunTime},
    {"", "", ".input_scale_ub", kRunTime},
    {"", "", ".activation_scale", kRunTime},
    {"", "", ".output_scale", kRunTime},
    {"", "", ".q_scale", kRunTime},
    {"", "", ".k_scale", kRunTime},
    {"", "", ".v_scale", kRunTime},
    {"", "", ".kv_scale", kRunTime},
    {"", "", ".prob_scale", kRunTime},
    {"bert", "cls.", "", kTrainingTensors},
    {"roberta", "lm_head.", "", kTrainingTensors},
    {"roberta", "roberta.pooler.dense.", "", kTrainingTensors},
    {"distilbert", "vocab_transform.", "", kTrainingTensors},
    {"distilbert", "vocab_layer_norm.", "", kTrainingTensors},
    {"distilbert", "vocab_projector.", "", kTrainingTensors},
    {"gemma3", "vision_tower.", "", "images; only texts are run"},
    {"gemma3", "model.vision_tower.", "", "images; only texts are run"},
    {"gemma3", "multi_modal_projector.", "", "images; only texts are run"},
}};

bool is_harmless(std::string_view name, std::string_view type) {
  return std::ranges::any_of(kHarmlessTensors, [&](const HarmlessTensor& h) {
    return (h.type.empty() || h.type == type) && name.starts_with(h.begin) && name.ends_with(h.end);
  });
}

/// A tied head that is stored once more.
bool is_copy(const tensors::TensorFile& file, std::string_view name, std::string_view original) {
  const tensors::StoredTensor& a = file.directory().find(name)->second;
  const tensors::StoredTensor& b = file.directory().find(original)->second;
  return a.type_name == b.type_name && a.shape == b.shape && std::ranges::equal(a.bytes, b.bytes);
}

}  // namespace

void check_leftovers(const tensors::TensorFile& file, const transformer::Transformer& shape, std::string_view type,
                     std::string_view embedding) {
  for (const std::string& name : file.unasked()) {
    if (is_harmless(name, type)) {
      continue;
    }
    if (shape.tied_head && name == "lm_head.weight") {
      if (is_copy(file, name, embedding)) {
        continue;
      }
      throw InputError(fmt::format("{}: tensor '{}': expected the values of '{}' (tie_word_embeddings), found others",
                                   file.where(), name, embedding));
    }
    const tensors::StoredTensor& tensor = file.directory().find(name)->second;
    throw InputError(
        fmt::format("{}: tensor '{}': expected none of this name in a {} model of this config, found {} [{}]",
                    file.where(), name, type, tensor.type_name, fmt::join(tensor.shape, ", ")));
  }
}

}  // namespace lmulsim::formats::hf
