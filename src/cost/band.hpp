// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace lmulsim::cost {

/// A quantity and the interval it is believed to lie in; 0 <= low <= value <= high. The unit is in the name of the
/// variable.
struct Band {
  double low = 0;
  double value = 0;
  double high = 0;

  Band& operator+=(const Band& o) {
    low += o.low;
    value += o.value;
    high += o.high;
    return *this;
  }
  friend Band operator+(Band a, const Band& b) { return a += b; }
  friend Band operator*(const Band& a, double factor) { return {a.low * factor, a.value * factor, a.high * factor}; }
  /// Ends multiply with ends: the errors of both may point the same way.
  friend Band operator*(const Band& a, const Band& b) { return {a.low * b.low, a.value * b.value, a.high * b.high}; }
  friend bool operator==(const Band&, const Band&) = default;
};

}  // namespace lmulsim::cost
