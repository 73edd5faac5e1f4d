// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "cost/technology.hpp"

namespace lmulsim::cli {

/// Measures a technology's gates anew, from RTL and cell library, and gives the technology with the new table.
using MeasureTechnology = std::function<cost::Technology(const cost::Technology& shipped)>;

/// The command `reproduce`. With a way to measure, it also offers --measure.
void add_reproduce(CLI::App& app, const MeasureTechnology& measure = nullptr);

}  // namespace lmulsim::cli
