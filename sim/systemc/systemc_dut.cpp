// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sysc/tracing/sc_tracing_ids.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <systemc>

#include "cycle/params.hpp"
#include "systemc/array_signals.hpp"
#include "systemc/systemc_array.hpp"
#include "systemc/systolic_array.hpp"
#include "systemc/systolic_array_pe.hpp"
#include "util/error.hpp"

namespace lmulsim::systemc {

namespace {

/// Top module: an array and the signals around its pins.
class Top final : public sc_core::sc_module {
 public:
  Top(const sc_core::sc_module_name& name, const engine::ArrayParams& params, SystemcGrain grain)
      : sc_core::sc_module(name), signals(params.shape), array(make_array(params, grain)) {
    signals.bind(*array);
  }

  ArraySignals signals;
  std::unique_ptr<ArrayPins> array;

 private:
  static std::unique_ptr<ArrayPins> make_array(const engine::ArrayParams& params, SystemcGrain grain) {
    switch (grain) {
      case SystemcGrain::array:
        return std::make_unique<SystolicArray>("systolic_array", params);
      case SystemcGrain::pe:
        return std::make_unique<SystolicArrayPe>("systolic_array", params);
    }
    return nullptr;
  }
};

class SystemcDut final : public engine::ArrayDut {
 public:
  SystemcDut(const engine::ArrayParams& params, SystemcGrain grain, const std::optional<std::filesystem::path>& vcd)
      : grain_(grain),
        top_(sc_core::sc_gen_unique_name("top"), params, grain),
        half_cycle_(0.5, sc_core::SC_NS),
        driven_(read_pins<engine::ControlPins>(top_.signals)),
        moving_(params.shape.rows * params.shape.products),
        stationary_(params.shape.cols * params.shape.products),
        psum_(params.shape.cols),
        out_(params.shape) {
    if (vcd) {
      trace(*vcd);
    }
  }

  ~SystemcDut() override {
    if (trace_ != nullptr) {
      sc_core::sc_close_vcd_trace_file(trace_);
      std::error_code ignored;  // the waves then keep their first name
      std::filesystem::rename(part_, vcd_, ignored);
    }
  }

  const engine::ArrayOut& settle(const engine::ArrayIn& in) override {
    // The clock falls and the inputs change together, half a cycle before the rising edge.
    top_.signals.clk.write(false);
    drive(in);
    sc_core::sc_start(half_cycle_);
    sample();
    return out_;
  }

  void clock() override {
    top_.signals.clk.write(true);
    sc_core::sc_start(half_cycle_);
  }

  [[nodiscard]] std::string_view name() const override {
    switch (grain_) {
      case SystemcGrain::array:
        return "systemc";
      case SystemcGrain::pe:
        return "systemc-pe";
    }
    return "";
  }

 private:
  // A signal asks who writes it, whether or not the value is another one: the pins that stay are left alone.
  void drive(const engine::ArrayIn& in) {
    ArraySignals& s = top_.signals;
    write_changed_pins(s, driven_, static_cast<const engine::ControlPins&>(in));
    drive(s.moving_data, moving_, in.moving_data);
    drive(s.stationary_data, stationary_, in.stationary_data);
    // Operands are new in most cycles and the signal compares them; partial sums, which are longer, seldom are.
    if (psum_.words() != in.psum_data) {
      drive(s.psum_data, psum_, in.psum_data);
    }
  }

  template <class Word>
  static void drive(sc_core::sc_signal<Bus<Word>>& signal, Bus<Word>& driven, const std::vector<Word>& words) {
    driven.words() = words;
    signal.write(driven);
  }

  void sample() {
    const ArraySignals& s = top_.signals;
    static_cast<engine::AnswerPins&>(out_) = read_pins<engine::AnswerPins>(s);
    out_.result_data = s.result_data.read().words();
  }

  // The file is written beside the one that was asked for, and takes its name when it is complete.
  void trace(const std::filesystem::path& vcd) {
    vcd_ = vcd.extension() == ".vcd" ? vcd : std::filesystem::path(vcd.string() + ".vcd");
    std::filesystem::path stem = vcd_;
    stem.replace_extension(".part");
    part_ = stem.string() + ".vcd";  // SystemC appends this
    if (!std::ofstream(part_)) {
      throw InputError(fmt::format("{}: cannot write waves here", part_.string()));
    }
    trace_ = sc_core::sc_create_vcd_trace_file(stem.c_str());
    // What SystemC has to say about the time unit is not for standard output.
    sc_core::sc_report_handler::set_actions(sc_core::SC_ID_TRACING_TIMESCALE_UNIT_, sc_core::SC_DO_NOTHING);
    trace_->set_time_unit(1, sc_core::SC_PS);
    top_.signals.trace(trace_, std::string(top_.name()) + ".");
    top_.array->trace_registers(trace_);
  }

  SystemcGrain grain_;
  Top top_;
  sc_core::sc_time half_cycle_;
  sc_core::sc_trace_file* trace_ = nullptr;
  std::filesystem::path vcd_;
  std::filesystem::path part_;
  engine::ControlPins driven_;  ///< what the signals hold
  WordBus moving_, stationary_;
  AccBus psum_;
  engine::ArrayOut out_;
};

void check_grain(const engine::ArrayParams& params, SystemcGrain grain) {
  const int side = std::max(params.shape.rows, params.shape.cols);
  if (grain == SystemcGrain::pe && side > kMaxPeGrainSide) {
    throw InputError(fmt::format(
        "systemc array with one module per PE: expected at most {0}x{0}, found {1}x{2}: use the one-process "
        "grain (array)",
        kMaxPeGrainSide, params.shape.rows, params.shape.cols));
  }
}

}  // namespace

std::unique_ptr<engine::ArrayDut> make_systemc_array(const engine::ArrayParams& params, SystemcGrain grain,
                                                     const std::optional<std::filesystem::path>& vcd) {
  cycle::check_params(params);
  check_grain(params, grain);
  if (sc_core::sc_start_of_simulation_invoked()) {
    throw InputError(
        "systemc array: expected every array to be made before the first cycle, found a running simulation");
  }
  return std::make_unique<SystemcDut>(params, grain, vcd);
}

}  // namespace lmulsim::systemc
