// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>

#include "gates/liberty.hpp"

namespace lmulsim::gates {
namespace {

/// The segment of an axis in which (or beyond which) a value lies, and its place there: 0 at the segment's first point,
/// 1 at its last. An axis of one point is constant.
struct Place {
  std::size_t segment = 0;
  std::size_t next = 0;
  double fraction = 0;
};

Place place(const std::vector<double>& axis, double value) {
  if (axis.size() == 1) {
    return {};
  }
  const auto above = std::upper_bound(axis.begin() + 1, axis.end() - 1, value);
  const std::size_t next = static_cast<std::size_t>(above - axis.begin());
  return {.segment = next - 1, .next = next, .fraction = (value - axis[next - 1]) / (axis[next] - axis[next - 1])};
}

}  // namespace

double Table::at(double slew, double load) const {
  if (values.empty()) {
    return 0;
  }
  const Place s = place(slew_ns, slew);
  const Place l = place(load_pf, load);
  const double* low = values.data() + s.segment * load_pf.size();
  const double* high = values.data() + s.next * load_pf.size();
  const double at_low = low[l.segment] + l.fraction * (low[l.next] - low[l.segment]);
  const double at_high = high[l.segment] + l.fraction * (high[l.next] - high[l.segment]);
  return at_low + s.fraction * (at_high - at_low);
}

}  // namespace lmulsim::gates
