// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "systemc/pe_stationary.hpp"

namespace lmulsim::systemc {

PeStationary::PeStationary(const sc_core::sc_module_name& name, const engine::ArrayParams& params)
    : sc_core::sc_module(name),
      straight_down_(params.shape.acc_latency == 1),
      operands_(params.shape.acc_latency),
      mul_(make_multiplier("u_mul", params)),
      acc_("u_acc", params) {
  mul_->a(moving_out);
  mul_->b(active_q_);
  mul_->prod(prod_);
  if (params.shape.mul_stages != 0) {
    products_ = std::make_unique<Delay<arith::Number>>("u_prod", params.shape.mul_stages);
    products_->clk(clk);
    products_->rst_n(rst_n);
    products_->en(en);
    products_->data(prod_);
    products_->data_out(prod_q_);
  }
  acc_.clk(clk);
  acc_.en(en);
  acc_.acc(psum);
  acc_.prod(products_ ? prod_q_ : prod_);
  acc_.sum(psum_out);

  SC_HAS_PROCESS(PeStationary);
  SC_METHOD(cycle);
  sensitive << clk.pos() << rst_n;
  if (straight_down_) {
    SC_METHOD(pass_down);
    sensitive << stationary;
  }
}

void PeStationary::cycle() {
  if (!rst_n.read()) {
    operands_.reset();
  } else if (clk.posedge() && en.read()) {
    operands_.tick({.valid = valid.read(),
                    .swap = swap.read(),
                    .take = take.read(),
                    .moving = moving.read(),
                    .stationary = stationary.read(),
                    .psum = {}});
  }
  const cycle::StationaryPePins out = operands_.outputs(stationary.read());
  valid_out.write(out.valid);
  swap_out.write(out.swap);
  take_out.write(out.take);
  moving_out.write(out.moving);
  if (!straight_down_) {
    stationary_out.write(out.stationary);
  }
  active_q_.write(operands_.active());
  shadow_q_.write(operands_.shadow());
}

void PeStationary::pass_down() {
  stationary_out.write(stationary.read());
}

void PeStationary::trace_registers(sc_core::sc_trace_file* file) const {
  using sc_core::sc_trace;
  const std::string prefix = std::string(name()) + ".";
  sc_trace(file, active_q_, prefix + "active_q");
  sc_trace(file, shadow_q_, prefix + "shadow_q");
  sc_trace(file, prod_.read(), prefix + "prod");
}

}  // namespace lmulsim::systemc
