// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "formats/hf/config.hpp"
#include "transformer/transformer.hpp"

namespace lmulsim::formats::hf {

/// The library's defaults of the sizes that decoders with RMSNorm, rotary positions and a gated MLP share.
struct GatedDefaults {
  std::int64_t hidden, layers, heads, ffn, vocab, positions;
  std::int64_t kv_heads = 0;  ///< 0: as many as heads
  std::int64_t head_dim = 0;  ///< 0: hidden / heads
  double rotary_part = 1.0;
  std::string_view act = "silu";
  std::string_view act_key = "hidden_act";
};

void read_gated_decoder(Config& config, transformer::Transformer& shape, const GatedDefaults& defaults);

/// num_key_value_heads. Null means as many as heads; the library's default when it is not given, unless that does not
/// divide the heads, in which case there are as many as heads, and notes say so.
void read_kv_heads(Config& config, transformer::Transformer& shape, std::int64_t otherwise);

/// head_dim, or `otherwise`; 0: the hidden size by the heads, which must divide it.
void read_head_dim(Config& config, transformer::Transformer& shape, std::string_view heads_key, std::int64_t otherwise);
/// The same without a key of its own.
void divide_heads(const Config& config, transformer::Transformer& shape, std::string_view heads_key);

/// rope_theta, rope_scaling, rope_parameters and the like: the part of a head that is rotated; the kinds of scaling are
/// checked to be ones that the library has. `part_key` gives the part, where it is not in rope_parameters.
void read_rope(Config& config, transformer::Transformer& shape, std::string_view part_key, double part);

/// layer_types: which layers have the window. Without the key: `windowed`.
void read_layer_types(Config& config, transformer::Transformer& shape, const std::vector<bool>& windowed);

/// A form of gelu, else the key is refused. True for relu, where that is allowed.
[[nodiscard]] bool is_gelu(std::string_view word);
void require_gelu(Config& config, std::string_view key, std::string_view otherwise);

}  // namespace lmulsim::formats::hf
