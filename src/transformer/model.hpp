// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "tensors/weight.hpp"
#include "transformer/transformer.hpp"

namespace lmulsim::transformer {

/// Which elements of a head rotate together: (2i, 2i + 1), as llama2.c and GGUF store Llama, or (i, i + half), as
/// Hugging Face does.
enum class RotaryPairs : std::uint8_t { neighbours, halves };

/// x * Phi(x): by the error function, by its tanh approximation, or as x * sigmoid(1.702 x).
enum class Gelu : std::uint8_t { erf, tanh, quick };

/// How queries and keys rotate.
struct Rotary {
  std::vector<float> frequencies;  ///< radians per position, one per pair of a head; empty: no rotation
  float scale = 1.0F;              ///< what rotated elements are multiplied by
};

/// The numbers of a model that are no sizes.
struct Numerics {
  float norm_epsilon = 1e-5F;
  bool norm_plus_one = false;  ///< norms multiply by 1 + scale (Gemma)
  Gelu gelu = Gelu::erf;
  RotaryPairs rotary_pairs = RotaryPairs::neighbours;
  std::vector<float> rotary_frequencies;      ///< as in Rotary
  float rotary_scale = 1.0F;                  ///< as in Rotary
  std::optional<Rotary> windowed;             ///< of layers with a window; unset: as the others
  std::optional<std::int64_t> longest;        ///< tokens of a text for which the rotation holds; unset: any
  float score_divisor = 0.0F;                 ///< of Q * K^T; 0: the root of the head's size
  bool divide_by_layer = false;               ///< also by the number of the layer, from 1 (GPT-2)
  float attention_cap = 0.0F;                 ///< scores become cap * tanh(score / cap); 0: they stay
  float logit_cap = 0.0F;                     ///< the same of logits
  std::optional<std::int64_t> padding_token;  ///< gets the row of its own number from the position table, and does not
                                              ///< count (RoBERTa)
};

/// A linear layer: y = x W + bias.
struct Projection {
  tensors::Weight weight;     ///< [outputs, inputs]
  tensors::Weight bias;       ///< [outputs], or none
  bool inputs_first = false;  ///< the weight is [inputs, outputs] instead
};

/// scale and, for LayerNorm, bias: [hidden].
struct NormWeights {
  tensors::Weight scale;
  tensors::Weight bias;
};

/// Transformer::linear says which are there: qkv or q, k, v; gate_up or gate (gated MLPs only) and up.
struct LayerWeights {
  NormWeights attention_norm;                    ///< before attention, or after its sum (NormPlace::post)
  NormWeights mlp_norm;                          ///< before the MLP, or after its sum
  NormWeights attention_out_norm, mlp_out_norm;  ///< before their sums (NormPlace::sandwich)
  NormWeights q_norm, k_norm;                    ///< [head_dim] (Transformer::qk_norm)
  Projection qkv, q, k, v, o;
  Projection gate_up, gate, up, down;
};

/// A transformer with its weights, whatever file it came from. Weights are read when they are used.
struct Model {
  Transformer shape;
  Numerics numerics;
  tensors::Weight embedding;           ///< [vocab, token_width]
  Projection project_in, project_out;  ///< between the token table's width and the hidden size, where they differ
  tensors::Weight positions;           ///< [max_positions + position_offset, hidden], or none
  tensors::Weight token_types;         ///< [token_types, hidden], or none
  NormWeights embedding_norm;
  std::vector<LayerWeights> layers;
  NormWeights final_norm;
  Projection head;        ///< logits of the vocabulary (language), or the pooler's dense layer
  Projection classifier;  ///< [labels] of the pooled vector, or none
};

/// 1 / base^(2i / size) for every pair of `size` rotated elements, in fp32 as llama2.c computes it.
[[nodiscard]] std::vector<float> rotary_frequencies(float base, std::int64_t size);

}  // namespace lmulsim::transformer
