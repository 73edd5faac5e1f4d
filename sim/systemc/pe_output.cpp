// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "systemc/pe_output.hpp"

namespace lmulsim::systemc {

PeOutput::PeOutput(const sc_core::sc_module_name& name, const engine::ArrayParams& params)
    : sc_core::sc_module(name),
      latency_(params.shape.acc_latency),
      slots_(params.shape.mul_stages, params.shape.acc_latency),
      mul_(make_multiplier("u_mul", params)),
      acc_("u_acc", params) {
  mul_->a(moving_out);
  mul_->b(second_out);
  mul_->prod(prod_);
  if (params.shape.mul_stages != 0) {
    products_ = std::make_unique<Delay<arith::Number>>("u_prod", params.shape.mul_stages);
    products_->clk(clk);
    products_->rst_n(rst_n);
    products_->en(en);
    products_->data(prod_);
    products_->data_out(prod_q_);
    zeros_ = std::make_unique<Delay<bool>>("u_zero", params.shape.mul_stages);
    zeros_->clk(clk);
    zeros_->rst_n(rst_n);
    zeros_->en(en);
    zeros_->data(zero_out);
    zeros_->data_out(zero_q_);
  }
  acc_.clk(clk);
  acc_.en(en);
  acc_.acc(base_);
  acc_.prod(products_ ? prod_q_ : prod_);
  acc_.sum(sum_);

  SC_HAS_PROCESS(PeOutput);
  SC_METHOD(choose_base);
  sensitive << sum_;
  if (zeros_) {
    sensitive << zero_q_;
  } else {
    sensitive << zero_out;
  }
  SC_METHOD(cycle);
  sensitive << clk.pos() << rst_n;
}

// The ring of sums, or +0.
void PeOutput::choose_base() {
  const bool from_zero = zeros_ ? zero_q_.read() : zero_out.read();
  base_.write(from_zero ? arith::AccWord{} : sum_.read());
}

void PeOutput::cycle() {
  if (!rst_n.read()) {
    operands_.reset();
    slots_.reset();
  } else if (clk.posedge() && en.read()) {
    const cycle::OutputPeIn in{.valid = valid.read(),
                               .zero = zero.read(),
                               .cap = cap.read(),
                               .moving = moving.read(),
                               .second = second.read(),
                               .shift = shift.read(),
                               .above_shift = ((above_shift.read() >> (latency_ - 1)) & 1U) != 0,
                               .above = above.read()};
    slots_.tick(in, operands_.outputs().cap, sum_.read());
    operands_.tick(in);
  }
  const cycle::OutputPeOut& out = operands_.outputs();
  valid_out.write(out.valid);
  zero_out.write(out.zero);
  cap_out.write(out.cap);
  moving_out.write(out.moving);
  second_out.write(out.second);
  shift_out.write(out.shift);
  below.write(slots_.slots().back());
}

void PeOutput::trace_registers(sc_core::sc_trace_file* file) const {
  using sc_core::sc_trace;
  const std::string prefix = std::string(name()) + ".";
  sc_trace(file, prod_.read(), prefix + "prod");
  sc_trace(file, sum_.read(), prefix + "sum");
  for (std::size_t i = 0; i < slots_.slots().size(); ++i) {
    sc_trace(file, slots_.slots()[i], prefix + "slot_q_" + std::to_string(i));
  }
}

}  // namespace lmulsim::systemc
