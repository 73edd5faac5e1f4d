// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Names from docs/gguf.md of ggml-org/ggml and the key names of ggml-org/llama.cpp.
#include "formats/gguf/gguf_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <variant>

namespace lmulsim::formats::gguf {

namespace {

/// Whoever reads the model takes the value; it says nothing of what is computed; it may only have a value that asks for
/// nothing.
enum class Use : std::uint8_t { read, harmless, neutral };

struct Key {
  std::string_view name;  ///< below the architecture's
  Use use;
  std::string_view reason;          ///< why it is harmless; what a value that is not neutral would ask for
  std::array<double, 2> neutral{};  ///< true is 1, false is 0
};

constexpr std::array kEveryModel{
    Key{"context_length", Use::read, ""},
    Key{"embedding_length", Use::read, ""},
    Key{"block_count", Use::read, ""},
    Key{"feed_forward_length", Use::read, ""},
    Key{"vocab_size", Use::read, ""},
    Key{"attention.head_count", Use::read, ""},
    Key{"attention.head_count_kv", Use::read, ""},
    Key{"attention.key_length", Use::read, ""},
    Key{"attention.value_length", Use::read, ""},
    Key{"attention.scale", Use::read, ""},
    Key{"attention.sliding_window", Use::read, ""},
    Key{"expert_count", Use::read, ""},
    Key{"expert_used_count", Use::neutral, "experts", {0, 0}},
    Key{"expert_shared_count", Use::neutral, "experts", {0, 0}},
    Key{"leading_dense_block_count", Use::neutral, "experts", {0, 0}},
    Key{"nextn_predict_layers", Use::neutral, "layers that predict further tokens", {0, 0}},
    Key{"use_parallel_residual", Use::neutral, "blocks side by side", {0, 0}},
    Key{"attention.causal", Use::neutral, "scores of later tokens", {1, 1}},
    Key{"attention.clamp_kqv", Use::neutral, "clamped queries, keys and values", {0, 0}},
    Key{"attention.max_alibi_bias", Use::neutral, "biases by distance (ALiBi)", {0, 0}},
    Key{"attn_logit_softcapping", Use::neutral, "soft caps", {0, 0}},
    Key{"final_logit_softcapping", Use::neutral, "soft caps", {0, 0}},
    Key{"logit_scale", Use::neutral, "scaled logits", {0, 1}},  // 0: none, as llama.cpp takes it
    Key{"residual_scale", Use::neutral, "scaled sums", {0, 1}},
    Key{"embedding_scale", Use::neutral, "scaled embeddings", {0, 1}},
    Key{"pooling_type", Use::neutral, "pooled vectors instead of logits", {0, 0}},
};

constexpr std::array kRotaryModel{
    Key{"attention.layer_norm_rms_epsilon", Use::read, ""},
    Key{"attention.layer_norm_epsilon", Use::harmless, "the norms are RMS norms, which have an epsilon of their own"},
    Key{"rope.dimension_count", Use::read, ""},
    Key{"rope.freq_base", Use::read, ""},
    Key{"rope.scale_linear", Use::read, ""},
    Key{"rope.scaling.type", Use::read, ""},
    Key{"rope.scaling.factor", Use::read, ""},
    Key{"rope.scaling.attn_factor", Use::neutral, "scaled rotations", {1, 1}},
    Key{"rope.scaling.yarn_attn_factor", Use::neutral, "scaled rotations", {1, 1}},
    Key{"rope.scaling.yarn_ext_factor", Use::neutral, "mixed rotations (YaRN)", {0, 0}},
    Key{"rope.scaling.yarn_beta_fast", Use::harmless, "YaRN alone reads it, a type that is refused"},
    Key{"rope.scaling.yarn_beta_slow", Use::harmless, "YaRN alone reads it, a type that is refused"},
    Key{"rope.scaling.yarn_log_multiplier", Use::harmless, "YaRN alone reads it, a type that is refused"},
    Key{"rope.scaling.original_context_length", Use::harmless, "YaRN and LongRoPE alone read it, which are refused"},
    Key{"rope.scaling.finetuned", Use::harmless, "says how the model was trained"},
};

constexpr std::array kLearnedPositions{
    Key{"attention.layer_norm_epsilon", Use::read, ""},
};

/// How the converter of Meta's files says that rows of q and k are ordered for pairs of neighbours, as they always are.
constexpr std::array<std::string_view, 2> kLayouts{"reference", "Meta AI original pth"};
constexpr std::string_view kLayout = "tensor_data_layout";

/// Numbers of special tokens besides these (padding_token_id, fim_pre_token_id, ...) name tokens and put none anywhere.
constexpr std::array kTokenizer{
    Key{"model", Use::read, ""},
    Key{"pre", Use::read, ""},
    Key{"tokens", Use::read, ""},
    Key{"scores", Use::read, ""},
    Key{"token_type", Use::read, ""},
    Key{"merges", Use::read, ""},
    Key{"add_bos_token", Use::read, ""},
    Key{"add_eos_token", Use::read, ""},
    Key{"add_sep_token", Use::read, ""},
    Key{"add_space_prefix", Use::read, ""},
    Key{"remove_extra_whitespaces", Use::read, ""},
    Key{"precompiled_charsmap", Use::read, ""},
    Key{"normalizer.lowercase", Use::read, ""},
    Key{"normalizer.strip_accents", Use::read, ""},
    Key{"token_type_count", Use::harmless, "how many segments the embedding of a BERT tells apart"},
    Key{"suppress_tokens", Use::harmless, "tokens that a writer of text is not to choose"},
};

bool is_token_number(std::string_view name) {
  return name.ends_with("_token_id") || name.ends_with("_token_ids");
}

const Key* find(std::span<const Key> keys, std::string_view name) {
  const auto found = std::ranges::find(keys, name, &Key::name);
  return found == keys.end() ? nullptr : &*found;
}

const Key* find(std::string_view architecture, std::string_view name) {
  if (const Key* key = find(kEveryModel, name)) {
    return key;
  }
  return architecture == "gpt2" ? find(kLearnedPositions, name) : find(kRotaryModel, name);
}

/// A number or a truth value.
std::optional<double> number_of(const GgufValue& value) {
  struct Visitor {
    std::optional<double> operator()(std::uint64_t v) const { return static_cast<double>(v); }
    std::optional<double> operator()(std::int64_t v) const { return static_cast<double>(v); }
    std::optional<double> operator()(double v) const { return v; }
    std::optional<double> operator()(bool v) const { return v ? 1 : 0; }
    std::optional<double> operator()(std::string_view) const { return std::nullopt; }
    std::optional<double> operator()(const GgufArray&) const { return std::nullopt; }
  };
  return std::visit(Visitor{}, value);
}

void check_key(const Gguf& gguf, std::string_view full, const Key* key, const GgufValue& value) {
  if (key == nullptr) {
    gguf.fail(full, fmt::format("expected a key of which it is known what it changes, found it with {}",
                                describe_gguf(value)));
  }
  const auto number = number_of(value);
  if (key->use == Use::neutral && number != key->neutral[0] && number != key->neutral[1]) {
    gguf.fail(full, fmt::format("expected {}, as {} are not computed, found {}", key->neutral[1], key->reason,
                                describe_gguf(value)));
  }
}

void check_layout(const Gguf& gguf, std::string_view key) {
  const std::string_view layout = gguf.optional_string(key).value_or(kLayouts[0]);
  if (std::ranges::find(kLayouts, layout) == kLayouts.end()) {
    gguf.fail(key, fmt::format("expected '{}', found '{}'", fmt::join(kLayouts, "' or '"), layout));
  }
}

void check_whole(const Gguf& gguf) {
  constexpr std::string_view kType = "general.type";
  constexpr std::string_view kParts = "split.count";
  if (const auto type = gguf.optional_string(kType); type && *type != "model") {
    gguf.fail(kType, fmt::format("expected model, found '{}'", *type));
  }
  if (const auto parts = gguf.optional_integer(kParts, 0, INT64_MAX).value_or(1); parts > 1) {
    gguf.fail(kParts, fmt::format("expected a whole model, found one of {} parts", parts));
  }
}

}  // namespace

void check_gguf_keys(const Gguf& gguf, std::string_view architecture) {
  check_whole(gguf);
  const std::string prefix = fmt::format("{}.", architecture);
  for (const auto& [full, value] : gguf.metadata) {
    if (!full.starts_with(prefix)) {
      continue;
    }
    const std::string_view name = full.substr(prefix.size());
    if (name == kLayout) {
      check_layout(gguf, full);
    } else {
      check_key(gguf, full, find(architecture, name), value);
    }
  }
}

void check_gguf_tokenizer_keys(const Gguf& gguf) {
  constexpr std::string_view kPrefix = "tokenizer.ggml.";
  for (const auto& [full, value] : gguf.metadata) {
    if (!full.starts_with(kPrefix)) {
      continue;
    }
    const std::string_view name = full.substr(kPrefix.size());
    if (!is_token_number(name)) {
      check_key(gguf, full, find(kTokenizer, name), value);
    }
  }
}

}  // namespace lmulsim::formats::gguf
