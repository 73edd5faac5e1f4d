// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "study/model_text.hpp"

namespace lmulsim::cli {

/// Options of the commands that run a model on text.
void add_model_options(CLI::App& command, study::ModelFiles& files);

/// Every --arithmetic, in words; the same in all commands.
[[nodiscard]] std::string arithmetic_help();

}  // namespace lmulsim::cli
