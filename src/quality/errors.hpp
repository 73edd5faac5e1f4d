// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// How far the results of modelled products are from fp32 ones on the same operands.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>

#include "transformer/model_math.hpp"

namespace lmulsim::quality {

/// Sums over pairs of a reference and a modelled result, in fp64.
struct ErrorSums {
  std::int64_t results = 0;
  double signal = 0;          ///< sum of reference^2
  double modelled = 0;        ///< sum of result^2
  double product = 0;         ///< sum of reference * result
  double noise = 0;           ///< sum of (result - reference)^2
  double largest_error = 0;   ///< largest |result - reference|; NaN if one was not a number
  double largest_signal = 0;  ///< largest |reference|

  void add(std::span<const float> reference, std::span<const float> result);
  ErrorSums& operator+=(const ErrorSums& other);

  /// 10 log10(signal / noise); infinite without noise.
  [[nodiscard]] double snr_db() const;
  /// Of the angle between all references and all results as two vectors.
  [[nodiscard]] double cosine() const;

  friend bool operator==(const ErrorSums&, const ErrorSums&) = default;
};

/// Per layer (-1: after the last one) and kind of product.
using LayerErrors = std::map<std::pair<std::int64_t, transformer::ProductKind>, ErrorSums>;

void merge(LayerErrors& into, const LayerErrors& from);

}  // namespace lmulsim::quality
