// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "transformer/model.hpp"
#include "transformer/model_math.hpp"

namespace lmulsim::transformer {

/// Throws InputError for a model with parts that are not run (experts, latent attention, images, heads that are neither
/// a decoder's logits nor a classifier of a text).
void check_runnable(const Transformer& shape);

/// Runs a model over tokens. Decoders keep a key/value cache, and the result does not depend on how the tokens are cut
/// into calls of run(); encoders take all tokens in one call. Every matrix product goes through the given function, so
/// the same pass serves as the fp32 reference, as the source of real operands, and to judge other arithmetic; biases,
/// norms, softmax, activations and sums are fp32.
class ModelRunner {
 public:
  /// `model` must outlive the runner. Throws InputError as check_runnable() does.
  explicit ModelRunner(const Model& model, GemmFunction gemm = gemm_fp32);

  /// Replaces the arithmetic of the calls that follow.
  void set_gemm(GemmFunction gemm) { gemm_ = std::move(gemm); }

  /// Appends the tokens. Decoders: logits [vocab] of the last one, or [tokens, vocab] of all. Encoders: the logits
  /// [labels], or the pooled vector [hidden] without a classifier. Throws InputError for a token outside the
  /// vocabulary, no token, or more than the model's positions.
  [[nodiscard]] std::vector<float> run(std::span<const int> tokens, bool all_logits = false);

  /// Tokens so far.
  [[nodiscard]] std::int64_t position() const { return position_; }

 private:
  using Values = std::vector<float>;
  /// Which product of the model: the first, and the last two members of GemmCall.
  struct Place {
    std::string name;
    ProductKind kind;
    std::int64_t layer;
  };
  struct Qkv {
    Values q, k, v;
  };

  [[nodiscard]] static Place place(std::int64_t layer, ProductKind kind, std::string_view name);
  [[nodiscard]] Values embed(std::span<const int> tokens) const;
  void add_positions(std::span<const int> tokens, Values& x) const;
  [[nodiscard]] Values norm(const Values& x, const NormWeights& weights) const;
  [[nodiscard]] Values project(const Place& where, const Values& x, const Projection& projection) const;
  void layer(std::int64_t index, Values& x);
  [[nodiscard]] Qkv project_qkv(std::int64_t layer, const Values& in) const;
  void rotate_heads(std::int64_t layer, Values& heads, std::int64_t width) const;
  [[nodiscard]] Values attention(std::int64_t layer, const Values& in);
  [[nodiscard]] Values attend(std::int64_t layer, const Values& q) const;
  [[nodiscard]] float score_divisor(std::int64_t layer) const;
  void mask_and_normalise(std::int64_t layer, Values& scores, std::int64_t keys) const;
  [[nodiscard]] Values mlp(std::int64_t layer, const Values& in) const;
  [[nodiscard]] Values pooled(Values x) const;
  void call(const Place& where, std::int64_t index, MatrixView a, MatrixView b, std::span<float> out) const;

  const Model& model_;
  const Transformer& shape_;
  GemmFunction gemm_;
  std::int64_t position_ = 0;
  std::int64_t tokens_ = 0;   ///< of the call of run() under way
  std::vector<Values> keys_;  ///< per layer [position, kv_heads * head_dim], rotated
  std::vector<Values> values_;
};

/// Picks a token by its logits, or ends the text.
using ChooseToken = std::function<std::optional<int>(std::span<const float> logits)>;

/// `prompt` continued to at most `length` tokens in the given arithmetic.
[[nodiscard]] std::vector<int> continue_text(const Model& model, std::span<const int> prompt, std::int64_t length,
                                             const ChooseToken& choose, const GemmFunction& gemm);

/// The same to `length` tokens, each the likeliest (the first of equals).
[[nodiscard]] std::vector<int> continue_greedily(const Model& model, std::span<const int> prompt, std::int64_t length,
                                                 const GemmFunction& gemm = gemm_fp32);

}  // namespace lmulsim::transformer
