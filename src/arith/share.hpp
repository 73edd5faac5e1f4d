// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace lmulsim::arith {

/// The share of significands from 1 + i / count to the next where logarithms are spread evenly: log2(1 + 1 / (count +
/// i)), by the series of the inverse hyperbolic tangent. For count >= 1.
[[nodiscard]] constexpr double share(std::size_t count, std::size_t i) {
  constexpr double kTwoOverLn2 = 2.885390081777926814719849362003784;
  const double x = 1.0 / (2.0 * static_cast<double>(count + i) + 1.0);
  double sum = 0;
  double power = x;
  for (int n = 1; n < 40; n += 2) {
    sum += power / n;
    power *= x * x;
  }
  return kTwoOverLn2 * sum;
}

}  // namespace lmulsim::arith
