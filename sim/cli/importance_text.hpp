// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "explore/importance.hpp"

namespace lmulsim::cli {

/// Tables of shares and of paired effects, with what they may be taken for.
[[nodiscard]] std::string importance_text(const explore::Importance& importance, const std::string& metric);
[[nodiscard]] boost::json::object importance_json(const explore::Importance& importance, const std::string& metric);

}  // namespace lmulsim::cli
