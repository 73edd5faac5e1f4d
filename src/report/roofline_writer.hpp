// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "report/roofline.hpp"

namespace lmulsim::report {

/// Three lines: what binds, the time, the intensity.
[[nodiscard]] std::string roofline_text(const RunReport& report);
[[nodiscard]] boost::json::object roofline_json(const RunReport& report);
[[nodiscard]] boost::json::object roofline_json(const RunReport& report, const OperatorReport& op);

}  // namespace lmulsim::report
