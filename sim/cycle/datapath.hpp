// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "cycle/control.hpp"
#include "engine/dut.hpp"

namespace lmulsim::cycle {

/// The array's input data words: `moving` for each row and `stationary` for each column as many as a beat has products,
/// `psum` one per column.
struct DataPins {
  std::span<const std::uint32_t> moving;
  std::span<const std::uint32_t> stationary;
  std::span<const arith::AccWord> psum;
};

/// The registers of an array without its controller. Beats, not valid bits, move through it: what a bubble carries
/// never reaches a pin.
class Datapath {
 public:
  Datapath() = default;
  Datapath(const Datapath&) = delete;
  Datapath& operator=(const Datapath&) = delete;
  virtual ~Datapath() = default;

  /// Rising clock edge of a cycle with `en`.
  virtual void tick(const engine::ControlPins& in, const ControlOut& control, const DataPins& data) = 0;
  /// The control bits on their way through the array are dropped.
  virtual void reset() = 0;
  /// The result beat at the output in this cycle; meaningful only when there is one.
  virtual void result(std::span<arith::AccWord> o) const = 0;
};

/// How a datapath is built.
enum class Structure : std::uint8_t {
  rows,  ///< the registers of the whole array as plain arrays, a row of PEs at a time
  pes,   ///< PE models and delay lines, one for one
};

[[nodiscard]] std::unique_ptr<Datapath> make_pe_datapath(const engine::ArrayParams& params);
[[nodiscard]] std::unique_ptr<Datapath> make_datapath(const engine::ArrayParams& params, Structure structure);

}  // namespace lmulsim::cycle
