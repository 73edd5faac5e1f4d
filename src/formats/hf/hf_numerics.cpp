// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "formats/hf/hf_model.hpp"
#include "formats/hf/hf_rope.hpp"
#include "util/json.hpp"

namespace lmulsim::formats::hf {

namespace {

using util::JsonReader;

float epsilon(JsonReader& r, std::string_view key, double otherwise) {
  return static_cast<float>(r.optional_number(key, 0, 1).value_or(otherwise));
}

/// Words of the library for the forms of gelu; other words of its table compute something else.
constexpr std::array<std::pair<std::string_view, transformer::Gelu>, 9> kGelus{
    {{"gelu", transformer::Gelu::erf},
     {"gelu_python", transformer::Gelu::erf},
     {"gelu_new", transformer::Gelu::tanh},
     {"gelu_fast", transformer::Gelu::tanh},
     {"gelu_pytorch_tanh", transformer::Gelu::tanh},
     {"gelu_python_tanh", transformer::Gelu::tanh},
     {"gelu_accurate", transformer::Gelu::tanh},
     {"quick_gelu", transformer::Gelu::quick}}};

transformer::Gelu gelu_of(JsonReader& r, std::string_view key, transformer::Gelu otherwise) {
  const auto word = r.optional_string(key);
  const auto* const found =
      std::ranges::find(kGelus, word.value_or(""), &std::pair<std::string_view, transformer::Gelu>::first);
  if (found != kGelus.end()) {
    return found->second;
  }
  if (word && word->find("gelu") != std::string::npos) {
    r.fail(key, fmt::format("expected a form of gelu that is known, found '{}'", *word));
  }
  return otherwise;
}

void read_rotation(JsonReader& r, const transformer::Transformer& shape, const std::string& type,
                   transformer::Numerics& n) {
  n.rotary_pairs = transformer::RotaryPairs::halves;
  if (shape.positions != transformer::Positions::rotary) {
    return;
  }
  const bool gemma3 = type == "gemma3_text";
  Rope rope = read_rope(r, RopeLayers::full, shape.head_dim, {.base = gemma3 ? 1e6 : 1e4, .part = shape.rotary_part});
  n.rotary_frequencies = std::move(rope.frequencies);
  n.rotary_scale = rope.scale;
  n.longest = rope.longest;
  if (!shape.windowed.empty()) {
    Rope own = read_rope(r, RopeLayers::sliding, shape.head_dim, {.part = shape.rotary_part, .shared = !gemma3});
    n.windowed = transformer::Rotary{std::move(own.frequencies), own.scale};
    n.longest = own.longest ? own.longest : n.longest;
  }
}

void read_gpt2(JsonReader& r, transformer::Numerics& n) {
  n.norm_epsilon = epsilon(r, "layer_norm_epsilon", 1e-5);
  n.gelu = gelu_of(r, "activation_function", transformer::Gelu::tanh);
  n.score_divisor = r.optional_boolean("scale_attn_weights").value_or(true) ? 0.0F : 1.0F;
  n.divide_by_layer = r.optional_boolean("scale_attn_by_inverse_layer_idx").value_or(false);
}

/// A key that is there with null means no cap.
float cap_of(JsonReader& r, std::string_view key, double otherwise) {
  const double missing = r.find(key) == nullptr ? otherwise : 0.0;
  return static_cast<float>(r.optional_number(key, 1e-6, 1e12).value_or(missing));
}

/// Every Gemma was trained with the tanh form; "hidden_act" of the first files says otherwise and is not followed.
void read_gemma(JsonReader& r, const transformer::Transformer& shape, const std::string& type,
                transformer::Numerics& n) {
  n.norm_epsilon = epsilon(r, "rms_norm_eps", 1e-6);
  n.norm_plus_one = true;
  n.gelu = gelu_of(r, "hidden_activation", transformer::Gelu::tanh);
  if (shape.norm_place == transformer::NormPlace::sandwich) {
    const bool gemma2 = type == "gemma2";
    n.attention_cap = cap_of(r, "attn_logit_softcapping", gemma2 ? 50 : 0);
    n.logit_cap = cap_of(r, "final_logit_softcapping", gemma2 ? 30 : 0);
    const double scalar = r.optional_number("query_pre_attn_scalar", 1e-6, 1e12).value_or(256);
    n.score_divisor = static_cast<float>(std::sqrt(scalar));
  }
}

void read_encoder(JsonReader& r, const std::string& type, transformer::Numerics& n) {
  const bool distil = type == "distilbert";
  n.norm_epsilon = distil ? 1e-12F : epsilon(r, "layer_norm_eps", 1e-12);
  n.gelu = gelu_of(r, distil ? "activation" : "hidden_act", transformer::Gelu::erf);
  if (type == "roberta") {
    n.padding_token = r.optional_integer("pad_token_id", 0).value_or(1);
  }
}

void read_type(JsonReader& r, const transformer::Transformer& shape, const std::string& type,
               transformer::Numerics& n) {
  if (type == "gpt2") {
    read_gpt2(r, n);
  } else if (type == "bert" || type == "roberta" || type == "distilbert") {
    read_encoder(r, type, n);
  } else if (type.starts_with("gemma")) {
    read_gemma(r, shape, type, n);
  } else if (type == "phi") {
    n.norm_epsilon = epsilon(r, "layer_norm_eps", 1e-5);
    n.gelu = gelu_of(r, "hidden_act", transformer::Gelu::tanh);
  } else if (type == "opt") {
    n.norm_epsilon = 1e-5F;
    n.gelu = gelu_of(r, "activation_function", transformer::Gelu::erf);
  } else {
    n.norm_epsilon = epsilon(r, "rms_norm_eps", type == "phi3" ? 1e-5 : 1e-6);
    n.gelu = gelu_of(r, "hidden_act", transformer::Gelu::erf);
  }
}

}  // namespace

transformer::Numerics read_hf_numerics(const boost::json::value& config, const transformer::Transformer& shape,
                                       const std::string& where) {
  JsonReader r(config, where);
  const std::string type = r.string("model_type");
  transformer::Numerics n;
  read_rotation(r, shape, type, n);
  read_type(r, shape, type, n);
  return n;
}

}  // namespace lmulsim::formats::hf
