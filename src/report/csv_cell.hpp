// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace lmulsim::report {

/// A text as a cell of CSV: quoted when it has a comma, a quote or a line break (RFC 4180).
[[nodiscard]] std::string csv_cell(const std::string& text);

}  // namespace lmulsim::report
