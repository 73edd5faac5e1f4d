// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "arith/format.hpp"
#include "config/load.hpp"
#include "cost/technology.hpp"
#include "mapping/loops.hpp"
#include "mapping/program.hpp"
#include "result/conservation.hpp"
#include "result/run_report.hpp"

namespace lmulsim::report::testing {

/// What happens when the tiles of a program run one after the other, counted tile by tile, with `stall` cycles lost and
/// `idle` cycles of drain.
inline machine::Activity walk(const machine::Accelerator& acc, const mapping::Program& program, std::int64_t stall,
                              std::int64_t idle) {
  const machine::ArrayShape s = program.shape();
  const graph::Gemm& g = program.gemm();
  machine::Activity a;
  for (std::int64_t i = 0; i < program.size(); ++i) {
    const mapping::Tile t = program.tile(i);
    a.busy_cycles += t.beats;
    a.moving_beats += t.beats;
    a.macs_issued += t.beats * s.rows * s.cols;
    a.macs_useful += t.rows * t.cols * t.stream;
    const std::int64_t moving = t.rows * t.stream;
    if (s.dataflow == machine::Dataflow::output_stationary) {
      a.stationary_beats += t.beats;
      a.result_beats += mapping::tile_rows(s);
      a.accumulator_writes += t.rows * t.cols;
      a.activation_reads += moving;
      a.weight_reads += t.cols * t.stream;
      continue;
    }
    a.stationary_beats += s.rows;
    a.psum_beats += t.accumulate ? t.beats : 0;
    a.result_beats += t.beats;
    a.accumulator_reads += t.accumulate ? t.beats * t.cols : 0;
    a.accumulator_writes += t.beats * t.cols;
    const bool weights_stay = s.dataflow == machine::Dataflow::weight_stationary;
    a.activation_reads += weights_stay ? moving : t.rows * t.cols;
    a.weight_reads += weights_stay ? t.rows * t.cols : moving;
  }
  a.stall_cycles = stall;
  a.idle_cycles = idle;
  const mapping::Residency r = mapping::residency(acc, program);
  a.dram_read_bytes = program.count() * (mapping::operand_bytes(r.activation_words, acc.pe.activation_format) +
                                         mapping::operand_bytes(r.weight_words, acc.pe.weight_format));
  a.dram_write_bytes = program.count() * g.m * g.n * mapping::result_bytes(acc.pe.accumulator);
  return a;
}

inline mapping::Program program_of(const machine::Accelerator& acc, const graph::Gemm& gemm, std::int64_t count = 1) {
  return {acc.shape(), gemm, count, mapping::choose_loops(acc, gemm)};
}

/// A report of two products and a softmax, whose names need escaping everywhere.
inline result::RunReport sample_report(const char* accelerator = "lmul-e4m3-ws-4x4") {
  result::RunReport r;
  r.engine = "fast";
  r.accelerator = config::load_accelerator(accelerator);
  const cost::Technology technology = cost::load_technology("horowitz-45nm");
  r.workload = {.name = "sample <&> \"workload\"",
                .source = "test",
                .phase = "prefill",
                .batch = 2,
                .seq = 3,
                .context = 3,
                .assumptions = {"none <b>"}};
  r.area_um2 = cost::area_um2(r.accelerator, technology);
  const auto product = [&](const char* name, const graph::Gemm& gemm, std::int64_t count) {
    const mapping::Program program = program_of(r.accelerator, gemm, count);
    result::OperatorReport op;
    op.name = name;
    op.kind = "gemm";
    op.layer = 0;
    op.gemm = gemm;
    op.count = count;
    op.activity = walk(r.accelerator, program, 7, 9);
    op.cycles = op.activity.total_cycles();
    op.closed_form = op.cycles;
    op.terms = {{"stream", op.activity.busy_cycles}, {"fill", 7}, {"drain", 9}};
    op.utilization = static_cast<double>(op.activity.macs_useful) / static_cast<double>(16 * op.cycles);
    op.energy_pj = cost::energy_pj(op.activity, r.accelerator, technology);
    result::check_conservation(r.checks, r.accelerator, program, op.activity, op.cycles, op.name);
    r.operators.push_back(op);
  };
  product("q,\"proj\"", {6, 5, 7}, 1);
  result::OperatorReport softmax;
  softmax.name = "softmax <1>";
  softmax.kind = "softmax";
  softmax.elements = 36;
  r.operators.push_back(softmax);
  product("scores", {3, 3, 8}, 4);
  r.provenance = {.version = "0.1.0",
                  .git_revision = "abc",
                  .seed = 42,
                  .configs = {{"accelerator", "a.yaml", std::string(64, 'a'), "name: a\n"}},
                  .tools = {{"compiler", "GCC 12"}},
                  .technology = technology.name,
                  .memory_model = "ideal: bytes counted, not timed"};
  result::add_up(r);
  return r;
}

}  // namespace lmulsim::report::testing
