// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "transformer/model.hpp"

#include <cmath>

namespace lmulsim::transformer {

std::vector<float> rotary_frequencies(float base, std::int64_t size) {
  std::vector<float> frequencies;
  for (std::int64_t i = 0; i + 1 < size; i += 2) {
    const float part = static_cast<float>(i) / static_cast<float>(size);
    frequencies.push_back(1.0F / std::pow(base, part));
  }
  return frequencies;
}

}  // namespace lmulsim::transformer
