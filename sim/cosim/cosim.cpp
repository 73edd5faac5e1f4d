// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cosim/cosim.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "driver/drive.hpp"
#include "fast/fast_engine.hpp"
#include "rtl/rtl_array.hpp"
#include "systemc/systemc_array.hpp"
#include "util/error.hpp"

namespace lmulsim::sim {

CosimTotals& CosimTotals::operator+=(const CosimTotals& o) {
  programs += o.programs;
  commands += o.commands;
  cycles += o.cycles;
  comparisons += o.comparisons;
  macs += o.macs;
  outputs += o.outputs;
  return *this;
}

Cosim::Cosim(config::Accelerator accelerator, CosimOptions options)
    : accelerator_(std::move(accelerator)), options_(std::move(options)), params_(array_params(accelerator_)) {
  rtl_ = make_rtl_array(params_, options_.seed, std::nullopt, options_.rtl);
  if (options_.against == Against::systemc) {
    others_.push_back(systemc::make_systemc_array(params_, systemc::SystemcGrain::array));
    if (std::max(params_.shape.rows, params_.shape.cols) <= systemc::kMaxPeGrainSide) {
      others_.push_back(systemc::make_systemc_array(params_, systemc::SystemcGrain::pe));
    }
  }
}

std::vector<ArrayDut*> Cosim::duts() const {
  std::vector<ArrayDut*> all{rtl_.get()};
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

std::optional<std::string> Cosim::run(const mapping::Program& program, const Operands& operands, const Stalls& stalls) {
  RunOptions options;
  options.stalls = stalls;
  options.keep_command_times = true;
  LockstepResult lockstep;
  try {
    lockstep = run_lockstep(params_, program, &operands, options, duts());
  } catch (const CheckError& e) {
    // The model threw in the middle of a cycle: a fresh one for what comes next.
    rtl_ = make_rtl_array(params_, options_.seed, std::nullopt, options_.rtl);
    return e.what();
  }
  if (lockstep.divergence) {
    return lockstep.divergence->text();
  }
  const RunResult fast = run_fast(accelerator_, program, &operands, options);
  if (const auto difference = first_difference(lockstep.result, fast)) {
    return fmt::format("fast disagrees with rtl: {}", *difference);
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

CosimCase Cosim::shrink(CosimCase failing) {
  const auto still_fails = [&](const CosimCase& c) {
    const CosimTotals before = totals_;
    const bool fails = run(c).has_value();
    totals_ = before;
    return fails;
  };
  const auto try_smaller = [&](auto&& change) {
    CosimCase smaller = failing;
    change(smaller);
    if (smaller.text() != failing.text() && still_fails(smaller)) {
      failing = smaller;
      return true;
    }
    return false;
  };
  bool progress = true;
  while (progress) {
    progress = try_smaller([](CosimCase& c) { c.stalls = {}; });
    progress |= try_smaller([](CosimCase& c) { c.count = 1; });
    for (std::int64_t mapping::Gemm::*side : {&mapping::Gemm::m, &mapping::Gemm::n, &mapping::Gemm::k}) {
      progress |= try_smaller([&](CosimCase& c) { c.gemm.*side = (c.gemm.*side + 1) / 2; });
      progress |= try_smaller([&](CosimCase& c) { c.gemm.*side = std::max<std::int64_t>(c.gemm.*side - 1, 1); });
    }
    for (int Stalls::*channel : {&Stalls::a_percent, &Stalls::b_percent, &Stalls::c_percent, &Stalls::o_percent}) {
      progress |= try_smaller([&](CosimCase& c) { c.stalls.*channel = 0; });
    }
  }
  return failing;
}

void Cosim::dump_waves(const CosimCase& c, const std::filesystem::path& vcd) {
  const mapping::Program program(params_.shape, c.gemm, c.count, c.loops);
  const Operands operands = case_operands(accelerator_, c);
  const auto traced = make_rtl_array(params_, options_.seed, vcd, options_.rtl);
  RunOptions options;
  options.stalls = c.stalls;
  ArrayDriver driver(params_, program, &operands, options);
  try {
    static_cast<void>(drive(driver, *traced, params_.shape));
  } catch (const CheckError&) {
    // The failure is why somebody looks at the waves; they are written up to it.
  }
}

}  // namespace lmulsim::sim
