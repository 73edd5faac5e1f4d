// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "systemc/model_dut.hpp"

#include "engine/pins.hpp"
#include "systemc/model/array_model.hpp"

namespace lmulsim::systemc {

namespace {

class ModelDut final : public sim::ArrayDut {
 public:
  ModelDut(const sim::ArrayParams& params, Structure structure)
      : structure_(structure), model_(params, structure), in_(params.shape) {}

  const sim::ArrayOut& settle(const sim::ArrayIn& in) override {
    in_ = in;
    return model_.settle(in_);
  }
  void clock() override { model_.clock(in_, {.a = in_.a_data, .b = in_.b_data, .c = in_.c_data}); }
  [[nodiscard]] std::string_view name() const override {
    switch (structure_) {
      case Structure::rows:
        return "model";
      case Structure::pes:
        return "model-pe";
    }
    return "";
  }

 private:
  Structure structure_;
  ArrayModel model_;
  sim::ArrayIn in_;
};

}  // namespace

std::unique_ptr<sim::ArrayDut> make_array_model(const sim::ArrayParams& params) {
  return std::make_unique<ModelDut>(params, Structure::rows);
}

std::unique_ptr<sim::ArrayDut> make_pe_array_model(const sim::ArrayParams& params) {
  return std::make_unique<ModelDut>(params, Structure::pes);
}

}  // namespace lmulsim::systemc
