// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/run_choice.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "config/load.hpp"
#include "cost/clock.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"

namespace lmulsim::study {
namespace {

/// The value that `word` names.
template <class Enum, std::size_t N>
Enum choice_of(const char* option, std::string_view word, const util::EnumNames<Enum, N>& names) {
  const auto value = names.find(word);
  if (!value) {
    throw InputError(fmt::format("{}: expected one of {}, found '{}'{}", option, fmt::join(names.words(), ", "), word,
                                 util::did_you_mean(word, names.words())));
  }
  return *value;
}

cost::Technology technology_of(const RunChoice& choice) {
  cost::Technology technology = cost::load_technology(choice.technology);
  if (!choice.sram.empty()) {
    cost::use_sram(technology, choice.sram);
  }
  if (!choice.dram.empty()) {
    cost::use_dram(technology, choice.dram);
  }
  return technology;
}

}  // namespace

RunRequest request_of(const RunChoice& choice) {
  if (choice.memory != "ideal") {
    throw InputError(
        fmt::format("--memory: expected 'ideal' (bytes counted, not timed), the only memory model of this "
                    "version; found '{}'",
                    choice.memory));
  }
  RunRequest request;
  request.technology = technology_of(choice);
  if (!choice.scale_to.empty()) {
    request.scale_to = cost::ScalingTables::shipped().parse_node(choice.scale_to);
  }
  request.engine = choice_of("--engine", choice.engine, kEngineNames);
  request.operands = choice_of("--operands", choice.operands, kOperandNames);
  request.seed = choice.seed;
  request.stall_percent = choice.stall_percent;
  return request;
}

void put_accelerator(machine::Accelerator accelerator, RunRequest& request) {
  request.accelerator = std::move(accelerator);
  if (request.accelerator.clock_auto) {
    request.accelerator.clock_hz = cost::clock_limit(request.accelerator, request.technology).hz();
  }
}

std::string workload_file(const std::string& source) {
  if (const std::size_t section = source.rfind(".csv#"); section != std::string::npos) {
    return source.substr(0, section + 4);
  }
  const bool is_path = source.ends_with(".bin") || source.ends_with(".csv") || source.ends_with(".onnx");
  return is_path ? source : config::find_config("workloads", ".json", source);
}

}  // namespace lmulsim::study
