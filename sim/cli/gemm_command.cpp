// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "cli/numbers.hpp"
#include "cli/run_options.hpp"

namespace lmulsim::cli {
namespace {

graph::Workload one_product(const graph::Gemm& gemm, std::int64_t count) {
  graph::Workload work;
  work.name = count == 1 ? fmt::format("gemm {} x {} x {}", gemm.m, gemm.n, gemm.k)
                         : fmt::format("gemm {} x ({} x {} x {})", count, gemm.m, gemm.n, gemm.k);
  work.source = "command line";
  graph::Operator op;
  op.name = "gemm";
  op.gemm = gemm;
  op.count = count;
  work.operators.push_back(op);
  graph::validate(work, "--m, --n, --k, --count");
  return work;
}

}  // namespace

void add_gemm(CLI::App& app) {
  struct GemmValues {
    RunOptionValues run;
    graph::Gemm gemm;
    std::int64_t count = 1;
  };
  const auto values = std::make_shared<GemmValues>();
  CLI::App& command = *app.add_subcommand("gemm", "Run one matrix product C[M x N] = A[M x K] * B[K x N]");
  add_run_options(command, values->run);
  constexpr IntegerRange kSizes{1, kLargestSize};
  add_integer(command, "--m", values->gemm.m, kSizes, "Rows of A and C")->required();
  add_integer(command, "--n", values->gemm.n, kSizes, "Columns of B and C")->required();
  add_integer(command, "--k", values->gemm.k, kSizes, "Columns of A, rows of B")->required();
  add_integer(command, "--count", values->count, kSizes, "Independent products of this shape")->capture_default_str();
  command.callback([values] { run_and_report(values->run, one_product(values->gemm, values->count), ""); });
}

}  // namespace lmulsim::cli
