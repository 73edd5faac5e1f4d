// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <systemc>

#include "cycle/stationary_pe.hpp"
#include "systemc/accumulator.hpp"
#include "systemc/delay.hpp"
#include "systemc/multiplier.hpp"

namespace lmulsim::systemc {

/// rtl/pe/pe_stationary.sv: operand registers, u_mul, u_prod if there are product registers (S), u_acc. Pins that
/// leave on the other side have the suffix _out.
class PeStationary final : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk{"clk"};
  sc_core::sc_in<bool> rst_n{"rst_n"};
  sc_core::sc_in<bool> en{"en"};
  sc_core::sc_in<bool> valid{"valid"};
  sc_core::sc_in<bool> swap{"swap"};
  sc_core::sc_in<bool> take{"take"};
  sc_core::sc_in<cycle::OperandWord> moving{"moving"};
  sc_core::sc_in<cycle::OperandWord> stationary{"stationary"};
  sc_core::sc_in<arith::AccWord> psum{"psum"};
  sc_core::sc_out<bool> valid_out{"valid_out"};
  sc_core::sc_out<bool> swap_out{"swap_out"};
  sc_core::sc_out<bool> take_out{"take_out"};
  sc_core::sc_out<cycle::OperandWord> moving_out{"moving_out"};
  sc_core::sc_out<cycle::OperandWord> stationary_out{"stationary_out"};
  sc_core::sc_out<arith::AccWord> psum_out{"psum_out"};

  PeStationary(const sc_core::sc_module_name& name, const engine::ArrayParams& params);

  /// Adds the registers that no pin shows to a trace.
  void trace_registers(sc_core::sc_trace_file* file) const;

 private:
  void cycle();
  void pass_down();

  bool straight_down_;  ///< no register between `stationary` and `stationary_out`
  cycle::StationaryOperands operands_;
  sc_core::sc_signal<cycle::OperandWord> active_q_{"active_q"};
  sc_core::sc_signal<cycle::OperandWord> shadow_q_{"shadow_q"};
  sc_core::sc_signal<arith::Number> prod_{"prod"};
  sc_core::sc_signal<arith::Number> prod_q_{"prod_q"};
  std::unique_ptr<MultiplierPins> mul_;
  std::unique_ptr<Delay<arith::Number>> products_;
  AccumulatorModule acc_;
};

}  // namespace lmulsim::systemc
