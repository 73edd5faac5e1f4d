// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph/graph.hpp"

namespace lmulsim::transformer {

enum class Norm : std::uint8_t { layer_norm, rms_norm };

/// Where a block is normalised: its input, the sum after it, or both its input and its output before the sum (Gemma 2).
enum class NormPlace : std::uint8_t { pre, post, sandwich };

enum class Mlp : std::uint8_t { gelu, relu, gated_silu, gated_gelu };

/// alibi: nothing but a slope per head in the mask of the scores.
enum class Positions : std::uint8_t { learned, rotary, alibi };

/// What follows the last layer.
enum class Head : std::uint8_t {
  none,
  language,         ///< logits of the vocabulary, of the last token
  classifier,       ///< labels, from the first token
  pooler,           ///< a dense layer and tanh (or relu) on the first token, and, with labels, their logits
  masked_language,  ///< of every token: a dense layer, gelu, a norm, logits of the vocabulary with a bias
  sequence_labels,  ///< labels, from the last token, without a bias
  token_labels,     ///< labels of every token
};

/// How a linear layer family is biased and fused.
struct Linear {
  bool qkv_bias = false;
  bool out_bias = false;
  bool mlp_bias = false;
  bool head_bias = false;      ///< of the logits of a language head
  bool fused_qkv = false;      ///< one product makes queries, keys and values
  bool fused_gate_up = false;  ///< one product makes both halves of a gated MLP
};

/// Image input of a vision transformer.
struct Patches {
  std::int64_t image = 0, patch = 0, channels = 0;  ///< square image and patch, pixels
  [[nodiscard]] std::int64_t count() const { return (image / patch) * (image / patch); }
  [[nodiscard]] std::int64_t values() const { return patch * patch * channels; }
};

/// Experts of a layer. Transformer::experts says how many there are and Transformer::top_k how many a token goes to.
struct ExpertShape {
  std::int64_t ffn = 0;         ///< of one expert
  std::int64_t shared_ffn = 0;  ///< of the expert that every token goes to; 0: there is none
  bool shared_gate = false;     ///< the shared expert's result is scaled by a sigmoid of the token
  bool sigmoid = false;         ///< the router's scores are sigmoids, else a softmax
  std::vector<bool> dense;      ///< layers that have the dense MLP of Transformer::ffn instead; empty: none
};

/// Keys and values made from one short vector per token (multi-head latent attention). A head of queries and keys has
/// `plain` + `rotary` elements, one of values `value`; the rotary part of the keys is one for all heads.
struct LatentAttention {
  std::int64_t query_rank = 0;  ///< 0: queries are projected in one step
  std::int64_t rank = 0;        ///< of the vector that is cached, with the rotary part
  std::int64_t plain = 0, rotary = 0, value = 0;
};

/// The shape of a transformer, whatever dialect it was read from. Sizes in elements.
struct Transformer {
  std::string name;
  std::string source;
  std::int64_t hidden = 0;
  std::int64_t layers = 0;
  bool shared_layers = false;  ///< all layers have the parameters of the first (ALBERT)
  std::int64_t heads = 0;
  std::int64_t kv_heads = 0;
  std::int64_t head_dim = 0;
  std::int64_t ffn = 0;
  std::int64_t vocab = 0;            ///< 0: no token table (images)
  std::int64_t max_positions = 0;    ///< longest sequence
  std::int64_t position_offset = 0;  ///< row of the position table that the first token gets (RoBERTa, OPT: 2)
  std::int64_t token_types = 0;      ///< rows of BERT's segment table
  std::int64_t embedding_width = 0;  ///< of the token table; projected to and from `hidden` unless they are equal (OPT)
  bool narrow_tables = false;        ///< positions and segments have that width too, and only the way in is projected
  Norm norm = Norm::rms_norm;
  bool norm_scale = true;  ///< norms have a scale, and a LayerNorm a bias
  bool norm_bias = true;
  NormPlace norm_place = NormPlace::pre;
  bool embedding_norm = false;
  bool embedding_scale = false;  ///< embeddings are multiplied by the root of `hidden` (Gemma)
  bool qk_norm = false;          ///< every head of queries and keys is normalised, by `norm`, before it is rotated
  bool final_norm = true;
  bool parallel_blocks = false;  ///< attention and MLP read the same sum (GPT-NeoX)
  bool one_block_norm = false;   ///< and the same norm of it (Phi)
  Mlp mlp = Mlp::gated_silu;
  Positions positions = Positions::rotary;
  double rotary_part = 1.0;  ///< part of each head that is rotated
  Linear linear;
  bool causal = true;  ///< a decoder: has a decode phase
  Head head = Head::language;
  bool tied_head = false;
  bool pooler_relu = false;  ///< the pooler's function is relu, not tanh (DistilBERT)
  std::int64_t labels = 0;
  std::optional<std::int64_t> window;  ///< keys a token may attend to, itself included
  std::vector<bool> windowed;          ///< layers that have the window; empty: all
  bool attention_cap = false;
  bool logit_cap = false;
  std::int64_t experts = 0;  ///< 0: dense
  std::int64_t top_k = 0;
  ExpertShape expert;
  std::optional<LatentAttention> latent;
  std::optional<Patches> patches;
  std::vector<std::string> notes;  ///< what the reader took for granted, in sentences for Workload::assumptions

  /// The window of one layer.
  [[nodiscard]] std::optional<std::int64_t> window_of(std::int64_t layer) const {
    const bool limited = windowed.empty() || windowed[static_cast<std::size_t>(layer)];
    return limited ? window : std::nullopt;
  }
  /// Whether a layer has experts instead of the dense MLP.
  [[nodiscard]] bool has_experts(std::int64_t layer) const {
    return experts > 0 && (expert.dense.empty() || !expert.dense[static_cast<std::size_t>(layer)]);
  }
  /// Elements of a token's row in the token table.
  [[nodiscard]] std::int64_t token_width() const { return embedding_width > 0 ? embedding_width : hidden; }
  /// Parameters of a norm of `width` elements.
  [[nodiscard]] std::int64_t norm_parameters(std::int64_t width) const {
    return norm_scale ? (norm == Norm::rms_norm || !norm_bias ? 1 : 2) * width : 0;
  }
};

/// What to run of it.
struct RunShape {
  graph::Phase phase = graph::Phase::prefill;
  std::int64_t batch = 1;
  std::optional<std::int64_t> seq = std::nullopt;  ///< prefill: tokens per sequence; unset: 128, images: their patches
  std::optional<std::int64_t> context = std::nullopt;  ///< decode: keys attended, the new token included; unset: 1024
  std::optional<std::int64_t> layers = std::nullopt;   ///< only the first so many layers
  bool embedding = true;                               ///< token, position and patch embedding, with their norm
  bool head = true;                                    ///< final norm and head
};

/// The operators of one run, in execution order. Products of projections fold batch * tokens into M; attention products
/// are per sequence and key/value head, with the queries of all heads of the group in M. Throws InputError naming
/// `model.source` for a run the model cannot do.
[[nodiscard]] graph::Workload build_transformer(const Transformer& model, const RunShape& run);

}  // namespace lmulsim::transformer
