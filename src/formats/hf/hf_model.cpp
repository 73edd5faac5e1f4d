// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/hf/hf_model.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "formats/hf/hf_config.hpp"
#include "transformer/model_runner.hpp"
#include "util/json.hpp"

namespace lmulsim::formats::hf {

namespace {

constexpr std::array<std::string_view, 14> kTypes{"llama", "mistral", "qwen2",   "qwen3",       "phi",
                                                  "phi3",  "gemma",   "gemma2",  "gemma3_text", "gpt2",
                                                  "opt",   "bert",    "roberta", "distilbert"};

}  // namespace

transformer::Model load_hf_model(const std::filesystem::path& config, const std::filesystem::path& tensors) {
  const std::string where = config.string();
  const boost::json::value document = util::parse_json_file(config);
  util::JsonReader reader(document, where);
  const std::size_t type = reader.choice("model_type", kTypes);
  transformer::Model model;
  model.shape = read_hf_config(document, where);
  transformer::check_runnable(model.shape);
  model.numerics = read_hf_numerics(document, model.shape, where);
  model.shape.max_positions =
      std::min(model.shape.max_positions, model.numerics.longest.value_or(model.shape.max_positions));
  const HfQuantisation quantisation = read_hf_quantisation(document, where);
  if (quantisation.fp8) {
    model.shape.notes.emplace_back(
        "Weights are the file's FP8 values times their scales; how its own engine rounds activations is not followed.");
  }
  bind_hf_weights(model, tensors::open_safetensors(tensors), std::string(kTypes[type]), quantisation);
  return model;
}

}  // namespace lmulsim::formats::hf
