// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace lmulsim::cli {

/// The program lmulsim: one error boundary around its subcommands. Exit code 0: done; 1: a result that does not hold;
/// 2: a usage or input error; 3: stopped before the end.
[[nodiscard]] int run_program(int argc, const char* const* argv);

}  // namespace lmulsim::cli
