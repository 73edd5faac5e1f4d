// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "accelerator/session.hpp"
#include "arith/names.hpp"
#include "bench/drive.hpp"
#include "bench/traffic_counter.hpp"
#include "engine/dut.hpp"
#include "engine/run.hpp"
#include "fast/fast_engine.hpp"
#include "mapping/traffic.hpp"
#include "rtl/rtl_array.hpp"
#include "systemc/systemc_array.hpp"
#include "util/error.hpp"

namespace lmulsim::accelerator {

namespace {

std::optional<std::filesystem::path> wave_file(const engine::RunOptions& options, const char* name) {
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

std::unique_ptr<engine::ArrayDut> make_array(engine::Engine engine, const engine::ArrayParams& params,
                                             const engine::RunOptions& options) {
  switch (engine) {
    case engine::Engine::systemc:
      return systemc::make_systemc_array(params, systemc::SystemcGrain::array, wave_file(options, "systemc.vcd"));
    case engine::Engine::systemc_pe:
      return systemc::make_systemc_array(params, systemc::SystemcGrain::pe, wave_file(options, "systemc_pe.vcd"));
    case engine::Engine::rtl:
      return rtl::make_rtl_array(params, 1, wave_file(options, "rtl.vcd"));
    case engine::Engine::fast:
      break;
  }
  throw InputError("engine fast: has no pins");
}

/// Throws InputError for a PE that only the fast engine has.
void require_cells(const machine::Pe& pe) {
  constexpr std::string_view kWhere = "--engine: systemc and rtl";
  arith::require_hardware(pe.multiplier, kWhere);
  arith::require_hardware(pe.activation_format, kWhere);
  arith::require_hardware(pe.weight_format, kWhere);
  arith::require_hardware(pe.accumulator, kWhere);
  arith::require_product_hardware(pe.multiplier, pe.activation_format, pe.weight_format, kWhere);
}

}  // namespace

Session::Session(engine::Engine engine, machine::Accelerator accelerator, engine::RunOptions options)
    : engine_(engine), accelerator_(std::move(accelerator)), options_(std::move(options)) {
  if (engine_ == engine::Engine::fast && options_.waves) {
    throw InputError("--waves: the fast engine has no pins; choose --engine systemc or rtl");
  }
  if (engine_ != engine::Engine::fast) {
    require_cells(accelerator_.pe);
  }
}

Session::~Session() = default;

engine::RunResult Session::run_array(const mapping::Program& program, const engine::Operands& operands) {
  const engine::ArrayParams params = engine::array_params(accelerator_);
  if (array_ == nullptr) {
    array_ = make_array(engine_, params, options_);
  }
  machine::Activity port;
  bench::TrafficCounter traffic(program, mapping::dram_traffic(accelerator_, program), port);
  engine::RunResult result = bench::drive(*array_, params, program, &operands, options_, {&traffic});
  result.activity += port;
  return result;
}

// The fast engine sees no results leave: it predicts.
engine::RunResult Session::run_fast(const mapping::Program& program, const engine::Operands* operands) {
  engine::RunResult result = fast::run_fast(accelerator_, program, operands, options_);
  const mapping::DramTraffic traffic = mapping::dram_traffic(accelerator_, program);
  result.activity += {.dram_read_bytes = program.count() * traffic.read_bytes,
                      .dram_write_bytes = program.count() * traffic.write_bytes};
  return result;
}

engine::RunResult Session::run(const mapping::Program& program, const engine::Operands* operands) {
  if (engine_ == engine::Engine::fast) {
    return run_fast(program, operands);
  }
  if (operands == nullptr) {
    throw InputError("operands: only the fast engine runs without them");
  }
  return run_array(program, *operands);
}

engine::RunResult run_program(engine::Engine engine, const machine::Accelerator& accelerator,
                              const mapping::Program& program, const engine::Operands* operands,
                              const engine::RunOptions& options) {
  return Session(engine, accelerator, options).run(program, operands);
}

}  // namespace lmulsim::accelerator
