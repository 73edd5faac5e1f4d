// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Gemma 1, 2 and the text network of 3. Defaults: configuration_gemma.py, configuration_gemma2.py,
// configuration_gemma3.py of the transformers library.
#include <array>

#include "formats/hf/family.hpp"
#include "formats/hf/parts.hpp"

namespace lmulsim::formats::hf {

namespace {

/// What all of them share. The key of the function has two names, of which older files have the shorter.
void read_gemma(Config& c, transformer::Transformer& t, GatedDefaults defaults) {
  defaults.head_dim = 256;
  defaults.act = "gelu_pytorch_tanh";
  defaults.act_key = c.has("hidden_activation") ? "hidden_activation" : "hidden_act";
  read_gated_decoder(c, t, defaults);
  for (const std::string_view key : {"hidden_act", "hidden_activation"}) {
    c.json().ignore(key);
  }
  t.embedding_scale = true;
  const bool bias = c.flag("attention_bias", false);
  t.linear.qkv_bias = bias;
  t.linear.out_bias = bias;
  c.only("use_bidirectional_attention", false, "only causal attention is computed");
}

void read_gemma1(Config& c, transformer::Transformer& t) {
  read_gemma(
      c, t,
      {.hidden = 3072, .layers = 28, .heads = 16, .ffn = 24576, .vocab = 256000, .positions = 8192, .kv_heads = 16});
}

/// Gemma 2 and 3: norms on both sides, windows in most layers, caps.
void read_capped(Config& c, transformer::Transformer& t, std::int64_t period, std::optional<double> attention_cap,
                 std::optional<double> logit_cap) {
  t.norm_place = transformer::NormPlace::sandwich;
  t.window = c.length_or_none("sliding_window", 4096);
  std::vector<bool> windowed;
  for (std::int64_t i = 0; i < t.layers; ++i) {
    windowed.push_back((i + 1) % period != 0);
  }
  read_layer_types(c, t, windowed);
  t.attention_cap = c.number_or_none("attn_logit_softcapping", attention_cap).has_value();
  t.logit_cap = c.number_or_none("final_logit_softcapping", logit_cap).has_value();
  c.numbers({"query_pre_attn_scalar"});
}

void read_gemma2(Config& c, transformer::Transformer& t) {
  read_gemma(
      c, t, {.hidden = 2304, .layers = 26, .heads = 8, .ffn = 9216, .vocab = 256000, .positions = 8192, .kv_heads = 4});
  read_capped(c, t, 2, 50.0, 30.0);
}

void read_gemma3(Config& c, transformer::Transformer& t) {
  read_gemma(
      c, t,
      {.hidden = 2304, .layers = 26, .heads = 8, .ffn = 9216, .vocab = 262208, .positions = 131072, .kv_heads = 4});
  t.qk_norm = true;
  c.numbers({"rope_local_base_freq"});
  // Every sixth layer is without the window; newer files keep the number under a name of their own.
  constexpr std::string_view kKey = "sliding_window_pattern";
  const auto kept = c.json().optional_integer("_sliding_window_pattern", 1);
  read_capped(c, t, c.json().optional_integer(kKey, 1).value_or(kept.value_or(6)), std::nullopt, std::nullopt);
}

constexpr std::array kGemmaClasses{
    Architecture{"GemmaForCausalLM", transformer::Head::language},
    Architecture{"GemmaModel", transformer::Head::none},
    Architecture{"GemmaForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"GemmaForTokenClassification", transformer::Head::token_labels, Labels::config},
};

constexpr std::array kGemma2Classes{
    Architecture{"Gemma2ForCausalLM", transformer::Head::language},
    Architecture{"Gemma2Model", transformer::Head::none},
    Architecture{"Gemma2ForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"Gemma2ForTokenClassification", transformer::Head::token_labels, Labels::config},
};

constexpr std::array kGemma3Classes{
    Architecture{"Gemma3ForCausalLM", transformer::Head::language},
    Architecture{"Gemma3TextModel", transformer::Head::none},
    Architecture{"Gemma3TextForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
};

constexpr std::array kGemmaFamilies{
    Family{"gemma", read_gemma1, kGemmaClasses, {}, true},
    Family{"gemma2", read_gemma2, kGemma2Classes, {}, true},
    Family{"gemma3_text", read_gemma3, kGemma3Classes, {}, true},
};

}  // namespace

std::span<const Family> gemma_families() {
  return kGemmaFamilies;
}

}  // namespace lmulsim::formats::hf
