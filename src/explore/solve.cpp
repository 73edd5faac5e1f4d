// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/solve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "explore/run_row.hpp"

namespace lmulsim::explore {
namespace {

/// A value of the key and what the metric is there; nothing: no machine.
struct Trial {
  double value = 0;
  std::optional<double> metric{};
};

class Bisection {
 public:
  Bisection(const Solve& wanted, const std::function<std::optional<double>(double)>& metric_at)
      : wanted_(wanted), metric_at_(metric_at) {}

  [[nodiscard]] Solution run() {
    Trial below = first();
    if (!below.metric) {
      return {{}, fmt::format("{}: no value is a machine", title())};
    }
    Trial above = below;
    while (is_before(above) && above.value < wanted_.high) {
      below = above;
      above = at(std::min(above.value * 2, wanted_.high));
    }
    narrow(below, above);
    return nearest(below, above);
  }

 private:
  [[nodiscard]] std::string title() const {
    return fmt::format("solve {}: expected {} == {} within {} %", wanted_.key, wanted_.metric,
                       real_text(wanted_.target), real_text(wanted_.within_percent));
  }

  [[nodiscard]] Trial at(double value) const { return {value, metric_at_(value)}; }

  /// The first that is a machine, of values that double.
  [[nodiscard]] Trial first() {
    double value = std::max(wanted_.low, 1.0);
    Trial trial = at(value);
    while (!trial.metric && value < wanted_.high) {
      value = std::min(value * 2, wanted_.high);
      trial = at(value);
    }
    // A value beyond it says whether the metric grows with the key.
    const Trial next = at(std::min(value * 2, wanted_.high));
    falls_ = trial.metric && next.metric && *next.metric < *trial.metric;
    return trial;
  }

  /// Whether the target lies beyond the trial.
  [[nodiscard]] bool is_before(const Trial& trial) const {
    return trial.metric && (falls_ ? *trial.metric > wanted_.target : *trial.metric < wanted_.target);
  }

  void narrow(Trial& below, Trial& above) const {
    constexpr double kRelative = 1e-9;  // of a real key
    while (above.value - below.value > (wanted_.is_integer ? 1 : kRelative * above.value)) {
      const double half = below.value + (above.value - below.value) / 2;
      const Trial middle = at(wanted_.is_integer ? std::floor(half) : half);
      (is_before(middle) ? below : above) = middle;
    }
  }

  [[nodiscard]] double distance(const Trial& trial) const {
    return trial.metric ? std::abs(*trial.metric - wanted_.target) : INFINITY;
  }

  [[nodiscard]] Solution nearest(const Trial& below, const Trial& above) const {
    constexpr double kPercent = 100;
    const Trial& best = distance(above) < distance(below) ? above : below;
    if (distance(best) <= std::abs(wanted_.target) * wanted_.within_percent / kPercent) {
      return {best.value, ""};
    }
    return {{}, fmt::format("{}, the nearest is {} at {}", title(), real_text(*best.metric), text_of(best.value))};
  }

  const Solve& wanted_;
  const std::function<std::optional<double>(double)>& metric_at_;
  bool falls_ = false;
};

}  // namespace

Solution solve(const Solve& wanted, const std::function<std::optional<double>(double)>& metric_at) {
  return Bisection(wanted, metric_at).run();
}

}  // namespace lmulsim::explore
