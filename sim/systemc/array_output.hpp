// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <systemc>
#include <vector>

#include "systemc/bus.hpp"
#include "systemc/edge.hpp"
#include "systemc/pe_output.hpp"

namespace lmulsim::systemc {

/// rtl/array/array_output.sv: PEs pe_r_c and the skew buffers at the edges.
class ArrayOutput final : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk{"clk"};
  sc_core::sc_in<bool> rst_n{"rst_n"};
  sc_core::sc_in<bool> en{"en"};
  sc_core::sc_in<bool> valid{"valid"};
  sc_core::sc_in<bool> zero{"zero"};
  sc_core::sc_in<bool> cap{"cap"};
  sc_core::sc_in<WordBus> shift{"shift"};
  sc_core::sc_in<WordBus> moving_data{"moving_data"};
  sc_core::sc_in<WordBus> stationary_data{"stationary_data"};
  sc_core::sc_out<AccBus> result_data{"result_data"};

  ArrayOutput(const sc_core::sc_module_name& name, const engine::ArrayParams& params);

  void trace_registers(sc_core::sc_trace_file* file) const;

 private:
  void split();
  void join();
  void connect(std::size_t r, std::size_t c);

  engine::ArrayParams params_;
  std::size_t rows_;
  std::size_t cols_;
  AccBus results_;
  // Pins, word by word.
  Wires<bool> valid_in_, zero_in_, cap_in_;
  Wires<cycle::OperandWord> moving_in_, second_in_;
  Wires<arith::AccWord> result_out_;
  // To the right: wire r * (C + 1) + c enters PE(r, c).
  Wires<bool> valid_, zero_, cap_;
  Wires<cycle::OperandWord> moving_;
  Wires<std::uint32_t> shift_;
  // Down: wire r * C + c enters PE(r, c).
  Wires<cycle::OperandWord> second_;
  Wires<arith::AccWord> chain_;
  sc_core::sc_signal<std::uint32_t> no_shift_;  ///< above the first row
  Clocking clocking_;
  SkewBuffer<bool> skew_valid_, skew_zero_, skew_cap_;
  SkewBuffer<cycle::OperandWord> skew_moving_, skew_second_;
  SkewBuffer<arith::AccWord> deskew_;
  std::vector<std::unique_ptr<PeOutput>> pes_;
};

}  // namespace lmulsim::systemc
