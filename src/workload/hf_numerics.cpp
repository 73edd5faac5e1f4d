// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "util/json.hpp"
#include "workload/hf_model.hpp"

namespace lmulsim::workload {

namespace {

using util::JsonReader;

constexpr double kLargest = 1e12;

/// Llama 3.1's stretching of slow rotations to longer texts: wavelengths above original / low_freq_factor are divided
/// by `factor`, those below original / high_freq_factor stay, with a linear passage between (transformers library,
/// modeling_rope_utils).
void stretch(JsonReader r, std::vector<float>& frequencies) {
  const double factor = r.number("factor", 1, kLargest);
  const double low = r.number("low_freq_factor", 1e-6, kLargest);
  const double high = r.number("high_freq_factor", 1e-6, kLargest);
  const auto original = static_cast<double>(r.integer("original_max_position_embeddings", 1));
  if (high <= low) {
    r.fail("high_freq_factor", fmt::format("expected more than low_freq_factor = {}, found {}", low, high));
  }
  for (float& f : frequencies) {
    const double turns = original * double{f} / (2 * std::numbers::pi);
    const double smooth = (turns - low) / (high - low);
    if (turns < low) {
      f = static_cast<float>(f / factor);
    } else if (turns < high) {
      f = static_cast<float>((1 - smooth) * f / factor + smooth * f);
    }
  }
}

std::vector<float> frequencies_of(JsonReader& r, const Transformer& shape) {
  if (shape.positions != Positions::rotary) {
    return {};
  }
  const double base = r.optional_number("rope_theta", 1, kLargest).value_or(10000.0);
  const auto size = static_cast<std::int64_t>(std::floor(static_cast<double>(shape.head_dim) * shape.rotary_part));
  std::vector<float> frequencies = rotary_frequencies(static_cast<float>(base), size);
  if (r.has("rope_scaling")) {
    JsonReader scaling = r.object("rope_scaling");
    const std::string type = scaling.string(scaling.has("rope_type") ? "rope_type" : "type");
    if (type == "llama3") {
      stretch(std::move(scaling), frequencies);
    } else if (type != "default") {
      r.fail("rope_scaling", fmt::format("expected the type default or llama3, found '{}'", type));
    }
  }
  return frequencies;
}

Gelu gelu_of(JsonReader& r, std::string_view key, Gelu otherwise) {
  const auto word = r.optional_string(key);
  if (!word) {
    return otherwise;
  }
  if (*word == "gelu_new" || *word == "gelu_pytorch_tanh" || *word == "gelu_fast") {
    return Gelu::tanh;
  }
  if (*word == "quick_gelu") {
    return Gelu::quick;
  }
  return Gelu::erf;
}

}  // namespace

Numerics read_hf_numerics(const boost::json::value& config, const Transformer& shape, const std::string& where) {
  JsonReader r(config, where);
  const bool gpt2 = r.string("model_type") == "gpt2";
  const auto epsilon = [&](std::string_view key, double otherwise) {
    return static_cast<float>(r.optional_number(key, 0, 1).value_or(otherwise));
  };
  Numerics n;
  n.rotary_pairs = RotaryPairs::halves;
  n.rotary_frequencies = frequencies_of(r, shape);
  if (shape.norm == Norm::rms_norm) {
    n.norm_epsilon = epsilon("rms_norm_eps", 1e-6);
  } else {
    n.norm_epsilon = gpt2 ? epsilon("layer_norm_epsilon", 1e-5) : epsilon("layer_norm_eps", 1e-12);
  }
  n.gelu = gpt2 ? gelu_of(r, "activation_function", Gelu::tanh) : gelu_of(r, "hidden_act", Gelu::erf);
  return n;
}

}  // namespace lmulsim::workload
