// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <filesystem>
#include <string>

#include "formats/hf/hf_quantisation.hpp"
#include "tensors/tensor_file.hpp"
#include "transformer/model.hpp"

namespace lmulsim::formats::hf {

/// A Hugging Face model: config.json and safetensors with the names of the transformers library. Model types llama,
/// mistral, qwen2, qwen3, phi, phi3, gemma, gemma2, gemma3_text, gpt2 and opt with a language head; bert and roberta as
/// sequence classifiers, or their pooled vector; distilbert as a sequence classifier. Weights quantised to FP8 are
/// multiplied by their scales. Throws InputError naming the file and the key or tensor.
[[nodiscard]] transformer::Model load_hf_model(const std::filesystem::path& config,
                                               const std::filesystem::path& tensors);

/// The numbers in a config.json of a model that read_hf_config() has read: epsilons, rotation, the form of gelu, what
/// scores are divided by. Defaults are those of the transformers library.
[[nodiscard]] transformer::Numerics read_hf_numerics(const boost::json::value& config,
                                                     const transformer::Transformer& shape, const std::string& where);

/// The weights of `model.shape` from `tensors`; `type` is the config's model_type. Throws InputError naming the tensor
/// for one that is missing, of another shape, or not of this model.
void bind_hf_weights(transformer::Model& model, const tensors::TensorFile& tensors, const std::string& type,
                     const HfQuantisation& quantisation);

}  // namespace lmulsim::formats::hf
