// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace lmulsim::arith {

/// What parse_format() names: formats with a name of their own, then the families.
[[nodiscard]] std::span<const std::string_view> format_words();
/// What parse_multiplier() and parse_accumulator() name in their messages; capital letters stand for numbers, FILE for
/// a file.
[[nodiscard]] std::span<const std::string_view> multiplier_words();
[[nodiscard]] std::span<const std::string_view> accumulator_words();

}  // namespace lmulsim::arith
