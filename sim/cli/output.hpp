// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace lmulsim::cli {

/// Writes to standard output and flushes. Throws InputError when that fails: a full disk must not look like success.
void print(std::string_view text);

}  // namespace lmulsim::cli
