// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "formats/hf/config.hpp"
#include "transformer/transformer.hpp"

namespace lmulsim::formats::hf {

/// How many labels a head has: none, the config's id2label or num_labels, or two (begin and end of an answer).
enum class Labels : std::uint8_t { none, config, two };

/// A class of the library that `architectures` may name.
struct Architecture {
  std::string_view name;
  transformer::Head head;
  Labels labels = Labels::none;
};

/// All that is known about one model_type.
struct Family {
  std::string_view type;
  /// Fills the shape, except for what `architectures` decides, and asks for every key that matters.
  void (*read)(Config& config, transformer::Transformer& shape);
  /// Of a config without `architectures`: the first.
  std::span<const Architecture> architectures;
  /// Keys of this type that change nothing here, beside those of all types (harmless.cpp).
  std::span<const Harmless> harmless;
  bool tied = false;  ///< tie_word_embeddings, when it is not given
};

/// The families of each file, in the order that messages list them.
[[nodiscard]] std::span<const Family> llama_families();
[[nodiscard]] std::span<const Family> qwen_families();
[[nodiscard]] std::span<const Family> gemma_families();
[[nodiscard]] std::span<const Family> phi_families();
[[nodiscard]] std::span<const Family> gpt_families();
[[nodiscard]] std::span<const Family> gpt_kin_families();
[[nodiscard]] std::span<const Family> opt_families();
[[nodiscard]] std::span<const Family> bert_families();
[[nodiscard]] std::span<const Family> vit_families();
[[nodiscard]] std::span<const Family> deepseek_families();

/// Keys of every type that change nothing here.
[[nodiscard]] std::span<const Harmless> common_harmless();

/// Reads `architectures` and the labels.
void read_head(Config& config, const Family& family, transformer::Transformer& shape);

}  // namespace lmulsim::formats::hf
