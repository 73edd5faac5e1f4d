// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace lmulsim::explore {

/// Nothing ("absent"), a number, a text.
using Value = std::variant<std::monostate, double, std::string>;

/// A number where the text is one, else the text.
[[nodiscard]] Value value_of(std::string_view text);

/// As it is written in a sweep: whole numbers without a point, others with the fewest digits that read back; absent is
/// "-".
[[nodiscard]] std::string text_of(const Value& value);

}  // namespace lmulsim::explore
