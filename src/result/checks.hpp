// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cost/breakdown.hpp"

namespace lmulsim::result {

/// A count (compared exactly) or a real quantity (compared within 1e-9 of its size).
using Amount = std::variant<std::int64_t, double>;

/// A law that a result has to obey, over one or more comparisons.
struct Check {
  std::string name;
  Amount expected;            ///< summed over the comparisons
  Amount found;               ///< likewise
  std::int64_t compared = 0;  ///< comparisons made
  std::int64_t failed = 0;
  std::string first_failure;  ///< where and what, of the first comparison that failed

  [[nodiscard]] bool passed() const { return failed == 0; }
};

/// Checks by name, in the order of their first appearance. Each comparison is judged by itself: errors in two operators
/// cannot cancel.
class CheckList {
 public:
  /// Adds a comparison to the check `name`; `where` names the operator in a failure.
  void equal(std::string_view name, std::int64_t expected, std::int64_t found, std::string_view where);
  void equal(std::string_view name, double expected, double found, std::string_view where);
  void append(const CheckList& other);

  [[nodiscard]] const std::vector<Check>& all() const { return checks_; }
  [[nodiscard]] bool passed() const;
  /// Throws CheckError with the first failure and the number of failed checks.
  void enforce() const;

 private:
  Check& find(std::string_view name, Amount zero);

  std::vector<Check> checks_;
};

/// Relative difference that real quantities may have from rounding alone.
inline constexpr double kTolerance = 1e-9;

/// The parts add up to the total, for low, value and high; nothing is negative; low <= value <= high.
void check_breakdown(CheckList& checks, std::string_view what, const cost::Breakdown& breakdown,
                     std::string_view where);

}  // namespace lmulsim::result
