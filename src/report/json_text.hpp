// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace lmulsim::report {

/// JSON for people: indented by two spaces, arrays and objects of only a few plain values on one line, doubles with the
/// fewest digits that read back as the same number. Ends with a newline. Infinities and NaN become null.
[[nodiscard]] std::string pretty(const boost::json::value& value);

/// JSON on one line for a script element: it holds no "</script" and no "<!--".
[[nodiscard]] std::string script_json(const boost::json::value& value);

}  // namespace lmulsim::report
