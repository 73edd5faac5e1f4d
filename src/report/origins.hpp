// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cost/explain.hpp"
#include "result/run_report.hpp"

namespace lmulsim::report {

/// A number of a report: how it came about, and the technology entries it rests on.
struct NumberOrigin {
  std::string name;  ///< "energy.multipliers", "cycles"
  std::string value;
  std::string method;
  std::vector<std::string> entries;
};

/// Where the numbers of a report come from, and every entry they rest on, once.
struct Origins {
  std::vector<NumberOrigin> numbers;
  std::vector<cost::Explanation> entries;
};

/// Of the numbers whose name contains `wanted`, with their entries, and of entries in use whose name contains it; all
/// when it is empty. What no number rests on is looked for in the whole technology. Throws InputError naming the
/// nearest when there is none.
[[nodiscard]] Origins origins_of(const result::RunReport& report, const cost::Technology& technology,
                                 std::string_view wanted);

}  // namespace lmulsim::report
