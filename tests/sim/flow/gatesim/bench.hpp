// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "../../../src/gates/circuit.hpp"
#include "flow/gatesim/gate_simulator.hpp"
#include "gates/generic_library.hpp"

namespace lmulsim::sim::testing {

inline constexpr double kFs = 1e-6;        ///< in ns: the simulator's unit of time
inline constexpr int kInputDelayFs = 100;  ///< of every bench

/// Gates with delays in fs, and their simulation.
class Bench {
 public:
  explicit Bench(gates::Library library = gates::generic_library()) : circuit_(std::move(library)) {}

  Bench& gate(const char* cell, std::vector<int> inputs, std::vector<int> outputs, double rise_fs, double fall_fs) {
    delays_.emplace_back(outputs.size(), flow::gatesim::GateSimulator::Delay{rise_fs * kFs, fall_fs * kFs});
    circuit_.gate(cell, cell, std::move(inputs), std::move(outputs));
    return *this;
  }
  Bench& gate(const char* cell, std::vector<int> inputs, int output, double delay_fs) {
    return gate(cell, std::move(inputs), {output}, delay_fs, delay_fs);
  }
  Bench& input(const char* name, std::vector<int> nets) {
    circuit_.input(name, std::move(nets));
    return *this;
  }
  Bench& output(const char* name, std::vector<int> nets) {
    circuit_.output(name, std::move(nets));
    return *this;
  }

  /// Of all that was added before the first call.
  flow::gatesim::GateSimulator& simulator() {
    if (!simulator_) {
      simulator_.emplace(circuit_.netlist(), delays_, kInputDelayFs * kFs);
    }
    return *simulator_;
  }
  /// One cycle with this port at this value, the others as they were.
  Bench& cycle(const char* port, flow::gatesim::PortValue value) {
    simulator().set(simulator().input(port), value);
    simulator().cycle();
    return *this;
  }
  [[nodiscard]] flow::gatesim::NetActivity activity(int net) {
    return simulator().activity()[static_cast<std::size_t>(net)];
  }
  [[nodiscard]] std::uint64_t value(const char* port) { return simulator().get(simulator().output(port)).lo; }
  /// The latest event of any cycle so far, in fs after the inputs have changed.
  [[nodiscard]] std::int64_t latest_fs() { return std::llround(simulator().latest_event_ns() / kFs) - kInputDelayFs; }

 private:
  gates::testing::Circuit circuit_;
  std::vector<std::vector<flow::gatesim::GateSimulator::Delay>> delays_;
  std::optional<flow::gatesim::GateSimulator> simulator_;
};

}  // namespace lmulsim::sim::testing
