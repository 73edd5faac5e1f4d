// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <variant>

#include "cycle/datapath.hpp"
#include "cycle/output_control.hpp"
#include "cycle/stationary_control.hpp"
#include "engine/dut.hpp"

namespace lmulsim::cycle {

/// The whole array as one cycle model: a controller and a datapath whose registers are plain arrays. No kernel; the
/// same pins in every cycle as rtl/array/systolic_array.sv. Throws InputError for parameters no array is built with.
class ArrayModel {
 public:
  explicit ArrayModel(const engine::ArrayParams& params, Structure structure = Structure::rows);

  /// Combinational outputs of this cycle. With rst_n low the control registers are reset at once. The reference stays
  /// valid until the next call.
  const engine::ArrayOut& settle(const engine::ControlPins& in);
  /// Rising clock edge. `in` are the pins of the last settle().
  void clock(const engine::ControlPins& in, const DataPins& data);

 private:
  using Control = std::variant<StationaryControl, OutputControl>;
  static Control make_control(const machine::ArrayShape& shape);

  Control control_;
  std::unique_ptr<Datapath> datapath_;
  ControlOut out_;
  engine::ArrayOut pins_;
  bool result_shown_ = false;  ///< pins_.o holds the datapath's result of this cycle
};

}  // namespace lmulsim::cycle
