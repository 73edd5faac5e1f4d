// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <systemc>

#include "cycle/output_pe.hpp"
#include "systemc/accumulator.hpp"
#include "systemc/delay.hpp"
#include "systemc/multiplier.hpp"

namespace lmulsim::systemc {

/// rtl/pe/pe_output.sv: operand registers, u_mul, u_prod and u_zero if there are product registers (S), u_acc,
/// shadow slots. Pins that
/// leave on the other side have the suffix _out.
class PeOutput final : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk{"clk"};
  sc_core::sc_in<bool> rst_n{"rst_n"};
  sc_core::sc_in<bool> en{"en"};
  sc_core::sc_in<bool> valid{"valid"};
  sc_core::sc_in<bool> zero{"zero"};
  sc_core::sc_in<bool> cap{"cap"};
  sc_core::sc_in<cycle::OperandWord> moving{"moving"};
  sc_core::sc_in<cycle::OperandWord> second{"second"};
  sc_core::sc_in<std::uint32_t> shift{"shift"};
  sc_core::sc_in<std::uint32_t> above_shift{"above_shift"};  ///< the shift bits above; the highest counts
  sc_core::sc_in<arith::AccWord> above{"above"};
  sc_core::sc_out<bool> valid_out{"valid_out"};
  sc_core::sc_out<bool> zero_out{"zero_out"};
  sc_core::sc_out<bool> cap_out{"cap_out"};
  sc_core::sc_out<cycle::OperandWord> moving_out{"moving_out"};
  sc_core::sc_out<cycle::OperandWord> second_out{"second_out"};
  sc_core::sc_out<std::uint32_t> shift_out{"shift_out"};
  sc_core::sc_out<arith::AccWord> below{"below"};

  PeOutput(const sc_core::sc_module_name& name, const engine::ArrayParams& params);

  /// Adds the registers that no pin shows to a trace.
  void trace_registers(sc_core::sc_trace_file* file) const;

 private:
  void cycle();
  void choose_base();

  int latency_;
  cycle::OutputOperands operands_;
  cycle::OutputSlots slots_;
  sc_core::sc_signal<arith::Number> prod_{"prod"};
  sc_core::sc_signal<arith::Number> prod_q_{"prod_q"};
  sc_core::sc_signal<bool> zero_q_{"zero_q"};
  sc_core::sc_signal<arith::AccWord> base_{"base"};
  sc_core::sc_signal<arith::AccWord> sum_{"sum"};
  std::unique_ptr<MultiplierPins> mul_;
  std::unique_ptr<Delay<arith::Number>> products_;
  std::unique_ptr<Delay<bool>> zeros_;
  AccumulatorModule acc_;
};

}  // namespace lmulsim::systemc
