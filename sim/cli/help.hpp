// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

namespace lmulsim::cli {

/// Puts examples and the names that options know below the help of every command, and the environment's variables and
/// the exit codes below that of the program.
void add_help_texts(CLI::App& app);

}  // namespace lmulsim::cli
