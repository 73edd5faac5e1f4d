// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "report/origins.hpp"

namespace lmulsim::report {

[[nodiscard]] std::string origins_text(const Origins& origins);
[[nodiscard]] boost::json::object origins_json(const Origins& origins);

/// One entry: value, band, unit, source, method, date, conditions, spread.
[[nodiscard]] std::string explanation_text(const cost::Explanation& explanation);
[[nodiscard]] boost::json::object explanation_json(const cost::Explanation& explanation);

}  // namespace lmulsim::report
