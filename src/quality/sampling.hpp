// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Logits to the next token of a text.
#pragma once

#include <cstdint>
#include <random>
#include <span>

namespace lmulsim::quality {

struct SamplingOptions {
  double temperature = 0;  ///< 0: the most probable token, the first of equals
  double top_p = 1;        ///< only the most probable tokens that have this probability together (nucleus sampling)
  std::uint64_t seed = 1;
};

/// Draws tokens; the same logits in the same order give the same tokens on every machine.
class Sampler {
 public:
  explicit Sampler(const SamplingOptions& options) : options_(options), random_(options.seed) {}

  /// Throws InputError for logits that are not all finite.
  [[nodiscard]] int operator()(std::span<const float> logits);

 private:
  [[nodiscard]] double uniform();

  SamplingOptions options_;
  std::mt19937_64 random_;
};

}  // namespace lmulsim::quality
