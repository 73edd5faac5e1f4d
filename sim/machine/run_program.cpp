// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "driver/drive.hpp"
#include "dut.hpp"
#include "fast/fast_engine.hpp"
#include "machine.hpp"
#include "machine/traffic.hpp"
#include "rtl/rtl_array.hpp"
#include "systemc/systemc_array.hpp"
#include "util/error.hpp"

namespace lmulsim::sim {

namespace {

std::optional<std::filesystem::path> wave_file(const RunOptions& options, const char* name) {
  if (!options.waves) {
    return std::nullopt;
  }
  std::filesystem::create_directories(*options.waves);
  return *options.waves / name;
}

std::unique_ptr<ArrayDut> make_array(Engine engine, const ArrayParams& params, const RunOptions& options) {
  switch (engine) {
    case Engine::systemc:
      return systemc::make_systemc_array(params, systemc::SystemcGrain::array, wave_file(options, "systemc.vcd"));
    case Engine::systemc_pe:
      return systemc::make_systemc_array(params, systemc::SystemcGrain::pe, wave_file(options, "systemc_pe.vcd"));
    case Engine::rtl:
      return make_rtl_array(params, 1, wave_file(options, "rtl.vcd"));
    case Engine::fast:
      break;
  }
  throw InputError("engine fast: has no pins");
}

// One array per process and engine: SystemC elaborates once, and every operator of a workload runs on the same
// hardware.
ArrayDut& array_for(Engine engine, const ArrayParams& params, const RunOptions& options) {
  struct Kept {
    Engine engine;
    ArrayParams params;
    std::unique_ptr<ArrayDut> dut;
  };
  static std::optional<Kept> kept;
  if (!kept || kept->engine != engine || kept->params != params) {
    kept.reset();
    kept = Kept{engine, params, make_array(engine, params, options)};
  }
  return *kept->dut;
}

}  // namespace

RunResult run_program(Engine engine, const config::Accelerator& accelerator, const mapping::Program& program,
                      const Operands* operands, const RunOptions& options) {
  RunResult result;
  if (engine == Engine::fast) {
    if (options.waves) {
      throw InputError("--waves: the fast engine has no pins; choose --engine systemc or rtl");
    }
    result = run_fast(accelerator, program, operands, options);
  } else {
    if (operands == nullptr) {
      throw InputError("operands: only the fast engine runs without them");
    }
    const ArrayParams params = array_params(accelerator);
    ArrayDut& array = array_for(engine, params, options);
    ArrayDriver driver(params, program, operands, options);
    result = drive(driver, array, params.shape);
  }
  add_dram_traffic(accelerator, program, result.activity);
  return result;
}

}  // namespace lmulsim::sim
