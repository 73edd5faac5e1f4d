// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "formats/hf/parts.hpp"
#include "util/nearest.hpp"

namespace lmulsim::formats::hf {

namespace {

using util::JsonReader;

/// What the library calls its ways to stretch rotary positions to longer texts; "su" is an older name of longrope, and
/// mrope gives text the same positions as default.
constexpr std::array<std::string_view, 8> kKinds{"default",  "linear", "dynamic", "yarn",
                                                 "longrope", "llama3", "su",      "mrope"};

constexpr double kLargestRotation = 1e12;

/// The keys of one scaling, whatever its kind. None of them changes a shape but the part of a head that is rotated.
void read_kind(JsonReader& r, std::optional<double>& part) {
  for (const std::string_view key : {"rope_type", "type"}) {
    const auto kind = r.optional_string(key);
    if (kind && std::ranges::find(kKinds, *kind) == kKinds.end()) {
      r.fail(key, fmt::format("expected one of {}, found '{}'{}", fmt::join(kKinds, ", "), *kind,
                              util::did_you_mean(*kind, kKinds)));
    }
  }
  for (const std::string_view key :
       {"rope_theta", "factor", "attention_factor", "beta_fast", "beta_slow", "mscale", "mscale_all_dim",
        "low_freq_factor", "high_freq_factor", "original_max_position_embeddings", "short_mscale", "long_mscale"}) {
    (void)r.optional_number(key, 0, kLargestRotation);
  }
  for (const std::string_view key : {"short_factor", "long_factor", "mrope_section"}) {
    (void)r.optional_array(key);
  }
  for (const std::string_view key : {"truncate", "mrope_interleaved"}) {
    (void)r.optional_boolean(key);
  }
  if (const auto found = r.optional_number("partial_rotary_factor", 0, 1)) {
    part = found;
  }
  r.finish();
}

/// rope_parameters may have one set for each type of layer (Gemma 3).
void read_parameters(JsonReader r, std::optional<double>& part) {
  const bool by_layer = r.has("full_attention") || r.has("sliding_attention");
  if (!by_layer) {
    return read_kind(r, part);
  }
  for (const std::string_view type : {"full_attention", "sliding_attention"}) {
    if (auto set = r.optional_object(type)) {
      read_kind(*set, part);
    }
  }
  r.finish();
}

}  // namespace

void read_rope(Config& config, transformer::Transformer& shape, std::string_view part_key, double part) {
  std::optional<double> found;
  config.numbers({"rope_theta"});
  for (const std::string_view key : {"rope_scaling", "rope_parameters"}) {
    if (auto scaling = config.json().optional_object(key)) {
      read_parameters(std::move(*scaling), found);
    }
  }
  const double at_top = config.fraction(part_key, found.value_or(part));
  shape.rotary_part = found.value_or(at_top);
}

}  // namespace lmulsim::formats::hf
