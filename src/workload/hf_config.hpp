// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <string>

#include "workload/transformer.hpp"

namespace lmulsim::workload {

/// The model types of Hugging Face config.json that are understood, in the order messages list them: llama, mistral,
/// mixtral, qwen2, phi3, gemma2, gpt2, gpt_neox, bert, vit.
///
/// Keys and defaults are those of the transformers library's configuration classes; keys without influence on shapes
/// are passed over. A key "_source" says where a file's facts came from. Throws InputError "where: key: reason".
[[nodiscard]] Transformer read_hf_config(const boost::json::value& config, const std::string& where);

}  // namespace lmulsim::workload
