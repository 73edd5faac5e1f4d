// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cosim/cosim.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bench/drive.hpp"
#include "cosim/mismatch.hpp"
#include "cosim/shrink.hpp"
#include "cycle/model_dut.hpp"
#include "fast/fast_engine.hpp"
#include "rtl/rtl_array.hpp"
#include "systemc/systemc_array.hpp"
#include "util/error.hpp"

namespace lmulsim::cosim {

CosimTotals& CosimTotals::operator+=(const CosimTotals& o) {
  programs += o.programs;
  commands += o.commands;
  cycles += o.cycles;
  comparisons += o.comparisons;
  macs += o.macs;
  outputs += o.outputs;
  return *this;
}

CosimTotals CosimTotals::operator-(const CosimTotals& o) const {
  return {.programs = programs - o.programs,
          .commands = commands - o.commands,
          .cycles = cycles - o.cycles,
          .comparisons = comparisons - o.comparisons,
          .macs = macs - o.macs,
          .outputs = outputs - o.outputs};
}

Cosim::Cosim(machine::Accelerator accelerator, CosimOptions options)
    : accelerator_(std::move(accelerator)), options_(std::move(options)), params_(engine::array_params(accelerator_)) {
  make_rtl();
  if (options_.against == Against::systemc) {
    others_.push_back(systemc::make_systemc_array(params_, systemc::SystemcGrain::array));
    if (std::max(params_.shape.rows, params_.shape.cols) <= systemc::kMaxPeGrainSide) {
      others_.push_back(systemc::make_systemc_array(params_, systemc::SystemcGrain::pe));
      others_.push_back(cycle::make_pe_array_model(params_));
    }
  }
}

void Cosim::make_rtl() {
  rtl_ = rtl::make_rtl_array(params_, options_.seed, std::nullopt, options_.rtl);
}

std::vector<engine::ArrayDut*> Cosim::duts() const {
  std::vector<engine::ArrayDut*> all{rtl_.get()};
  for (const auto& dut : others_) {
    all.push_back(dut.get());
  }
  return all;
}

std::string Cosim::arrays() const {
  std::string text = "rtl";
  for (const auto& dut : others_) {
    text.append(", ").append(dut->name());
  }
  return text + ", fast";
}

std::optional<std::string> Cosim::run(const mapping::Program& program, const engine::Operands& operands,
                                      const engine::Stalls& stalls) {
  engine::RunOptions options;
  options.stalls = stalls;
  options.keep_command_times = true;
  lockstep::LockstepResult lockstep;
  try {
    lockstep = lockstep::run_lockstep(params_, program, &operands, options, duts());
  } catch (const CheckError& e) {
    // The model threw in the middle of a cycle: a fresh one for what comes next.
    make_rtl();
    return e.what();
  }
  if (lockstep.divergence) {
    return lockstep.divergence->text();
  }
  const engine::RunResult fast = fast::run_fast(accelerator_, program, &operands, options);
  if (const auto difference = lockstep::first_difference(lockstep.result, fast)) {
    return fmt::format("fast disagrees with all arrays: {}", *difference);
  }
  totals_ += {.programs = 1,
              .commands = program.size(),
              .cycles = lockstep.cycles,
              .comparisons = lockstep.comparisons,
              .macs = lockstep.result.activity.macs_issued,
              .outputs = static_cast<std::int64_t>(lockstep.result.outputs.size())};
  return std::nullopt;
}

std::optional<std::string> Cosim::run(const CosimCase& c) {
  const mapping::Program program(params_.shape, c.gemm, c.count, c.loops);
  return run(program, case_operands(accelerator_, c), c.stalls);
}

bool Cosim::disagrees(const CosimCase& c) {
  const CosimTotals before = totals_;
  const bool fails = run(c).has_value();
  totals_ = before;
  return fails;
}

CosimCase Cosim::shrink(CosimCase failing) {
  failing.operands = case_operands(accelerator_, failing);
  return smallest_case(params_.shape, std::move(failing), [this](const CosimCase& c) { return disagrees(c); });
}

std::string Cosim::explain(const CosimCase& failing) {
  CosimCase c = failing;
  c.operands = case_operands(accelerator_, failing);
  const bool last_term = c.gemm.k > 1 && !disagrees(without_last_term(c));
  std::string text = explain_mismatch(accelerator_, c, duts(), last_term);
  make_rtl();  // it may have thrown in the middle of a cycle
  return text;
}

void Cosim::dump_waves(const CosimCase& c, const std::filesystem::path& vcd) {
  const mapping::Program program(params_.shape, c.gemm, c.count, c.loops);
  const engine::Operands operands = case_operands(accelerator_, c);
  const auto traced = rtl::make_rtl_array(params_, options_.seed, vcd, options_.rtl);
  engine::RunOptions options;
  options.stalls = c.stalls;
  try {
    static_cast<void>(bench::drive(*traced, params_, program, &operands, options));
  } catch (const CheckError&) {
    // The failure is why somebody looks at the waves; they are written up to it.
  }
}

}  // namespace lmulsim::cosim
