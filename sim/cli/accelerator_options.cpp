// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/accelerator_options.hpp"

#include <fmt/format.h>

#include "cli/numbers.hpp"
#include "config/keys.hpp"
#include "util/error.hpp"
#include "util/number.hpp"

namespace lmulsim::cli {
namespace {

/// "auto", or a number for the other key.
config::Setting clock_setting(const std::string& clock) {
  constexpr const char* kOption = "--clock";
  if (clock == "auto") {
    return {"clock", clock, kOption};
  }
  if (!util::to_number<double>(clock)) {
    throw InputError(fmt::format("{}: expected 'auto' or a number of MHz, found {}", kOption, util::shown(clock)));
  }
  return {"clock_mhz", clock, kOption, "clock"};
}

}  // namespace

void add_set_option(CLI::App& command, std::vector<std::string>& set) {
  command
      .add_option("--set", set,
                  "KEY=VALUE: a key of the accelerator instead of the config's, as pe.accumulator=bf16; again for "
                  "others ('lmulsim help accelerator' has the keys)")
      ->allow_extra_args(false);
}

void add_accelerator_options(CLI::App& command, AcceleratorOptionValues& v) {
  constexpr IntegerRange kSides{1, config::kMaxSide};
  command.add_option("--dataflow", v.dataflow, "Dataflow instead of the config's: ws, os or is");
  add_integer(command, "--rows", v.rows, kSides, "Rows of PEs instead of the config's");
  add_integer(command, "--cols", v.cols, kSides, "Columns of PEs instead of the config's");
  add_set_option(command, v.set);
}

void add_clock_option(CLI::App& command, AcceleratorOptionValues& v) {
  command.add_option("--clock", v.clock,
                     "Clock instead of the config's: MHz, or auto for the critical path in gates with a margin");
}

std::vector<config::Setting> settings_of(const AcceleratorOptionValues& v) {
  std::vector<config::Setting> settings;
  if (v.dataflow) {
    settings.push_back({"array.dataflow", *v.dataflow, "--dataflow"});
  }
  if (v.rows) {
    settings.push_back({"array.rows", std::to_string(*v.rows), "--rows"});
  }
  if (v.cols) {
    settings.push_back({"array.cols", std::to_string(*v.cols), "--cols"});
  }
  if (v.clock) {
    settings.push_back(clock_setting(*v.clock));
  }
  for (const std::string& text : v.set) {
    settings.push_back(config::parse_setting(text));
  }
  return settings;
}

}  // namespace lmulsim::cli
