// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/commands.hpp"

namespace lmulsim::cli {

/// `lmulsim results report`: the page of a sweep.
void add_results_report(CLI::App& results);

}  // namespace lmulsim::cli
