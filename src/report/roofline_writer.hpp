// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "result/roofline.hpp"

namespace lmulsim::report {

/// Three lines: what binds, the time, the intensity.
[[nodiscard]] std::string roofline_text(const result::RunReport& report);
[[nodiscard]] boost::json::object roofline_json(const result::RunReport& report);
[[nodiscard]] boost::json::object roofline_json(const result::RunReport& report, const result::OperatorReport& op);

}  // namespace lmulsim::report
