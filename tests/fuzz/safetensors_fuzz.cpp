// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A safetensors file: copied whole, mapped with all tensors decoded, and as the weights of a Llama of one layer.
#include <string_view>

#include "formats/hf/hf_model.hpp"
#include "run_model.hpp"
#include "tensors/safetensors.hpp"

namespace {

/// The shape that the model among the seeds has.
constexpr std::string_view kConfig = R"({"model_type": "llama", "hidden_size": 4, "num_hidden_layers": 1,
  "num_attention_heads": 2, "num_key_value_heads": 1, "intermediate_size": 4, "vocab_size": 3,
  "max_position_embeddings": 8, "hidden_act": "silu", "tie_word_embeddings": true})";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lmulsim;
  const fuzz::MemoryFile file(fuzz::text_of(data, size));
  const fuzz::MemoryFile config(kConfig);
  return fuzz::refuse_or_any({
      [&] { fuzz::observe(tensors::parse_safetensors(fuzz::bytes_of(data, size), "t")); },
      [&] { fuzz::decode_all(tensors::open_safetensors(file.path())); },
      [&] { fuzz::run_two_tokens(formats::hf::load_hf_model(config.path(), file.path())); },
  });
}
