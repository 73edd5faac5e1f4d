// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "systemc/array_output.hpp"

#include <fmt/format.h>

#include "systemc/pe_grid.hpp"

namespace lmulsim::systemc {

ArrayOutput::ArrayOutput(const sc_core::sc_module_name& name, const engine::ArrayParams& p)
    : sc_core::sc_module(name),
      params_(p),
      rows_(static_cast<std::size_t>(p.shape.rows)),
      cols_(static_cast<std::size_t>(p.shape.cols)),
      results_(p.shape.cols),
      valid_in_("valid_in", rows_),
      zero_in_("zero_in", rows_),
      cap_in_("cap_in", rows_),
      moving_in_("moving_in", rows_),
      second_in_("second_in", cols_),
      result_out_("result_out", cols_),
      valid_("valid_wire", rows_ * (cols_ + 1)),
      zero_("zero_wire", rows_ * (cols_ + 1)),
      cap_("cap_wire", rows_ * (cols_ + 1)),
      moving_("moving_wire", rows_ * (cols_ + 1)),
      shift_("shift_wire", rows_ * (cols_ + 1)),
      second_("second_wire", (rows_ + 1) * cols_),
      chain_("chain_wire", (rows_ + 1) * cols_),
      no_shift_("no_shift"),
      clocking_{clk, rst_n, en},
      skew_valid_("u_valid", p.shape.rows, {0, 1}, clocking_, {valid_in_, 0, 1}, {valid_, 0, cols_ + 1}),
      skew_zero_("u_zero", p.shape.rows, {0, 1}, clocking_, {zero_in_, 0, 1}, {zero_, 0, cols_ + 1}),
      skew_cap_("u_cap", p.shape.rows, {0, 1}, clocking_, {cap_in_, 0, 1}, {cap_, 0, cols_ + 1}),
      skew_moving_("u_skew_moving", p.shape.rows, {0, 1}, clocking_, {moving_in_, 0, 1}, {moving_, 0, cols_ + 1}),
      skew_second_("u_skew_second", p.shape.cols, {0, 1}, clocking_, {second_in_, 0, 1}, {second_, 0, 1}),
      deskew_("u_deskew", p.shape.cols, {p.shape.cols - 1, -1}, clocking_, {chain_, rows_ * cols_, 1},
              {result_out_, 0, 1}) {
  for (std::size_t r = 0; r < rows_; ++r) {
    for (std::size_t c = 0; c < cols_; ++c) {
      pes_.push_back(std::make_unique<PeOutput>(fmt::format("pe_{}_{}", r, c).c_str(), p));
      connect(r, c);
    }
  }
  SC_HAS_PROCESS(ArrayOutput);
  SC_METHOD(split);
  sensitive << valid << zero << cap << shift << moving_data << stationary_data;
  SC_METHOD(join);
  for (std::size_t c = 0; c < cols_; ++c) {
    sensitive << result_out_[c];
  }
}

void ArrayOutput::connect(std::size_t r, std::size_t c) {
  PeOutput& pe = *pes_.back();
  const std::size_t left = r * (cols_ + 1) + c;
  const std::size_t top = r * cols_ + c;
  clocking_.bind(pe);
  pe.valid(valid_[left]);
  pe.zero(zero_[left]);
  pe.cap(cap_[left]);
  pe.moving(moving_[left]);
  pe.shift(shift_[left]);
  pe.second(second_[top]);
  pe.above_shift(r == 0 ? no_shift_ : shift_[left - (cols_ + 1)]);
  pe.above(chain_[top]);
  pe.valid_out(valid_[left + 1]);
  pe.zero_out(zero_[left + 1]);
  pe.cap_out(cap_[left + 1]);
  pe.moving_out(moving_[left + 1]);
  pe.shift_out(shift_[left + 1]);
  pe.second_out(second_[top + cols_]);
  pe.below(chain_[top + cols_]);
}

// The shift bits are not skewed along the left edge.
void ArrayOutput::split() {
  for (std::size_t r = 0; r < rows_; ++r) {
    valid_in_[r].write(valid.read());
    zero_in_[r].write(zero.read());
    cap_in_[r].write(cap.read());
    moving_in_[r].write(cycle::operands_of(moving_data.read().words(), r, params_.shape.products, params_.moving));
    shift_[r * (cols_ + 1)].write(shift.read().words()[r]);
  }
  for (std::size_t c = 0; c < cols_; ++c) {
    second_in_[c].write(cycle::operands_of(stationary_data.read().words(), c, params_.shape.products, params_.top));
  }
}

void ArrayOutput::join() {
  for (std::size_t c = 0; c < cols_; ++c) {
    results_.words()[c] = result_out_[c].read();
  }
  result_data.write(results_);
}

void ArrayOutput::trace_registers(sc_core::sc_trace_file* file) const {
  using sc_core::sc_trace;
  for_each_pe(pes_, cols_, [&](const PeOutput& pe, const std::string& prefix, std::size_t r, std::size_t c) {
    const std::size_t right = r * (cols_ + 1) + c + 1;
    sc_trace(file, valid_[right], prefix + "valid_q");
    sc_trace(file, zero_[right], prefix + "zero_q");
    sc_trace(file, cap_[right], prefix + "cap_q");
    sc_trace(file, moving_[right], prefix + "moving_q");
    sc_trace(file, shift_[right], prefix + "shift_q");
    sc_trace(file, second_[(r + 1) * cols_ + c], prefix + "second_q");
    pe.trace_registers(file);
  });
}

}  // namespace lmulsim::systemc
