// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <systemc>

#include "systemc/array_output.hpp"
#include "systemc/array_pins.hpp"
#include "systemc/array_stationary.hpp"
#include "systemc/ctrl_output.hpp"
#include "systemc/ctrl_stationary.hpp"

namespace lmulsim::systemc {

/// The array in its fine grain, with the hierarchy of rtl/array/systolic_array.sv: a controller u_ctrl and an array
/// u_array of one module per PE. Up to kMaxPeGrainSide rows and columns.
class SystolicArrayPe final : public ArrayPins {
 public:
  SystolicArrayPe(const sc_core::sc_module_name& name, const engine::ArrayParams& params);

  void trace_registers(sc_core::sc_trace_file* file) const override;

 private:
  /// The pins that arrays of both dataflows have.
  template <class Array>
  void bind_array(Array& array);
  void build_stationary(const engine::ArrayParams& params);
  void build_output(const engine::ArrayParams& params);
  void show();

  AccBus nothing_;
  sc_core::sc_signal<bool> en_{"en"};
  sc_core::sc_signal<bool> valid_{"valid"};
  sc_core::sc_signal<bool> swap_{"swap"};
  sc_core::sc_signal<bool> zero_{"zero"};
  sc_core::sc_signal<bool> cap_{"cap"};
  sc_core::sc_signal<std::uint32_t> take_{"take"};
  sc_core::sc_signal<WordBus> shift_;
  sc_core::sc_signal<AccBus> results_;
  // One pair of these, by dataflow.
  std::unique_ptr<CtrlStationary> ctrl_stationary_;
  std::unique_ptr<ArrayStationary> array_stationary_;
  std::unique_ptr<CtrlOutput> ctrl_output_;
  std::unique_ptr<ArrayOutput> array_output_;
};

}  // namespace lmulsim::systemc
