// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// DeepSeek V2 and V3. Defaults: configuration_deepseek_v2.py, configuration_deepseek_v3.py of the transformers library;
// keys that only the publisher's code reads (moe_layer_freq, scoring_func, topk_method): its modeling_deepseek.py.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "formats/hf/family.hpp"
#include "formats/hf/parts.hpp"

namespace lmulsim::formats::hf {

namespace {

struct Defaults {
  std::int64_t hidden, layers, heads, ffn, vocab, positions;
  std::int64_t routed, shared, expert_ffn, first_dense;
  std::optional<std::int64_t> top_k;
  std::string_view scores, choice;
};

constexpr Defaults kV2{.hidden = 4096,
                       .layers = 32,
                       .heads = 32,
                       .ffn = 11008,
                       .vocab = 32000,
                       .positions = 2048,
                       .routed = 64,
                       .shared = 2,
                       .expert_ffn = 1407,
                       .first_dense = 0,
                       .top_k = std::nullopt,
                       .scores = "softmax",
                       .choice = "greedy"};
constexpr Defaults kV3{.hidden = 7168,
                       .layers = 61,
                       .heads = 128,
                       .ffn = 18432,
                       .vocab = 129280,
                       .positions = 4096,
                       .routed = 256,
                       .shared = 1,
                       .expert_ffn = 2048,
                       .first_dense = 3,
                       .top_k = 8,
                       .scores = "sigmoid",
                       .choice = "noaux_tc"};

void read_attention(Config& c, transformer::Transformer& t) {
  transformer::LatentAttention latent;
  latent.query_rank = c.length_or_none("q_lora_rank", 1536).value_or(0);
  latent.rank = c.size_or("kv_lora_rank", 512);
  latent.plain = c.size_or("qk_nope_head_dim", 128);
  latent.rotary = c.size_or("qk_rope_head_dim", 64);
  latent.value = c.size_or("v_head_dim", 128);
  t.latent = latent;
  t.head_dim = latent.plain + latent.rotary;
  t.kv_heads = t.heads;
  c.only("num_key_value_heads", t.heads, "every head has keys and values of its own");
  const bool bias = c.flag("attention_bias", false);
  t.linear.qkv_bias = bias;
  t.linear.out_bias = bias;
  read_rope(c, t, "partial_rotary_factor", 1.0);
  c.only("partial_rotary_factor", 1.0, "qk_rope_head_dim says what is rotated");
  c.flags({"rope_interleave"});
}

void read_word(Config& c, std::string_view key, std::string_view otherwise,
               std::initializer_list<std::string_view> known) {
  const std::string word = c.json().optional_string(key).value_or(std::string(otherwise));
  for (const std::string_view right : known) {
    if (word == right) {
      return;
    }
  }
  c.fail(key, fmt::format("expected one of {}, found '{}'", fmt::join(known, ", "), word));
}

/// The first layers have dense MLPs, and those that moe_layer_freq does not divide. Groups and scaling of the choice
/// change neither sizes nor how many experts a token goes to.
void read_experts(Config& c, transformer::Transformer& t, const Defaults& d) {
  t.experts = c.length_or_none("n_routed_experts", d.routed).value_or(0);
  const std::int64_t shared = c.length_or_none("n_shared_experts", d.shared).value_or(0);
  t.expert.ffn = c.size_or("moe_intermediate_size", d.expert_ffn);
  t.expert.shared_ffn = shared * t.expert.ffn;
  const auto top_k = c.length_or_none("num_experts_per_tok", d.top_k);
  if (t.experts > 0 && !top_k) {
    c.fail("num_experts_per_tok", "expected an integer of at least 1 beside n_routed_experts, found none");
  }
  t.top_k = t.experts > 0 ? *top_k : 0;
  const std::int64_t first = c.count_or("first_k_dense_replace", d.first_dense);
  const std::int64_t step = c.json().optional_integer("moe_layer_freq", 1).value_or(1);
  for (std::int64_t i = 0; i < t.layers; ++i) {
    t.expert.dense.push_back(i < first || i % step != 0);
  }
  read_word(c, "scoring_func", d.scores, {"softmax", "sigmoid"});
  t.expert.sigmoid = c.json().optional_string("scoring_func").value_or(std::string(d.scores)) == "sigmoid";
  read_word(c, "topk_method", d.choice, {"greedy", "group_limited_greedy", "noaux_tc"});
  c.numbers({"n_group", "topk_group", "routed_scaling_factor"});
  c.flags({"norm_topk_prob"});
}

void read_deepseek(Config& c, transformer::Transformer& t, const Defaults& d) {
  t.hidden = c.size("hidden_size", d.hidden);
  t.layers = c.layers("num_hidden_layers", d.layers);
  t.heads = c.size("num_attention_heads", d.heads);
  t.ffn = c.size("intermediate_size", d.ffn);
  t.vocab = c.size("vocab_size", d.vocab);
  t.max_positions = c.length_or("max_position_embeddings", d.positions);
  c.only("hidden_act", "silu", "other functions are not modelled");
  c.only("mlp_bias", false, "biases of the MLP are not modelled");
  c.numbers({"rms_norm_eps"});
  read_attention(c, t);
  read_experts(c, t, d);
  t.notes.emplace_back(
      "Latent attention: prefill makes keys and values of every head; decode applies their matrices to queries and "
      "sums "
      "(absorbed) and reads one cached vector per token, once for the scores and once for the values.");
  const auto further = c.json().optional_integer("num_nextn_predict_layers", 0).value_or(0);
  if (further > 0) {
    t.notes.push_back(
        fmt::format("The {} layer{} that predict further tokens are left out.", further, further == 1 ? "" : "s"));
  }
}

void read_v2(Config& c, transformer::Transformer& t) {
  read_deepseek(c, t, kV2);
}

void read_v3(Config& c, transformer::Transformer& t) {
  read_deepseek(c, t, kV3);
}

constexpr std::array kV2Classes{
    Architecture{"DeepseekV2ForCausalLM", transformer::Head::language},
    Architecture{"DeepseekV2Model", transformer::Head::none},
    Architecture{"DeepseekV2ForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
};

constexpr std::array kV3Classes{
    Architecture{"DeepseekV3ForCausalLM", transformer::Head::language},
    Architecture{"DeepseekV3Model", transformer::Head::none},
    Architecture{"DeepseekV3ForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"DeepseekV3ForTokenClassification", transformer::Head::token_labels, Labels::config},
};

constexpr std::array kDeepSeekHarmless{
    Harmless{"head_dim", "the library takes qk_rope_head_dim"},
    Harmless{"qk_head_dim", "the sum of qk_nope_head_dim and qk_rope_head_dim"},
    Harmless{"aux_loss_alpha", "training only"},
    Harmless{"seq_aux", "training only"},
    Harmless{"ep_size", "over how many devices experts were spread"},
};

constexpr std::array kDeepSeekFamilies{
    Family{"deepseek_v2", read_v2, kV2Classes, kDeepSeekHarmless},
    Family{"deepseek_v3", read_v3, kV3Classes, kDeepSeekHarmless},
};

}  // namespace

std::span<const Family> deepseek_families() {
  return kDeepSeekFamilies;
}

}  // namespace lmulsim::formats::hf
