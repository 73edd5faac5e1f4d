// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <systemc>
#include <vector>

#include "systemc/bus.hpp"
#include "systemc/edge.hpp"
#include "systemc/pe_stationary.hpp"

namespace lmulsim::systemc {

/// rtl/array/array_stationary.sv: PEs pe_r_c and the skew buffers at the edges.
class ArrayStationary final : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk{"clk"};
  sc_core::sc_in<bool> rst_n{"rst_n"};
  sc_core::sc_in<bool> en{"en"};
  sc_core::sc_in<bool> valid{"valid"};
  sc_core::sc_in<bool> swap{"swap"};
  sc_core::sc_in<bool> accumulate{"accumulate"};
  sc_core::sc_in<std::uint32_t> take{"take"};
  sc_core::sc_in<WordBus> moving_data{"moving_data"};
  sc_core::sc_in<WordBus> stationary_data{"stationary_data"};
  sc_core::sc_in<AccBus> psum_data{"psum_data"};
  sc_core::sc_out<AccBus> result_data{"result_data"};

  ArrayStationary(const sc_core::sc_module_name& name, const engine::ArrayParams& params);

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
  Wires<bool> valid_in_, swap_in_, take_in_;
  Wires<cycle::OperandWord> moving_in_, stationary_in_;
  Wires<arith::AccWord> psum_in_, result_out_;
  // To the right: wire r * (C + 1) + c enters PE(r, c).
  Wires<bool> valid_, swap_, take_;
  Wires<cycle::OperandWord> moving_;
  // Down: wire r * C + c enters PE(r, c).
  Wires<cycle::OperandWord> stationary_;
  Wires<arith::AccWord> psum_;
  Clocking clocking_;
  SkewBuffer<bool> skew_valid_, skew_swap_, skew_take_;
  SkewBuffer<cycle::OperandWord> skew_moving_, skew_stationary_;
  SkewBuffer<arith::AccWord> skew_psum_, deskew_;
  std::vector<std::unique_ptr<PeStationary>> pes_;
};

}  // namespace lmulsim::systemc
