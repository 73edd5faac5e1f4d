// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "study/sweep/stored_points.hpp"

namespace lmulsim::cli {

/// A number for people: four significant digits.
[[nodiscard]] std::string short_number(double value);
/// With its interval where it has one: "1.234 (1.1 to 1.4)".
[[nodiscard]] std::string interval_text(const explore::Interval& value);

/// The front as a table: ids, what the points set, objectives; and how many points are behind it. `all`: also the
/// others, and who dominates them.
[[nodiscard]] std::string front_table(const study::sweep::Front& front, const study::sweep::StoredSweep& sweep,
                                      bool all);
[[nodiscard]] boost::json::object front_json(const study::sweep::Front& front);

}  // namespace lmulsim::cli
