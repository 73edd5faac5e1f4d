// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// The engines beside each other: whole-model timing, and one product (M 128, K 768, N 768 on 32x32, a BERT projection)
// on every engine. x_39s: how many times faster than the 39 s that SCALE-Sim's Python takes for that product.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include "accelerator/session.hpp"
#include "config/load.hpp"
#include "engine/run.hpp"
#include "formats/workload_request.hpp"
#include "mapping/loops.hpp"
#include "study/operands.hpp"
#include "timing/closed_form.hpp"

namespace {

using lmulsim::engine::Engine;
using lmulsim::mapping::Program;

void llama_prefill_2048_timing(benchmark::State& state) {
  const auto acc = lmulsim::config::load_accelerator("lmul-e4m3-ws-128x128");
  lmulsim::formats::WorkloadRequest request;
  request.source = "llama-3.1-8b";
  request.run.seq = 2048;
  const auto work = lmulsim::formats::load_workload(request);
  std::int64_t products = 0;
  std::int64_t cycles = 0;
  for (auto _ : state) {
    products = cycles = 0;
    for (const auto& op : work.operators) {
      if (op.kind == lmulsim::graph::OperatorKind::gemm) {
        const Program program(acc.shape(), op.gemm, op.count, lmulsim::mapping::choose_loops(acc, op.gemm));
        cycles += lmulsim::accelerator::run_program(Engine::fast, acc, program, nullptr).cycles;
        products += op.count;
      }
    }
    benchmark::DoNotOptimize(cycles);
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["products"] = static_cast<double>(products);
  state.counters["simulated_cycles"] = static_cast<double>(cycles);
  state.counters["peak_MB"] = static_cast<double>(usage.ru_maxrss) / 1024.0;
}

void bert_projection(benchmark::State& state, Engine engine, bool values) {
  const auto acc = lmulsim::config::load_accelerator("lmul-e4m3-ws-32x32");
  lmulsim::graph::Operator op;
  op.name = "projection";
  op.gemm = {128, 768, 768};
  const Program program(acc.shape(), op.gemm, 1, lmulsim::mapping::choose_loops(acc, op.gemm));
  const auto operands = lmulsim::study::random_operands(acc, op, 1);
  lmulsim::accelerator::Session session(engine, acc);
  std::int64_t cycles = 0;
  for (auto _ : state) {
    cycles = session.run(program, values ? &operands : nullptr).cycles;
  }
  state.counters["simulated_cycles/s"] =
      benchmark::Counter(static_cast<double>(cycles * state.iterations()), benchmark::Counter::kIsRate);
  // Times faster than SCALE-Sim's 39 s: seconds of one run are 1 / (iterations / time).
  state.counters["x_39s"] =
      benchmark::Counter(39.0 * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

BENCHMARK(llama_prefill_2048_timing)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bert_projection, fast_timing, Engine::fast, false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(bert_projection, fast_values, Engine::fast, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bert_projection, systemc, Engine::systemc, true)->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK_CAPTURE(bert_projection, rtl, Engine::rtl, true)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace

BENCHMARK_MAIN();
