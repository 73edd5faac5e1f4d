// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/model_dut.hpp"

#include "cycle/array_model.hpp"
#include "engine/pins.hpp"

namespace lmulsim::cycle {

namespace {

class ModelDut final : public engine::ArrayDut {
 public:
  ModelDut(const engine::ArrayParams& params, Structure structure)
      : structure_(structure), model_(params, structure), in_(params.shape) {}

  const engine::ArrayOut& settle(const engine::ArrayIn& in) override {
    in_ = in;
    return model_.settle(in_);
  }
  void clock() override {
    model_.clock(in_, {.moving = in_.moving_data, .stationary = in_.stationary_data, .psum = in_.psum_data});
  }
  [[nodiscard]] std::string_view name() const override {
    switch (structure_) {
      case Structure::rows:
        return "cycle";
      case Structure::pes:
        return "cycle-pe";
    }
    return "";
  }

 private:
  Structure structure_;
  ArrayModel model_;
  engine::ArrayIn in_;
};

}  // namespace

std::unique_ptr<engine::ArrayDut> make_array_model(const engine::ArrayParams& params) {
  return std::make_unique<ModelDut>(params, Structure::rows);
}

std::unique_ptr<engine::ArrayDut> make_pe_array_model(const engine::ArrayParams& params) {
  return std::make_unique<ModelDut>(params, Structure::pes);
}

}  // namespace lmulsim::cycle
