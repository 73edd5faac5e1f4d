// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace lmulsim::util {

/// Whether a text is UTF-8 (no surrogates, no overlong forms) without control characters: what a name must be to stand
/// in a line of text, a cell of a table, JSON and HTML alike.
[[nodiscard]] bool is_printable(std::string_view text);

/// Throws InputError "where: expected ..., found ..." naming the first byte that is_printable() refuses.
void check_printable(std::string_view text, std::string_view where);

/// The text with such bytes as "\\x0a": for paths, which may hold anything.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace lmulsim::util
