// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "machine/accelerator.hpp"
#include "study/run_workload.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::study {

/// Words of --engine and of --operands.
inline constexpr auto kEngineNames = util::enum_names<engine::Engine>("fast", "systemc", "systemc-pe", "rtl");
inline constexpr auto kOperandNames = util::enum_names<OperandChoice>("auto", "none", "random");

inline constexpr int kMostStallPercent = 90;

/// What is chosen for a run beside the accelerator and the workload, in the words of the options of `lmulsim run`.
struct RunChoice {
  std::string technology = "horowitz-45nm";
  std::string sram;
  std::string dram;
  std::string scale_to;
  std::string engine = "fast";
  std::string operands = "auto";
  std::string memory = "ideal";
  std::uint64_t seed = 1;
  int stall_percent = 0;

  friend bool operator==(const RunChoice&, const RunChoice&) = default;
};

/// A request in which the accelerator and the workload are still to come. Throws InputError naming the option.
[[nodiscard]] RunRequest request_of(const RunChoice& choice);

/// Puts the accelerator in, with the clock that the request's technology allows where it asks for that.
void put_accelerator(machine::Accelerator accelerator, RunRequest& request);

/// The file that formats::load_workload() reads for this source.
[[nodiscard]] std::string workload_file(const std::string& source);

}  // namespace lmulsim::study
