// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf/gguf_rotation.hpp"

#include <fmt/format.h>

#include "transformer/model.hpp"

namespace lmulsim::formats::gguf {

namespace {

constexpr double kSmallest = 1e-6;
constexpr double kLargestRotation = 1e12;
constexpr double kDefaultBase = 10000.0;

struct Keys {
  std::string type, factor, old_factor, base;
  explicit Keys(std::string_view architecture)
      : type(fmt::format("{}.rope.scaling.type", architecture)),
        factor(fmt::format("{}.rope.scaling.factor", architecture)),
        old_factor(fmt::format("{}.rope.scale_linear", architecture)),
        base(fmt::format("{}.rope.freq_base", architecture)) {}
};

/// A factor of 0 is none.
std::optional<double> read_factor(const Gguf& gguf, std::string_view key) {
  const auto found = gguf.optional_number(key, 0, kLargestRotation);
  if (found && *found != 0 && *found < kSmallest) {
    gguf.fail(key,
              fmt::format("expected 0 or a number from {:g} to {:g}, found {:g}", kSmallest, kLargestRotation, *found));
  }
  return found && *found == 0 ? std::optional(1.0) : found;
}

double scaling_of(const Gguf& gguf, const Keys& keys) {
  const auto type = gguf.optional_string(keys.type);
  if (type && *type != "none" && *type != "linear") {
    gguf.fail(keys.type, fmt::format("expected none or linear, found '{}'", *type));
  }
  const auto factor = read_factor(gguf, keys.factor);
  const auto old_factor = read_factor(gguf, keys.old_factor);
  if (factor && old_factor && *factor != *old_factor) {
    gguf.fail(keys.old_factor, fmt::format("expected {:g} as {} says, found {:g}", *factor, keys.factor, *old_factor));
  }
  if (type && *type == "linear" && !factor && !old_factor) {
    gguf.fail(keys.factor, "expected a number, as the type is linear, found no such key");
  }
  return type && *type == "none" ? 1.0 : factor.value_or(old_factor.value_or(1.0));
}

}  // namespace

std::vector<float> read_gguf_rotation(const Gguf& gguf, std::string_view architecture, std::int64_t rotated) {
  const Keys keys(architecture);
  const double base = gguf.optional_number(keys.base, 1, kLargestRotation).value_or(kDefaultBase);
  std::vector<float> frequencies = transformer::rotary_frequencies(static_cast<float>(base), rotated);
  const auto factor = static_cast<float>(scaling_of(gguf, keys));
  for (float& frequency : frequencies) {
    frequency /= factor;
  }
  return frequencies;
}

}  // namespace lmulsim::formats::gguf
