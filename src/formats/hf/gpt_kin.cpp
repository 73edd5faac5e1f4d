// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Decoders of the GPT kind with blocks of their own: GPT-J, GPT-Neo, Falcon, Bloom, MPT. Defaults:
// configuration_gptj.py, configuration_gpt_neo.py, configuration_falcon.py, configuration_bloom.py,
// configuration_mpt.py of the transformers library.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "formats/hf/family.hpp"
#include "formats/hf/parts.hpp"

namespace lmulsim::formats::hf {

namespace {

constexpr std::int64_t kGptKinMaxSize = std::int64_t{1} << 24U;

/// The key of the two that is there; files of different ages have one or the other.
std::string_view either(const Config& c, std::string_view first, std::string_view second) {
  return c.has(second) && !c.has(first) ? second : first;
}

/// Four times the hidden size, or what the key says.
void read_ffn(Config& c, transformer::Transformer& t, std::string_view key) {
  t.ffn = c.json().optional_integer(key, 1, kGptKinMaxSize).value_or(4 * t.hidden);
}

void set_gpt(transformer::Transformer& t, transformer::Positions positions, transformer::Linear linear) {
  t.norm = transformer::Norm::layer_norm;
  t.mlp = transformer::Mlp::gelu;
  t.positions = positions;
  t.linear = linear;
}

void read_gptj(Config& c, transformer::Transformer& t) {
  t.hidden = c.size("n_embd", 4096);
  t.layers = c.layers("n_layer", 28);
  t.heads = c.size("n_head", 16);
  t.kv_heads = t.heads;
  divide_heads(c, t, "n_head");
  read_ffn(c, t, "n_inner");
  t.vocab = c.size("vocab_size", 50400);
  t.max_positions = c.length_or("n_positions", 2048);
  const std::int64_t rotated = c.length_or_none("rotary_dim", 64).value_or(t.head_dim);
  if (rotated > t.head_dim) {
    c.fail("rotary_dim", fmt::format("expected at most the head's {}, found {}", t.head_dim, rotated));
  }
  // A little more than the quotient, so that the product with the head's size does not fall below the number.
  t.rotary_part = std::nextafter(static_cast<double>(rotated) / static_cast<double>(t.head_dim), 2.0);
  require_gelu(c, "activation_function", "gelu_new");
  c.numbers({"layer_norm_epsilon"});
  c.only("rotary", true, "positions of another kind are not modelled");
  set_gpt(t, transformer::Positions::rotary, {.mlp_bias = true, .head_bias = true});
  t.parallel_blocks = true;
  t.one_block_norm = true;
}

/// Which layers are local, from attention_layers or from the runs in attention_types.
std::vector<bool> local_layers(Config& c, const transformer::Transformer& t) {
  std::vector<bool> local;
  const auto add = [&](std::string_view key, const boost::json::value& word) {
    if (word != "global" && word != "local") {
      c.fail(key, fmt::format("expected global or local, found {}", util::describe(word)));
    }
    local.push_back(word == "local");
  };
  if (const boost::json::array* layers = c.json().optional_array("attention_layers")) {
    c.json().ignore("attention_types");
    for (const boost::json::value& word : *layers) {
      add("attention_layers", word);
    }
  } else if (const boost::json::array* runs = c.json().optional_array("attention_types")) {
    for (const boost::json::value& run : *runs) {
      const bool pair = run.is_array() && run.get_array().size() == 2 && run.get_array()[0].is_array() &&
                        run.get_array()[1].is_int64();
      if (!pair || run.get_array()[1].get_int64() < 0 || run.get_array()[1].get_int64() > t.layers) {
        c.fail("attention_types", "expected pairs of a list of words and a number of times");
      }
      for (std::int64_t i = 0; i < run.get_array()[1].get_int64(); ++i) {
        for (const boost::json::value& word : run.get_array()[0].get_array()) {
          add("attention_types", word);
        }
      }
    }
  } else {
    for (std::int64_t i = 0; i < t.layers; ++i) {
      local.push_back(i % 2 == 1);
    }
  }
  return local;
}

void read_gpt_neo(Config& c, transformer::Transformer& t) {
  t.hidden = c.size("hidden_size", 2048);
  t.layers = c.layers("num_layers", 24);
  t.heads = c.size("num_heads", 16);
  t.kv_heads = t.heads;
  divide_heads(c, t, "num_heads");
  read_ffn(c, t, "intermediate_size");
  t.vocab = c.size("vocab_size", 50257);
  t.max_positions = c.size_or("max_position_embeddings", 2048);
  t.window = c.length_or("window_size", 256);
  t.windowed = local_layers(c, t);
  if (static_cast<std::int64_t>(t.windowed.size()) != t.layers) {
    c.fail("attention_types",
           fmt::format("expected one for each of the {} layers, found {}", t.layers, t.windowed.size()));
  }
  require_gelu(c, "activation_function", "gelu_new");
  c.numbers({"layer_norm_epsilon"});
  set_gpt(t, transformer::Positions::learned, {.out_bias = true, .mlp_bias = true});
}

void read_falcon(Config& c, transformer::Transformer& t) {
  t.hidden = c.size("hidden_size", 4544);
  t.layers = c.layers(either(c, "num_hidden_layers", "n_layer"), 32);
  t.heads = c.size(either(c, "num_attention_heads", "n_head"), 71);
  divide_heads(c, t, "num_attention_heads");
  read_ffn(c, t, "ffn_hidden_size");
  t.vocab = c.size("vocab_size", 65024);
  t.max_positions = c.length_or("max_position_embeddings", 2048);
  const bool grouped = c.flag("new_decoder_architecture", false);
  const bool one_key = c.flag("multi_query", true);
  const auto kv = c.json().optional_integer(either(c, "num_kv_heads", "n_head_kv"), 1, kGptKinMaxSize);
  const std::int64_t all = one_key ? 1 : t.heads;
  t.kv_heads = grouped ? kv.value_or(t.heads) : all;
  if (t.heads % t.kv_heads != 0) {
    c.fail("num_kv_heads",
           fmt::format("expected a divisor of num_attention_heads = {}, found {}", t.heads, t.kv_heads));
  }
  const std::string act = c.json().optional_string("activation").value_or("gelu");
  if (!is_gelu(act)) {
    c.fail("activation", fmt::format("expected a form of gelu, found '{}'", act));
  }
  c.numbers({"layer_norm_epsilon"});
  const bool bias = c.flag("bias", false);
  const bool slopes = c.flag("alibi", false);
  read_rope(c, t, "partial_rotary_factor", 1.0);
  set_gpt(t, slopes ? transformer::Positions::alibi : transformer::Positions::rotary,
          {.qkv_bias = bias, .out_bias = bias, .mlp_bias = bias, .fused_qkv = true});
  t.parallel_blocks = c.flag("parallel_attn", true) || grouped;
  const std::int64_t norms = c.json().optional_integer("num_ln_in_parallel_attn", 1, 2).value_or(grouped ? 2 : 1);
  t.one_block_norm = t.parallel_blocks && !(grouped && norms == 2);
  c.only("apply_residual_connection_post_layernorm", false, "sums after the norm are not modelled");
}

void read_bloom(Config& c, transformer::Transformer& t) {
  t.hidden = c.size(either(c, "hidden_size", "n_embed"), 64);
  t.layers = c.layers(either(c, "n_layer", "num_hidden_layers"), 2);
  t.heads = c.size(either(c, "n_head", "num_attention_heads"), 8);
  t.kv_heads = t.heads;
  divide_heads(c, t, either(c, "n_head", "num_attention_heads"));
  read_ffn(c, t, "n_inner");
  t.vocab = c.size("vocab_size", 250880);
  t.max_positions = c.length_or("seq_length", 2048);
  c.numbers({"layer_norm_epsilon"});
  set_gpt(t, transformer::Positions::alibi, {.qkv_bias = true, .out_bias = true, .mlp_bias = true, .fused_qkv = true});
  t.embedding_norm = true;
  c.only("apply_residual_connection_post_layernorm", false, "sums after the norm are not modelled");
}

void read_mpt_attention(Config& c) {
  if (auto r = c.json().optional_object("attn_config")) {
    Config attention(c.value().at("attn_config"), c.json().place("attn_config"), true);
    attention.only("attn_type", "multihead_attention", "keys shared by heads are not modelled for this type");
    attention.only("alibi", true, "this type has the slopes of ALiBi");
    attention.only("qk_ln", false, "norms of queries and keys are not modelled for this type");
    attention.only("clip_qkv", nullptr, "limits of queries, keys and values are not modelled");
    attention.only("prefix_lm", false, "only causal attention is computed");
    attention.only("attn_uses_sequence_id", false, "only causal attention is computed");
    attention.numbers({"softmax_scale", "alibi_bias_max", "attn_pdrop"});
    attention.json().ignore("attn_impl");  // which kernel
    attention.json().ignore("model_type");
    attention.pass_over(common_harmless());
    attention.finish();
  }
}

void read_mpt(Config& c, transformer::Transformer& t) {
  t.hidden = c.size("d_model", 2048);
  t.layers = c.layers("n_layers", 24);
  t.heads = c.size("n_heads", 16);
  t.kv_heads = t.heads;
  divide_heads(c, t, "n_heads");
  t.ffn = t.hidden * c.json().optional_integer("expansion_ratio", 1, 64).value_or(4);
  t.vocab = c.size("vocab_size", 50368);
  t.max_positions = c.length_or("max_seq_len", 2048);
  c.numbers({"layer_norm_epsilon"});
  read_mpt_attention(c);
  set_gpt(t, transformer::Positions::alibi, {.fused_qkv = true});
  t.norm_bias = false;
  c.only("no_bias", true, "biases are not modelled for this type");
  c.only("logit_scale", nullptr, "scaled logits are not modelled");
  c.only("norm_type", "low_precision_layernorm", "other norms are not modelled for this type");
}

constexpr std::array kGptjClasses{
    Architecture{"GPTJForCausalLM", transformer::Head::language},
    Architecture{"GPTJModel", transformer::Head::none},
    Architecture{"GPTJForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"GPTJForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kGptNeoClasses{
    Architecture{"GPTNeoForCausalLM", transformer::Head::language},
    Architecture{"GPTNeoModel", transformer::Head::none},
    Architecture{"GPTNeoForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"GPTNeoForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"GPTNeoForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kFalconClasses{
    Architecture{"FalconForCausalLM", transformer::Head::language},
    Architecture{"FalconModel", transformer::Head::none},
    Architecture{"FalconForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"FalconForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"FalconForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kBloomClasses{
    Architecture{"BloomForCausalLM", transformer::Head::language},
    Architecture{"BloomModel", transformer::Head::none},
    Architecture{"BloomForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"BloomForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"BloomForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kMptClasses{
    Architecture{"MptForCausalLM", transformer::Head::language},
    Architecture{"MPTForCausalLM", transformer::Head::language},  // the publisher's own code
    Architecture{"MptModel", transformer::Head::none},
    Architecture{"MptForSequenceClassification", transformer::Head::sequence_labels, Labels::config},
    Architecture{"MptForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"MptForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::string_view kTraining = "training only";
constexpr std::string_view kGptKinSummary = "of classes with two heads, which are refused";
constexpr std::string_view kKernel = "which kernel computes the same numbers";

constexpr std::array kGptHarmless{
    Harmless{"n_ctx", "an older name of n_positions"},
    Harmless{"scale_attn_weights", "the library does not read it for this type"},
    Harmless{"summary_type", kGptKinSummary},
    Harmless{"summary_use_proj", kGptKinSummary},
    Harmless{"summary_activation", kGptKinSummary},
    Harmless{"summary_proj_to_labels", kGptKinSummary},
    Harmless{"summary_first_dropout", kGptKinSummary},
    Harmless{"resid_dropout", kTraining},
    Harmless{"embed_dropout", kTraining},
};

constexpr std::array kFalconHarmless{
    Harmless{"num_kv_heads", "counts only with new_decoder_architecture"},
    Harmless{"n_head_kv", "counts only with new_decoder_architecture"},
};

constexpr std::array kBloomHarmless{
    Harmless{"masked_softmax_fusion", kKernel},
    Harmless{"bias_dropout_fusion", kKernel},
    Harmless{"attention_softmax_in_fp32", kKernel},
    Harmless{"slow_but_exact", kKernel},
    Harmless{"skip_bias_add", kKernel},
    Harmless{"skip_bias_add_qkv", kKernel},
    Harmless{"offset_alibi", "the library does not read it"},
    Harmless{"hidden_size", "the same as n_embed"},
    Harmless{"num_attention_heads", "the same as n_head"},
};

constexpr std::array kMptHarmless{
    Harmless{"emb_pdrop", kTraining},       Harmless{"embedding_fraction", kTraining},
    Harmless{"init_config", kTraining},     Harmless{"init_device", kTraining},
    Harmless{"verbose", "what is printed"}, Harmless{"learned_pos_emb", "the library has the slopes of ALiBi instead"},
};

constexpr std::array kGptKinFamilies{
    Family{"gptj", read_gptj, kGptjClasses, kGptHarmless},
    Family{"gpt_neo", read_gpt_neo, kGptNeoClasses, kGptHarmless, true},
    Family{"falcon", read_falcon, kFalconClasses, kFalconHarmless, true},
    Family{"bloom", read_bloom, kBloomClasses, kBloomHarmless, true},
    Family{"mpt", read_mpt, kMptClasses, kMptHarmless, true},
};

}  // namespace

std::span<const Family> gpt_kin_families() {
  return kGptKinFamilies;
}

}  // namespace lmulsim::formats::hf
