// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "util/file.hpp"
#include "workload/transformer.hpp"

namespace lmulsim::workload {

/// A llama2.c checkpoint (karpathy/llama2.c, legacy header): seven int32 (dim, hidden_dim, n_layers, n_heads,
/// n_kv_heads, vocab_size, seq_len; a negative vocab_size says that the classifier is not the embedding), then fp32
/// weights. The file is mapped, not copied; the views live as long as the object.
///
/// Throws InputError naming the file for a header that cannot be, a file that is not exactly as long as the header
/// says, and weights that are not finite.
class Checkpoint {
 public:
  explicit Checkpoint(const std::filesystem::path& path);

  /// Weights of one layer, row-major [outputs, inputs].
  struct Layer {
    std::span<const float> attention_norm;  ///< [hidden]
    std::span<const float> q, k, v, o;
    std::span<const float> mlp_norm;  ///< [hidden]
    std::span<const float> gate, up, down;
  };

  [[nodiscard]] const Transformer& shape() const { return shape_; }
  [[nodiscard]] std::span<const float> embedding() const { return embedding_; }  ///< [vocab, hidden]
  [[nodiscard]] const Layer& layer(std::int64_t index) const { return layers_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] std::span<const float> final_norm() const { return final_norm_; }  ///< [hidden]
  [[nodiscard]] std::span<const float> classifier() const { return classifier_; }  ///< [vocab, hidden]

 private:
  void read_header();
  void check_size() const;
  void bind();
  void check_finite() const;
  [[noreturn]] void fail(std::string_view reason) const;

  util::MappedFile file_;
  std::string where_;
  Transformer shape_;
  std::span<const float> embedding_;
  std::vector<Layer> layers_;
  std::span<const float> final_norm_;
  std::span<const float> classifier_;
};

}  // namespace lmulsim::workload
