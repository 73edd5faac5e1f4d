// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The vision transformer. Defaults: configuration_vit.py of the transformers library.
#include <fmt/format.h>

#include <array>

#include "formats/hf/family.hpp"
#include "formats/hf/parts.hpp"

namespace lmulsim::formats::hf {

namespace {

void read_vit(Config& c, transformer::Transformer& t) {
  t.hidden = c.size("hidden_size", 768);
  t.layers = c.layers("num_hidden_layers", 12);
  t.heads = c.size("num_attention_heads", 12);
  t.kv_heads = t.heads;
  divide_heads(c, t, "num_attention_heads");
  t.ffn = c.size("intermediate_size", 3072);
  require_gelu(c, "hidden_act", "gelu");
  c.numbers({"layer_norm_eps"});
  t.norm = transformer::Norm::layer_norm;
  t.mlp = transformer::Mlp::gelu;
  t.positions = transformer::Positions::learned;
  t.causal = false;
  t.linear = {.qkv_bias = c.flag("qkv_bias", true), .out_bias = true, .mlp_bias = true};
  t.patches = transformer::Patches{c.size_or("image_size", 224), c.size_or("patch_size", 16),
                                   c.json().optional_integer("num_channels", 1, 1 << 24).value_or(3)};
  if (t.patches->patch > t.patches->image) {
    c.fail("patch_size", fmt::format("expected at most image_size = {}, found {}", t.patches->image, t.patches->patch));
  }
  t.max_positions = t.patches->count() + 1;
}

constexpr std::array kVitClasses{
    Architecture{"ViTForImageClassification", transformer::Head::classifier, Labels::config},
    Architecture{"ViTModel", transformer::Head::pooler},
};

constexpr std::array kVitHarmless{
    Harmless{"encoder_stride", "of ViTForMaskedImageModeling, which is refused"},
};

constexpr std::array kVitFamilies{Family{"vit", read_vit, kVitClasses, kVitHarmless}};

}  // namespace

std::span<const Family> vit_families() {
  return kVitFamilies;
}

}  // namespace lmulsim::formats::hf
