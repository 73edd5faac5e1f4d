// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

namespace lmulsim::cli {

/// Each adds one subcommand, whose callback does the work. Callbacks throw InputError and CheckError; run_program()
/// turns them into exit codes. A further command is one more function here, in a file of its own, and a call there.
void add_arith(CLI::App& app);
void add_characterize(CLI::App& app);
void add_compare(CLI::App& app);
void add_cosim(CLI::App& app);
void add_eval(CLI::App& app);
void add_explain(CLI::App& app);
void add_explore(CLI::App& app);
void add_gemm(CLI::App& app);
void add_generate(CLI::App& app);
void add_help(CLI::App& app);
void add_list(CLI::App& app);
void add_pareto(CLI::App& app);
void add_results(CLI::App& app);
void add_run(CLI::App& app);
void add_trace(CLI::App& app);

}  // namespace lmulsim::cli
