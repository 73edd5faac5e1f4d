// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "workload/hf_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "util/error.hpp"
#include "util/json.hpp"

namespace lmulsim::workload {

namespace {

using util::JsonReader;

enum class ModelType : std::uint8_t { llama, mistral, mixtral, qwen2, phi3, gemma2, gpt2, gpt_neox, bert, vit };

constexpr std::array<std::string_view, 10> kModelTypeNames{"llama",  "mistral", "mixtral",  "qwen2", "phi3",
                                                           "gemma2", "gpt2",    "gpt_neox", "bert",  "vit"};

constexpr std::int64_t kMaxSize = std::int64_t{1} << 24U;  // largest hidden size, vocabulary, ...
constexpr std::int64_t kMaxLayers = 1 << 12;
constexpr std::int64_t kMaxLength = std::int64_t{1} << 30U;

std::int64_t size_of(JsonReader& r, std::string_view key) {
  return r.integer(key, 1, kMaxSize);
}

std::int64_t size_or(JsonReader& r, std::string_view key, std::int64_t otherwise) {
  return r.optional_integer(key, 1, kMaxSize).value_or(otherwise);
}

/// The keys every type but GPT-2 shares.
void read_sizes(JsonReader& r, Transformer& t) {
  t.hidden = size_of(r, "hidden_size");
  t.layers = r.integer("num_hidden_layers", 1, kMaxLayers);
  t.heads = size_of(r, "num_attention_heads");
  t.kv_heads = t.heads;
  t.ffn = size_of(r, "intermediate_size");
}

bool is_gelu(std::string_view word) {
  return word.starts_with("gelu") || word == "quick_gelu";
}

void require_gelu(JsonReader& r, std::string_view key, std::string_view otherwise) {
  const std::string word = r.optional_string(key).value_or(std::string(otherwise));
  if (!is_gelu(word)) {
    r.fail(key, fmt::format("expected a form of gelu, found '{}'", word));
  }
}

/// Decoders with RMSNorm, rotary positions and a gated MLP. `kv`: the default of num_key_value_heads; 0: the key is
/// required.
void read_gated_decoder(JsonReader& r, Transformer& t, std::string_view act_key, std::int64_t kv) {
  read_sizes(r, t);
  t.kv_heads = kv == 0 ? size_of(r, "num_key_value_heads") : size_or(r, "num_key_value_heads", kv);
  t.vocab = size_of(r, "vocab_size");
  t.max_positions = r.integer("max_position_embeddings", 1, kMaxLength);
  t.rotary_part = r.optional_number("partial_rotary_factor", 0, 1).value_or(1.0);
  const std::string act = r.string(act_key);
  if (act != "silu" && act != "swish" && !is_gelu(act)) {
    r.fail(act_key, fmt::format("expected silu or a form of gelu, found '{}'", act));
  }
  t.mlp = is_gelu(act) ? Mlp::gated_gelu : Mlp::gated_silu;
}

void read_llama(JsonReader& r, Transformer& t) {
  read_gated_decoder(r, t, "hidden_act", size_of(r, "num_attention_heads"));
  const bool bias = r.optional_boolean("attention_bias").value_or(false);
  t.linear = {.qkv_bias = bias, .out_bias = bias, .mlp_bias = r.optional_boolean("mlp_bias").value_or(false)};
}

void read_mistral(JsonReader& r, Transformer& t) {
  read_gated_decoder(r, t, "hidden_act", 0);
  t.window = r.optional_integer("sliding_window", 1, kMaxLength);
}

void read_mixtral(JsonReader& r, Transformer& t) {
  read_mistral(r, t);
  t.experts = size_of(r, "num_local_experts");
  t.top_k = r.integer("num_experts_per_tok", 1, t.experts);
}

void read_qwen2(JsonReader& r, Transformer& t) {
  read_gated_decoder(r, t, "hidden_act", 0);
  t.linear.qkv_bias = true;
  if (r.optional_boolean("use_sliding_window").value_or(false)) {
    r.fail("use_sliding_window", "sliding windows from layer max_window_layers on are not modelled");
  }
}

void read_phi3(JsonReader& r, Transformer& t) {
  read_gated_decoder(r, t, "hidden_act", size_of(r, "num_attention_heads"));
  t.linear = {.fused_qkv = true, .fused_gate_up = true};
  t.window = r.optional_integer("sliding_window", 1, kMaxLength);
}

void read_gemma2(JsonReader& r, Transformer& t) {
  read_gated_decoder(r, t, r.has("hidden_activation") ? "hidden_activation" : "hidden_act", 0);
  t.norm_place = NormPlace::sandwich;
  t.window = r.optional_integer("sliding_window", 1, kMaxLength);
  t.window_alternates = true;
  t.attention_cap = r.optional_number("attn_logit_softcapping", 0, 1e9).has_value();
  t.logit_cap = r.optional_number("final_logit_softcapping", 0, 1e9).has_value();
}

void read_gpt2(JsonReader& r, Transformer& t) {
  t.hidden = size_of(r, "n_embd");
  t.layers = r.integer("n_layer", 1, kMaxLayers);
  t.heads = size_of(r, "n_head");
  t.kv_heads = t.heads;
  t.ffn = size_or(r, "n_inner", 4 * t.hidden);
  t.vocab = size_of(r, "vocab_size");
  t.max_positions = r.integer(r.has("n_positions") ? "n_positions" : "n_ctx", 1, kMaxSize);
  require_gelu(r, "activation_function", "gelu_new");
  t.norm = Norm::layer_norm;
  t.mlp = Mlp::gelu;
  t.positions = Positions::learned;
  t.linear = {.qkv_bias = true, .out_bias = true, .mlp_bias = true, .fused_qkv = true};
}

void read_gpt_neox(JsonReader& r, Transformer& t) {
  read_sizes(r, t);
  t.vocab = size_of(r, "vocab_size");
  t.max_positions = r.integer("max_position_embeddings", 1, kMaxLength);
  require_gelu(r, "hidden_act", "gelu");
  t.rotary_part = r.optional_number("rotary_pct", 0, 1).value_or(0.25);
  t.norm = Norm::layer_norm;
  t.mlp = Mlp::gelu;
  t.parallel_blocks = r.optional_boolean("use_parallel_residual").value_or(true);
  t.linear = {.qkv_bias = true, .out_bias = true, .mlp_bias = true, .fused_qkv = true};
}

/// What BERT and ViT have in common.
void read_encoder(JsonReader& r, Transformer& t) {
  read_sizes(r, t);
  require_gelu(r, "hidden_act", "gelu");
  t.norm = Norm::layer_norm;
  t.mlp = Mlp::gelu;
  t.positions = Positions::learned;
  t.causal = false;
  t.linear = {.qkv_bias = true, .out_bias = true, .mlp_bias = true};
}

/// Whether the checkpoint ends with a classifier of the pooled vector.
bool is_sequence_classifier(JsonReader& r) {
  const boost::json::array* names = r.optional_array("architectures");
  return names != nullptr && std::ranges::any_of(*names, [](const boost::json::value& name) {
           return name.is_string() && std::string_view(name.get_string()).ends_with("ForSequenceClassification");
         });
}

void read_bert(JsonReader& r, Transformer& t) {
  read_encoder(r, t);
  t.vocab = size_of(r, "vocab_size");
  t.max_positions = size_of(r, "max_position_embeddings");
  t.token_types = size_or(r, "type_vocab_size", 2);
  t.norm_place = NormPlace::post;
  t.embedding_norm = true;
  t.final_norm = false;
  t.head = Head::pooler;
  if (is_sequence_classifier(r)) {
    const boost::json::value* labels = r.find("id2label");
    t.labels = r.has("id2label") && labels->is_object() ? static_cast<std::int64_t>(labels->get_object().size())
                                                        : size_or(r, "num_labels", 2);
  }
}

void read_vit(JsonReader& r, Transformer& t) {
  read_encoder(r, t);
  t.linear.qkv_bias = r.optional_boolean("qkv_bias").value_or(true);
  t.patches = Patches{size_of(r, "image_size"), size_of(r, "patch_size"), size_or(r, "num_channels", 3)};
  if (t.patches->patch > t.patches->image) {
    r.fail("patch_size", fmt::format("expected at most image_size = {}, found {}", t.patches->image, t.patches->patch));
  }
  t.max_positions = t.patches->count() + 1;
  const auto id2label = r.optional_object("id2label");
  const boost::json::value* labels = r.find("id2label");
  t.labels = id2label ? static_cast<std::int64_t>(labels->get_object().size()) : size_or(r, "num_labels", 0);
  t.head = t.labels > 0 ? Head::classifier : Head::none;
}

void read_type(ModelType type, JsonReader& r, Transformer& t) {
  switch (type) {
    case ModelType::llama:
      return read_llama(r, t);
    case ModelType::mistral:
      return read_mistral(r, t);
    case ModelType::mixtral:
      return read_mixtral(r, t);
    case ModelType::qwen2:
      return read_qwen2(r, t);
    case ModelType::phi3:
      return read_phi3(r, t);
    case ModelType::gemma2:
      return read_gemma2(r, t);
    case ModelType::gpt2:
      return read_gpt2(r, t);
    case ModelType::gpt_neox:
      return read_gpt_neox(r, t);
    case ModelType::bert:
      return read_bert(r, t);
    case ModelType::vit:
      return read_vit(r, t);
  }
}

/// Head sizes must fit together; the message names the keys of the dialect.
void read_heads(JsonReader& r, Transformer& t, ModelType type) {
  const std::string_view heads_key = type == ModelType::gpt2 ? "n_head" : "num_attention_heads";
  const auto head_dim = r.optional_integer("head_dim", 1, kMaxSize);
  if (!head_dim && type != ModelType::gemma2 && t.hidden % t.heads != 0) {
    r.fail(heads_key, fmt::format("expected a divisor of the hidden size {}, found {}", t.hidden, t.heads));
  }
  t.head_dim = head_dim.value_or(type == ModelType::gemma2 ? 256 : t.hidden / t.heads);
  if (t.heads % t.kv_heads != 0) {
    r.fail("num_key_value_heads",
           fmt::format("expected a divisor of num_attention_heads = {}, found {}", t.heads, t.kv_heads));
  }
}

}  // namespace

Transformer read_hf_config(const boost::json::value& config, const std::string& where) {
  JsonReader r(config, where);
  const auto type = static_cast<ModelType>(r.choice("model_type", kModelTypeNames));
  Transformer t;
  t.name = r.optional_string("_name").value_or(std::filesystem::path(where).stem().string());
  const auto source = r.optional_string("_source");
  t.source = source ? fmt::format("{} ({})", where, *source) : where;
  read_type(type, r, t);
  read_heads(r, t, type);
  // Defaults of the library's configuration classes; the others say false.
  const bool tied = type == ModelType::gpt2 || type == ModelType::gemma2;
  t.tied_head = t.head == Head::language && r.optional_boolean("tie_word_embeddings").value_or(tied);
  return t;
}

}  // namespace lmulsim::workload
