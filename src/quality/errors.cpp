// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/errors.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace lmulsim::quality {

namespace {

double larger(double a, double b) {
  return std::isnan(a) || std::isnan(b) ? std::numeric_limits<double>::quiet_NaN() : std::max(a, b);
}

}  // namespace

void ErrorSums::add(std::span<const float> reference, std::span<const float> result) {
  for (std::size_t i = 0; i < reference.size(); ++i) {
    const double x = reference[i];
    const double y = result[i];
    signal += x * x;
    modelled += y * y;
    product += x * y;
    noise += (y - x) * (y - x);
    largest_error = larger(largest_error, std::abs(y - x));
    largest_signal = larger(largest_signal, std::abs(x));
  }
  results += static_cast<std::int64_t>(reference.size());
}

ErrorSums& ErrorSums::operator+=(const ErrorSums& other) {
  results += other.results;
  signal += other.signal;
  modelled += other.modelled;
  product += other.product;
  noise += other.noise;
  largest_error = larger(largest_error, other.largest_error);
  largest_signal = larger(largest_signal, other.largest_signal);
  return *this;
}

double ErrorSums::snr_db() const {
  return noise == 0 ? std::numeric_limits<double>::infinity() : 10 * std::log10(signal / noise);
}

double ErrorSums::cosine() const {
  return product / std::sqrt(signal * modelled);
}

void merge(LayerErrors& into, const LayerErrors& from) {
  for (const auto& [key, sums] : from) {
    into[key] += sums;
  }
}

}  // namespace lmulsim::quality
