// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/hf/parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace lmulsim::formats::hf {

bool is_gelu(std::string_view word) {
  return word.starts_with("gelu") || word == "quick_gelu";
}

void require_gelu(Config& config, std::string_view key, std::string_view otherwise) {
  const std::string word = config.word(key, otherwise);
  if (!is_gelu(word)) {
    config.fail(key, fmt::format("expected a form of gelu, found '{}'", word));
  }
}

void divide_heads(const Config& config, transformer::Transformer& shape, std::string_view heads_key) {
  if (shape.hidden % shape.heads != 0) {
    config.fail(heads_key,
                fmt::format("expected a divisor of the hidden size {}, found {}", shape.hidden, shape.heads));
  }
  shape.head_dim = shape.hidden / shape.heads;
}

void read_head_dim(Config& config, transformer::Transformer& shape, std::string_view heads_key,
                   std::int64_t otherwise) {
  if (config.has("head_dim") || otherwise > 0) {
    shape.head_dim = config.size_or("head_dim", otherwise);
    return;
  }
  config.json().ignore("head_dim");
  divide_heads(config, shape, heads_key);
}

void read_kv_heads(Config& config, transformer::Transformer& shape, std::int64_t otherwise) {
  constexpr std::string_view kKey = "num_key_value_heads";
  const bool missing = !config.given(kKey) && otherwise > 0;
  if (missing && shape.heads % otherwise == 0) {
    shape.kv_heads = config.size_or(kKey, otherwise);
    return;
  }
  if (missing) {
    shape.notes.push_back(
        fmt::format("{} is not in the file, and the library's default of {} does not divide the {} heads: "
                    "every query head has a key/value head of its own.",
                    kKey, otherwise, shape.heads));
  }
  shape.kv_heads = config.has(kKey) ? config.size_or(kKey, shape.heads) : shape.heads;
  config.json().ignore(kKey);
  if (shape.heads % shape.kv_heads != 0) {
    config.fail(kKey,
                fmt::format("expected a divisor of num_attention_heads = {}, found {}", shape.heads, shape.kv_heads));
  }
}

void read_gated_decoder(Config& config, transformer::Transformer& shape, const GatedDefaults& defaults) {
  shape.hidden = config.size("hidden_size", defaults.hidden);
  shape.layers = config.layers("num_hidden_layers", defaults.layers);
  shape.heads = config.size("num_attention_heads", defaults.heads);
  shape.ffn = config.size("intermediate_size", defaults.ffn);
  shape.vocab = config.size("vocab_size", defaults.vocab);
  read_kv_heads(config, shape, defaults.kv_heads);
  read_head_dim(config, shape, "num_attention_heads", defaults.head_dim);
  shape.max_positions = config.length_or("max_position_embeddings", defaults.positions);
  const std::string act = config.word(defaults.act_key, defaults.act);
  if (act != "silu" && act != "swish" && !is_gelu(act)) {
    config.fail(defaults.act_key, fmt::format("expected silu or a form of gelu, found '{}'", act));
  }
  shape.mlp = is_gelu(act) ? transformer::Mlp::gated_gelu : transformer::Mlp::gated_silu;
  config.numbers({"rms_norm_eps"});
  read_rope(config, shape, "partial_rotary_factor", defaults.rotary_part);
}

void read_layer_types(Config& config, transformer::Transformer& shape, const std::vector<bool>& windowed) {
  constexpr std::string_view kKey = "layer_types";
  shape.windowed = windowed;
  if (const boost::json::array* types = config.json().optional_array(kKey)) {
    if (static_cast<std::int64_t>(types->size()) != shape.layers) {
      config.fail(kKey, fmt::format("expected one for each of the {} layers, found {}", shape.layers, types->size()));
    }
    shape.windowed.clear();
    for (const boost::json::value& type : *types) {
      const bool full = type == "full_attention";
      if (!full && type != "sliding_attention") {
        config.fail(kKey, fmt::format("expected full_attention or sliding_attention, found {}", util::describe(type)));
      }
      shape.windowed.push_back(!full);
    }
  }
  if (!shape.windowed.empty() && std::ranges::count(shape.windowed, true) == 0) {
    shape.windowed.clear();
    shape.window.reset();
  }
}

}  // namespace lmulsim::formats::hf
