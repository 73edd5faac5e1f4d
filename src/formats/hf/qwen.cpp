// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Qwen 2, 3 and their experts. Defaults: configuration_qwen2.py, configuration_qwen3.py, configuration_qwen2_moe.py,
// configuration_qwen3_moe.py of the transformers library.
#include <algorithm>
#include <array>

#include "formats/hf/family.hpp"
#include "formats/hf/parts.hpp"

namespace lmulsim::formats::hf {

namespace {

constexpr GatedDefaults kDense{
    .hidden = 4096, .layers = 32, .heads = 32, .ffn = 22016, .vocab = 151936, .positions = 32768, .kv_heads = 32};

/// The window counts only with use_sliding_window, in the layers from max_window_layers on, or those layer_types names.
void read_windows(Config& c, transformer::Transformer& t, std::int64_t first_windowed = 28) {
  const auto window = c.length_or_none("sliding_window", std::nullopt);
  const std::int64_t first = c.json().optional_integer("max_window_layers", 0).value_or(first_windowed);
  std::vector<bool> windowed;
  if (c.flag("use_sliding_window", false)) {
    t.window = window.value_or(4096);
    for (std::int64_t i = 0; i < t.layers; ++i) {
      windowed.push_back(i >= first);
    }
  }
  read_layer_types(c, t, windowed);
  if (std::ranges::count(t.windowed, true) > 0 && !t.window) {
    c.fail("layer_types", "expected full_attention without use_sliding_window, found sliding_attention");
  }
}

void read_qwen2(Config& c, transformer::Transformer& t) {
  read_gated_decoder(c, t, kDense);
  t.linear.qkv_bias = true;
  read_windows(c, t);
}

/// The text network of Qwen2-VL and Qwen2.5-VL.
void read_qwen2_vl(Config& c, transformer::Transformer& t) {
  read_gated_decoder(
      c, t,
      {.hidden = 8192, .layers = 80, .heads = 64, .ffn = 29568, .vocab = 152064, .positions = 32768, .kv_heads = 8});
  t.linear.qkv_bias = true;
  read_windows(c, t, 80);
}

void read_qwen3(Config& c, transformer::Transformer& t) {
  GatedDefaults defaults = kDense;
  defaults.head_dim = 128;
  read_gated_decoder(c, t, defaults);
  t.qk_norm = true;
  const bool bias = c.flag("attention_bias", false);
  t.linear.qkv_bias = bias;
  t.linear.out_bias = bias;
  read_windows(c, t);
}

/// Layers without experts: those of mlp_only_layers, and those between the multiples of decoder_sparse_step.
void read_experts(Config& c, transformer::Transformer& t, std::int64_t experts, std::int64_t top_k, std::int64_t ffn) {
  t.experts = c.size_or("num_experts", experts);
  t.top_k = c.size_or("num_experts_per_tok", top_k);
  t.expert.ffn = c.size_or("moe_intermediate_size", ffn);
  c.flags({"norm_topk_prob"});
  const std::int64_t step = c.json().optional_integer("decoder_sparse_step", 1).value_or(1);
  const std::vector<std::int64_t> dense = c.layer_list("mlp_only_layers", t.layers);
  for (std::int64_t i = 0; i < t.layers; ++i) {
    t.expert.dense.push_back((i + 1) % step != 0 || std::ranges::count(dense, i) > 0);
  }
}

void read_qwen2_moe(Config& c, transformer::Transformer& t) {
  read_gated_decoder(
      c, t,
      {.hidden = 2048, .layers = 24, .heads = 16, .ffn = 5632, .vocab = 151936, .positions = 32768, .kv_heads = 16});
  t.linear.qkv_bias = c.flag("qkv_bias", true);
  read_experts(c, t, 60, 4, 1408);
  t.expert.shared_ffn = c.size_or("shared_expert_intermediate_size", 5632);
  t.expert.shared_gate = true;
  c.only("use_sliding_window", false, "which layers would have the window differs between versions of the library");
  c.only("layer_types", nullptr, "which layers would have the window differs between versions of the library");
}

void read_qwen3_moe(Config& c, transformer::Transformer& t) {
  read_gated_decoder(
      c, t,
      {.hidden = 2048, .layers = 24, .heads = 32, .ffn = 6144, .vocab = 151936, .positions = 32768, .kv_heads = 4});
  t.qk_norm = true;
  const bool bias = c.flag("attention_bias", false);
  t.linear.qkv_bias = bias;
  t.linear.out_bias = bias;
  read_experts(c, t, 128, 8, 768);
  const auto window = c.length_or_none("sliding_window", std::nullopt);
  if (c.flag("use_sliding_window", false)) {
    t.window = window.value_or(4096);
  }
}

constexpr std::array kQwen2Classes{
    Architecture{"Qwen2ForCausalLM", transformer::Head::language},
    Architecture{"Qwen2Model", transformer::Head::none},
    Architecture{"Qwen2ForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"Qwen2ForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"Qwen2ForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kQwen2VlClasses{Architecture{"Qwen2VLTextModel", transformer::Head::none}};

constexpr std::array kQwen25VlClasses{Architecture{"Qwen2_5_VLTextModel", transformer::Head::none}};

constexpr std::array kQwen3Classes{
    Architecture{"Qwen3ForCausalLM", transformer::Head::language},
    Architecture{"Qwen3Model", transformer::Head::none},
    Architecture{"Qwen3ForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"Qwen3ForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"Qwen3ForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kQwen2MoeClasses{
    Architecture{"Qwen2MoeForCausalLM", transformer::Head::language},
    Architecture{"Qwen2MoeModel", transformer::Head::none},
    Architecture{"Qwen2MoeForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"Qwen2MoeForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"Qwen2MoeForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kQwen3MoeClasses{
    Architecture{"Qwen3MoeForCausalLM", transformer::Head::language},
    Architecture{"Qwen3MoeModel", transformer::Head::none},
    Architecture{"Qwen3MoeForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"Qwen3MoeForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"Qwen3MoeForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kQwenMoeHarmless{
    Harmless{"max_window_layers", "counts only with a sliding window, which is refused or in all layers"},
    Harmless{"sliding_window", "counts only with use_sliding_window"},
};

constexpr std::array kQwenFamilies{
    Family{"qwen2", read_qwen2, kQwen2Classes, {}},
    Family{"qwen2_vl_text", read_qwen2_vl, kQwen2VlClasses, {}},
    Family{"qwen2_5_vl_text", read_qwen2_vl, kQwen25VlClasses, {}},
    Family{"qwen2_moe", read_qwen2_moe, kQwen2MoeClasses, kQwenMoeHarmless},
    Family{"qwen3", read_qwen3, kQwen3Classes, {}},
    Family{"qwen3_moe", read_qwen3_moe, kQwen3MoeClasses, kQwenMoeHarmless},
};

}  // namespace

std::span<const Family> qwen_families() {
  return kQwenFamilies;
}

}  // namespace lmulsim::formats::hf
