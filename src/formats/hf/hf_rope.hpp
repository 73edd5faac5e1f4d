// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "util/json.hpp"

namespace lmulsim::formats::hf {

/// Which layers a rotation is for: those that see all tokens, or those with a sliding window.
enum class RopeLayers : std::uint8_t { full, sliding };

/// What a model's own code takes where its config.json is silent.
struct RopeDefaults {
  double base = 10000.0;
  double part = 1.0;
  bool shared = true;  ///< keys that do not name a type of layer hold for these layers too
};

/// How queries and keys are rotated.
struct Rope {
  std::vector<float> frequencies;                      ///< radians per position, one per pair of rotated elements
  float scale = 1.0F;                                  ///< of the rotated elements ("attention factor")
  std::optional<std::int64_t> longest = std::nullopt;  ///< tokens of a text for which the frequencies hold
};

/// The rotation in a config.json, as the transformers library reads it (modeling_rope_utils): `rope_parameters`, one
/// object or one per type of layer (full_attention, sliding_attention), or the older `rope_theta`, `rope_scaling` and
/// `partial_rotary_factor`. Types: default, mrope (which is default for texts), linear, dynamic (which is the default
/// up to max_position_embeddings), llama3, yarn, and longrope up to original_max_position_embeddings. Throws InputError
/// naming the key for another type, and for a key that the type does not have.
[[nodiscard]] Rope read_rope(util::JsonReader& r, RopeLayers layers, std::int64_t head_dim,
                             const RopeDefaults& defaults = {});

}  // namespace lmulsim::formats::hf
