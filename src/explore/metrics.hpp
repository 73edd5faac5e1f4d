// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What results can be asked for, one row each: objectives, limits, tables and the store's view walk it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "explore/expression.hpp"
#include "explore/run_row.hpp"

namespace lmulsim::explore {

/// A value and the interval it is believed to lie in; both ends are the value where it has no error.
struct Interval {
  double low = 0;
  double value = 0;
  double high = 0;
};

struct Metric {
  std::string_view name;
  std::string_view unit;
  bool more_is_better = false;
  std::string_view sql;  ///< of the columns of the table run
  std::optional<Interval> (*of)(const RunRow&) = nullptr;
  std::string_view about{};
};

[[nodiscard]] std::span<const Metric> metrics();

/// A metric, or an end of its band ("power_w.high"), or a part of energy or area ("energy_pj.multipliers").
struct MetricRef {
  const Metric* metric = nullptr;
  std::string_view end{};  ///< "low", "high" or empty
  std::string part{};

  [[nodiscard]] std::optional<Interval> of(const RunRow& row) const;
  [[nodiscard]] std::string name() const;
};

/// Throws InputError "where: expected a metric, found ...", with the nearest.
[[nodiscard]] MetricRef metric(std::string_view name, std::string_view where);

/// An expression over metrics with the metrics of its slots.
struct MetricExpression {
  std::vector<MetricRef> slots;
  Expression expression;

  /// Whether it holds for the row; a metric that the row does not have makes comparisons false.
  [[nodiscard]] bool holds(const RunRow& row) const;
  /// 0 where it holds; see Expression::violation().
  [[nodiscard]] double violation(const RunRow& row) const;

 private:
  [[nodiscard]] std::vector<Value> values_of(const RunRow& row) const;
};
[[nodiscard]] MetricExpression metric_expression(const std::string& text, const std::string& where);

}  // namespace lmulsim::explore
