// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "systemc/array_stationary.hpp"

#include <fmt/format.h>

#include "systemc/pe_grid.hpp"

namespace lmulsim::systemc {

ArrayStationary::ArrayStationary(const sc_core::sc_module_name& name, const engine::ArrayParams& p)
    : sc_core::sc_module(name),
      params_(p),
      rows_(static_cast<std::size_t>(p.shape.rows)),
      cols_(static_cast<std::size_t>(p.shape.cols)),
      results_(p.shape.cols),
      valid_in_("valid_in", rows_),
      swap_in_("swap_in", rows_),
      take_in_("take_in", rows_),
      moving_in_("moving_in", rows_),
      stationary_in_("stationary_in", cols_),
      psum_in_("psum_in", cols_),
      result_out_("result_out", cols_),
      valid_("valid_wire", rows_ * (cols_ + 1)),
      swap_("swap_wire", rows_ * (cols_ + 1)),
      take_("take_wire", rows_ * (cols_ + 1)),
      moving_("moving_wire", rows_ * (cols_ + 1)),
      stationary_("stationary_wire", (rows_ + 1) * cols_),
      psum_("psum_wire", (rows_ + 1) * cols_),
      clocking_{clk, rst_n, en},
      skew_valid_("u_valid", p.shape.rows, {0, p.shape.acc_latency}, clocking_, {valid_in_, 0, 1},
                  {valid_, 0, cols_ + 1}),
      skew_swap_("u_swap", p.shape.rows, {0, p.shape.acc_latency}, clocking_, {swap_in_, 0, 1}, {swap_, 0, cols_ + 1}),
      skew_take_("u_take", p.shape.rows, {0, p.shape.acc_latency - 1}, clocking_, {take_in_, 0, 1},
                 {take_, 0, cols_ + 1}),
      skew_moving_("u_skew_moving", p.shape.rows, {0, p.shape.acc_latency}, clocking_, {moving_in_, 0, 1},
                   {moving_, 0, cols_ + 1}),
      skew_stationary_("u_skew_stationary", p.shape.cols, {0, 1}, clocking_, {stationary_in_, 0, 1},
                       {stationary_, 0, 1}),
      skew_psum_("u_skew_psum", p.shape.cols, {1 + p.shape.mul_stages, 1}, clocking_, {psum_in_, 0, 1}, {psum_, 0, 1}),
      deskew_("u_deskew", p.shape.cols, {p.shape.cols - 1, -1}, clocking_, {psum_, rows_ * cols_, 1},
              {result_out_, 0, 1}) {
  for (std::size_t r = 0; r < rows_; ++r) {
    for (std::size_t c = 0; c < cols_; ++c) {
      pes_.push_back(std::make_unique<PeStationary>(fmt::format("pe_{}_{}", r, c).c_str(), p));
      connect(r, c);
    }
  }
  SC_HAS_PROCESS(ArrayStationary);
  SC_METHOD(split);
  sensitive << valid << swap << accumulate << take << moving_data << stationary_data << psum_data;
  SC_METHOD(join);
  for (std::size_t c = 0; c < cols_; ++c) {
    sensitive << result_out_[c];
  }
}

void ArrayStationary::connect(std::size_t r, std::size_t c) {
  PeStationary& pe = *pes_.back();
  const std::size_t left = r * (cols_ + 1) + c;
  const std::size_t top = r * cols_ + c;
  clocking_.bind(pe);
  pe.valid(valid_[left]);
  pe.swap(swap_[left]);
  pe.take(take_[left]);
  pe.moving(moving_[left]);
  pe.stationary(stationary_[top]);
  pe.psum(psum_[top]);
  pe.valid_out(valid_[left + 1]);
  pe.swap_out(swap_[left + 1]);
  pe.take_out(take_[left + 1]);
  pe.moving_out(moving_[left + 1]);
  pe.stationary_out(stationary_[top + cols_]);
  pe.psum_out(psum_[top + cols_]);
}

void ArrayStationary::split() {
  for (std::size_t r = 0; r < rows_; ++r) {
    valid_in_[r].write(valid.read());
    swap_in_[r].write(swap.read());
    take_in_[r].write(((take.read() >> r) & 1U) != 0);
    moving_in_[r].write(cycle::operands_of(moving_data.read().words(), r, params_.shape.products, params_.moving));
  }
  for (std::size_t c = 0; c < cols_; ++c) {
    stationary_in_[c].write(cycle::operands_of(stationary_data.read().words(), c, params_.shape.products, params_.top));
    psum_in_[c].write(accumulate.read() ? psum_data.read().words()[c] : arith::AccWord{});
  }
}

void ArrayStationary::join() {
  for (std::size_t c = 0; c < cols_; ++c) {
    results_.words()[c] = result_out_[c].read();
  }
  result_data.write(results_);
}

void ArrayStationary::trace_registers(sc_core::sc_trace_file* file) const {
  using sc_core::sc_trace;
  for_each_pe(pes_, cols_, [&](const PeStationary& pe, const std::string& prefix, std::size_t r, std::size_t c) {
    const std::size_t right = r * (cols_ + 1) + c + 1;
    sc_trace(file, valid_[right], prefix + "valid_q");
    sc_trace(file, swap_[right], prefix + "swap_q");
    sc_trace(file, take_[right], prefix + "take_q");
    sc_trace(file, moving_[right], prefix + "moving_q");
    sc_trace(file, psum_[(r + 1) * cols_ + c].read(), prefix + "psum_out");
    pe.trace_registers(file);
  });
}

}  // namespace lmulsim::systemc
