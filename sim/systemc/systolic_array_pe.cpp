// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "systemc/systolic_array_pe.hpp"

#include "cycle/params.hpp"

namespace lmulsim::systemc {

SystolicArrayPe::SystolicArrayPe(const sc_core::sc_module_name& name, const engine::ArrayParams& params)
    : ArrayPins(name),
      nothing_(params.shape.cols),
      shift_("shift", WordBus(params.shape.rows)),
      results_("results", AccBus(params.shape.cols)) {
  if (cycle::is_output_stationary(params.shape)) {
    build_output(params);
  } else {
    build_stationary(params);
  }
  SC_HAS_PROCESS(SystolicArrayPe);
  SC_METHOD(show);
  sensitive << results_ << result_valid;
}

template <class Array>
void SystolicArrayPe::bind_array(Array& array) {
  array.clk(clk);
  array.rst_n(rst_n);
  array.en(en_);
  array.valid(valid_);
  array.moving_data(moving_data);
  array.stationary_data(stationary_data);
  array.result_data(results_);
}

void SystolicArrayPe::build_stationary(const engine::ArrayParams& params) {
  ctrl_stationary_ = std::make_unique<CtrlStationary>("u_ctrl", params);
  CtrlStationary& ctrl = *ctrl_stationary_;
  ctrl.bind(*this);
  ctrl.en(en_);
  ctrl.valid(valid_);
  ctrl.swap(swap_);
  ctrl.take(take_);

  array_stationary_ = std::make_unique<ArrayStationary>("u_array", params);
  ArrayStationary& array = *array_stationary_;
  bind_array(array);
  array.swap(swap_);
  array.accumulate(moving_accumulate);
  array.take(take_);
  array.psum_data(psum_data);
}

void SystolicArrayPe::build_output(const engine::ArrayParams& params) {
  ctrl_output_ = std::make_unique<CtrlOutput>("u_ctrl", params);
  CtrlOutput& ctrl = *ctrl_output_;
  ctrl.bind(*this);
  ctrl.en(en_);
  ctrl.valid(valid_);
  ctrl.zero(zero_);
  ctrl.cap(cap_);
  ctrl.shift(shift_);

  array_output_ = std::make_unique<ArrayOutput>("u_array", params);
  ArrayOutput& array = *array_output_;
  bind_array(array);
  array.zero(zero_);
  array.cap(cap_);
  array.shift(shift_);
}

// Nothing of the datapath shows before it is valid.
void SystolicArrayPe::show() {
  result_data.write(result_valid.read() ? results_.read() : nothing_);
}

void SystolicArrayPe::trace_registers(sc_core::sc_trace_file* file) const {
  sc_core::sc_trace(file, en_, std::string(name()) + ".en");
  if (array_stationary_) {
    array_stationary_->trace_registers(file);
  } else {
    array_output_->trace_registers(file);
  }
}

}  // namespace lmulsim::systemc
