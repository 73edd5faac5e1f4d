// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/array_model.hpp"

#include <algorithm>

#include "cycle/params.hpp"

namespace lmulsim::cycle {

namespace {

const engine::ArrayParams& checked(const engine::ArrayParams& params) {
  check_params(params);
  return params;
}

}  // namespace

ArrayModel::ArrayModel(const engine::ArrayParams& params, Structure structure)
    : control_(make_control(checked(params).shape)), datapath_(make_datapath(params, structure)), pins_(params.shape) {}

ArrayModel::Control ArrayModel::make_control(const machine::ArrayShape& shape) {
  if (is_output_stationary(shape)) {
    return OutputControl(shape);
  }
  return StationaryControl(shape);
}

const engine::ArrayOut& ArrayModel::settle(const engine::ControlPins& in) {
  if (!in.rst_n) {
    std::visit([](auto& control) { control.reset(); }, control_);
    datapath_->reset();
  }
  out_ = std::visit([&in](const auto& control) { return control.outputs(in); }, control_);
  const bool was_valid = pins_.result_valid;
  static_cast<engine::AnswerPins&>(pins_) = out_;
  if (out_.result_valid && !result_shown_) {
    datapath_->result(pins_.result_data);
    result_shown_ = true;
  } else if (!out_.result_valid && was_valid) {
    std::fill(pins_.result_data.begin(), pins_.result_data.end(), arith::AccWord{});
    result_shown_ = false;
  }
  return pins_;
}

void ArrayModel::clock(const engine::ControlPins& in, const DataPins& data) {
  if (!in.rst_n || !out_.en) {
    return;
  }
  std::visit([&](auto& control) { control.tick(in, out_); }, control_);
  datapath_->tick(in, out_, data);
  result_shown_ = false;
}

}  // namespace lmulsim::cycle
