// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"

namespace lmulsim::cli {

/// Options that replace keys of an accelerator's file: --set for any key, and short forms of some.
struct AcceleratorOptionValues {
  std::optional<std::string> dataflow;
  std::optional<std::int64_t> rows;
  std::optional<std::int64_t> cols;
  std::optional<std::string> clock;  ///< "auto" or MHz
  std::vector<std::string> set;      ///< KEY=VALUE

  [[nodiscard]] bool any() const { return dataflow || rows || cols || clock || !set.empty(); }
};

/// --set.
void add_set_option(CLI::App& command, std::vector<std::string>& set);

/// --dataflow, --rows, --cols and --set.
void add_accelerator_options(CLI::App& command, AcceleratorOptionValues& values);

/// --clock.
void add_clock_option(CLI::App& command, AcceleratorOptionValues& values);

/// The short forms, then --set in its order. Throws InputError.
[[nodiscard]] std::vector<config::Setting> settings_of(const AcceleratorOptionValues& values);

}  // namespace lmulsim::cli
