// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "workload/graph.hpp"

namespace lmulsim::workload {

enum class Norm : std::uint8_t { layer_norm, rms_norm };

/// Where a block is normalised: its input, the sum after it, or both its input and its output before the sum (Gemma 2).
enum class NormPlace : std::uint8_t { pre, post, sandwich };

enum class Mlp : std::uint8_t { gelu, gated_silu, gated_gelu };

enum class Positions : std::uint8_t { learned, rotary };

/// What follows the last layer: language: logits of the vocabulary; classifier: labels from the first token; pooler: a
/// dense layer and tanh on the first token, and, with labels, their logits.
enum class Head : std::uint8_t { none, language, classifier, pooler };

/// How a linear layer family is biased and fused.
struct Linear {
  bool qkv_bias = false;
  bool out_bias = false;
  bool mlp_bias = false;
  bool fused_qkv = false;      ///< one product makes queries, keys and values
  bool fused_gate_up = false;  ///< one product makes both halves of a gated MLP
};

/// Image input of a vision transformer.
struct Patches {
  std::int64_t image = 0, patch = 0, channels = 0;  ///< square image and patch, pixels
  [[nodiscard]] std::int64_t count() const { return (image / patch) * (image / patch); }
  [[nodiscard]] std::int64_t values() const { return patch * patch * channels; }
};

/// The shape of a transformer, whatever dialect it was read from. Sizes in elements.
struct Transformer {
  std::string name;
  std::string source;
  std::int64_t hidden = 0;
  std::int64_t layers = 0;
  std::int64_t heads = 0;
  std::int64_t kv_heads = 0;
  std::int64_t head_dim = 0;
  std::int64_t ffn = 0;
  std::int64_t vocab = 0;          ///< 0: no token table (images)
  std::int64_t max_positions = 0;  ///< longest sequence
  std::int64_t token_types = 0;    ///< rows of BERT's segment table
  Norm norm = Norm::rms_norm;
  NormPlace norm_place = NormPlace::pre;
  bool embedding_norm = false;
  bool final_norm = true;
  bool parallel_blocks = false;  ///< attention and MLP read the same sum (GPT-NeoX)
  Mlp mlp = Mlp::gated_silu;
  Positions positions = Positions::rotary;
  double rotary_part = 1.0;  ///< part of each head that is rotated
  Linear linear;
  bool causal = true;  ///< a decoder: has a decode phase
  Head head = Head::language;
  bool tied_head = false;
  std::int64_t labels = 0;
  std::optional<std::int64_t> window;  ///< keys a token may attend to, itself included
  bool window_alternates = false;      ///< only layers 0, 2, 4, ... have the window (Gemma 2)
  bool attention_cap = false;
  bool logit_cap = false;
  std::int64_t experts = 0;  ///< 0: dense
  std::int64_t top_k = 0;
  std::optional<Patches> patches;
};

/// What to run of it.
struct RunShape {
  Phase phase = Phase::prefill;
  std::int64_t batch = 1;
  std::optional<std::int64_t> seq = std::nullopt;  ///< prefill: tokens per sequence; unset: 128, images: their patches
  std::optional<std::int64_t> context = std::nullopt;  ///< decode: keys attended, the new token included; unset: 1024
  std::optional<std::int64_t> layers = std::nullopt;   ///< only the first so many layers
  bool embedding = true;                               ///< token, position and patch embedding, with their norm
  bool head = true;                                    ///< final norm and head
};

/// The operators of one run, in execution order. Products of projections fold batch * tokens into M; attention products
/// are per sequence and query head. Throws InputError naming `model.source` for a run the model cannot do.
[[nodiscard]] Workload build_transformer(const Transformer& model, const RunShape& run);

}  // namespace lmulsim::workload
