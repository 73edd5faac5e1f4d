// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What holds for every command and option, whoever adds it: names are checked before anything else, no value is empty,
// --quiet is everywhere.
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <span>

namespace lmulsim::cli {

/// Call when all commands are there: gives each --quiet, and refuses empty values of their options.
void complete(CLI::App& app, std::chrono::milliseconds between_lines);

/// Looks at the words of a command line before they are parsed, so that what is misspelt is named first, with the
/// nearest right name: commands, options, words that no option takes, an option where another one's value is missing.
/// Throws InputError.
void check_words(const CLI::App& app, std::span<const char* const> words);

/// Time between two lines of progress where there is no terminal: the environment's LMULSIM_PROGRESS_SECONDS, else ten
/// seconds. Throws InputError.
[[nodiscard]] std::chrono::milliseconds time_between_lines();

}  // namespace lmulsim::cli
