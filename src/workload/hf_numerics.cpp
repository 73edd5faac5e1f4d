// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "util/json.hpp"
#include "workload/hf_model.hpp"
#include "workload/hf_rope.hpp"

namespace lmulsim::workload {

namespace {

using util::JsonReader;

float epsilon(JsonReader& r, std::string_view key, double otherwise) {
  return static_cast<float>(r.optional_number(key, 0, 1).value_or(otherwise));
}

/// Words of the library for the forms of gelu; other words of its table compute something else.
constexpr std::array<std::pair<std::string_view, Gelu>, 9> kGelus{{{"gelu", Gelu::erf},
                                                                   {"gelu_python", Gelu::erf},
                                                                   {"gelu_new", Gelu::tanh},
                                                                   {"gelu_fast", Gelu::tanh},
                                                                   {"gelu_pytorch_tanh", Gelu::tanh},
                                                                   {"gelu_python_tanh", Gelu::tanh},
                                                                   {"gelu_accurate", Gelu::tanh},
                                                                   {"quick_gelu", Gelu::quick}}};

Gelu gelu_of(JsonReader& r, std::string_view key, Gelu otherwise) {
  const auto word = r.optional_string(key);
  const auto* const found = std::ranges::find(kGelus, word.value_or(""), &std::pair<std::string_view, Gelu>::first);
  if (found != kGelus.end()) {
    return found->second;
  }
  if (word && word->find("gelu") != std::string::npos) {
    r.fail(key, fmt::format("expected a form of gelu that is known, found '{}'", *word));
  }
  return otherwise;
}

void read_rotation(JsonReader& r, const Transformer& shape, Numerics& n) {
  n.rotary_pairs = RotaryPairs::halves;
  if (shape.positions != Positions::rotary) {
    return;
  }
  Rope rope = read_rope(r, RopeLayers::full, shape.head_dim, {.part = shape.rotary_part});
  n.rotary_frequencies = std::move(rope.frequencies);
  n.rotary_scale = rope.scale;
  n.longest = rope.longest;
}

void read_gpt2(JsonReader& r, Numerics& n) {
  n.norm_epsilon = epsilon(r, "layer_norm_epsilon", 1e-5);
  n.gelu = gelu_of(r, "activation_function", Gelu::tanh);
  n.score_divisor = r.optional_boolean("scale_attn_weights").value_or(true) ? 0.0F : 1.0F;
  n.divide_by_layer = r.optional_boolean("scale_attn_by_inverse_layer_idx").value_or(false);
  if (r.optional_boolean("add_cross_attention").value_or(false)) {
    r.fail("add_cross_attention", "expected false: attention to another text is not run");
  }
}

void read_bert(JsonReader& r, Numerics& n) {
  n.norm_epsilon = epsilon(r, "layer_norm_eps", 1e-12);
  n.gelu = gelu_of(r, "hidden_act", Gelu::erf);
  const auto positions = r.optional_string("position_embedding_type");
  if (positions && *positions != "absolute") {
    r.fail("position_embedding_type", fmt::format("expected 'absolute', found '{}'", *positions));
  }
  for (const std::string_view key : {"is_decoder", "add_cross_attention"}) {
    if (r.optional_boolean(key).value_or(false)) {
      r.fail(key, "expected false: only the encoder is run");
    }
  }
}

}  // namespace

Numerics read_hf_numerics(const boost::json::value& config, const Transformer& shape, const std::string& where) {
  JsonReader r(config, where);
  const std::string type = r.string("model_type");
  Numerics n;
  read_rotation(r, shape, n);
  if (type == "gpt2") {
    read_gpt2(r, n);
  } else if (type == "bert") {
    read_bert(r, n);
  } else {
    n.norm_epsilon = epsilon(r, "rms_norm_eps", 1e-6);
    n.gelu = gelu_of(r, "hidden_act", Gelu::erf);
  }
  return n;
}

}  // namespace lmulsim::workload
