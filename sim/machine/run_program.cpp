// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <utility>

#include "driver/drive.hpp"
#include "dut.hpp"
#include "fast/fast_engine.hpp"
#include "machine/session.hpp"
#include "machine/traffic.hpp"
#include "rtl/rtl_array.hpp"
#include "run.hpp"
#include "systemc/systemc_array.hpp"
#include "util/error.hpp"

namespace lmulsim::sim {

namespace {

std::optional<std::filesystem::path> wave_file(const RunOptions& options, const char* name) {
  if (!options.waves) {
    return std::nullopt;
  }
  std::error_code error;
  std::filesystem::create_directories(*options.waves, error);
  if (error) {
    throw InputError(fmt::format("--waves: {}: cannot make this folder: {}", options.waves->string(), error.message()));
  }
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

}  // namespace

Session::Session(Engine engine, config::Accelerator accelerator, RunOptions options)
    : engine_(engine), accelerator_(std::move(accelerator)), options_(std::move(options)) {
  if (engine_ == Engine::fast && options_.waves) {
    throw InputError("--waves: the fast engine has no pins; choose --engine systemc or rtl");
  }
}

Session::~Session() = default;

RunResult Session::run_array(const mapping::Program& program, const Operands& operands) {
  const ArrayParams params = array_params(accelerator_);
  if (array_ == nullptr) {
    array_ = make_array(engine_, params, options_);
  }
  ArrayDriver driver(params, program, &operands, options_);
  return drive(driver, *array_, params.shape);
}

RunResult Session::run(const mapping::Program& program, const Operands* operands) {
  RunResult result;
  if (engine_ == Engine::fast) {
    result = run_fast(accelerator_, program, operands, options_);
  } else if (operands == nullptr) {
    throw InputError("operands: only the fast engine runs without them");
  } else {
    result = run_array(program, *operands);
  }
  add_dram_traffic(accelerator_, program, result.activity);
  return result;
}

RunResult run_program(Engine engine, const config::Accelerator& accelerator, const mapping::Program& program,
                      const Operands* operands, const RunOptions& options) {
  return Session(engine, accelerator, options).run(program, operands);
}

}  // namespace lmulsim::sim
