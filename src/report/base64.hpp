// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace lmulsim::report {

/// Bytes as base64 (RFC 4648, with padding, without line breaks).
[[nodiscard]] std::string base64(std::string_view bytes);

/// The bytes of hexadecimal digits in pairs. Throws std::invalid_argument for anything else.
[[nodiscard]] std::string bytes_of_hex(std::string_view digits);

}  // namespace lmulsim::report
