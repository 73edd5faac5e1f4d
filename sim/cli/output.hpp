// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::cli {

/// Writes to standard output and flushes. Throws InputError when that fails: a full disk must not look like success.
void print(std::string_view text);

/// Each warning as a line on standard error.
void print_warnings(const std::vector<std::string>& warnings);

/// Throws InputError when one of these files could not be written now; empty names are none. Called before the work.
void check_outputs(std::initializer_list<std::string> files);

/// Does all of them, in order, then throws what the first that failed threw: a file that cannot be written does not
/// cost the table on standard output, nor the other way round.
void deliver(std::initializer_list<std::function<void()>> outputs);

}  // namespace lmulsim::cli
