// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/cosimulate.hpp"

#include <fmt/format.h>

#include <cctype>
#include <limits>
#include <utility>

#include "cosim/case_file.hpp"
#include "mapping/loops.hpp"
#include "study/operands.hpp"
#include "study/run_workload.hpp"

namespace lmulsim::study {
namespace {

/// Runs one product side by side, and says what is to be said about it when the engines disagree.
std::string run_product(cosim::Cosim& cosim, const cosim::CosimCase& product, const cosim::FailureFiles& files) {
  const auto disagreement = cosim.run(product);
  return disagreement ? cosim::failure_report(cosim, product, *disagreement, files) : "";
}

/// Names of operators become names of files.
std::string file_name(std::string name) {
  for (char& c : name) {
    c = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.' ? c : '_';
  }
  return "cosim-" + name;
}

cosim::CosimCase product_of(const CosimWorkloadRequest& request, const graph::Operator& op) {
  const int p = request.stall_percent;
  cosim::CosimCase product;
  product.gemm = op.gemm;
  product.count = op.count;
  product.loops = mapping::choose_loops(request.accelerator, op.gemm);
  product.stalls = {request.seed & std::numeric_limits<std::int64_t>::max(), p, p, p, p};
  product.operands = op.a_tensor && op.b_tensor ? tensor_operands(request.accelerator, op, request.workload.tensors)
                                                : random_operands(request.accelerator, op, request.seed);
  return product;
}

}  // namespace

CosimOutcome cosimulate(const CosimWorkloadRequest& request, const Progress& progress) {
  cosim::CosimOptions options;
  options.against = request.against;
  static_cast<void>(rtl::build_rtl_model(engine::array_params(request.accelerator), options.rtl));
  const std::vector<graph::Operator>& operators = request.workload.operators;
  const Advance advance = begin(progress, "operators", static_cast<std::int64_t>(operators.size()));
  cosim::Cosim cosim(request.accelerator, options);
  CosimOutcome outcome;
  for (const graph::Operator& op : operators) {
    advance(1);
    if (op.kind != graph::OperatorKind::gemm) {
      continue;
    }
    check_operator(request.accelerator, op);
    const std::string text =
        run_product(cosim, product_of(request, op), {file_name(op.name), request.waves, request.out});
    if (!text.empty()) {
      ++outcome.mismatches;
      outcome.failures += fmt::format("{}: {}\n", op.name, text);
      if (!request.keep_going) {
        break;
      }
    }
  }
  outcome.totals = cosim.totals();
  outcome.arrays = cosim.arrays();
  return outcome;
}

CosimOutcome cosimulate(const cosim::CampaignOptions& campaign, const Progress& progress) {
  const Advance advance = begin(progress, "cases", campaign.cases);
  cosim::CampaignResult r = cosim::run_campaign(campaign, [&, before = std::int64_t{0}](std::int64_t done) mutable {
    advance(done - std::exchange(before, done));
  });
  const std::string arrays = campaign.cosim.against == cosim::Against::fast
                                 ? "rtl, fast"
                                 : "rtl, systemc, up to 16x16 systemc-pe and cycle-pe, fast";
  return {r.totals, r.accelerators, arrays, r.mismatches, std::move(r.failures)};
}

CosimOutcome cosimulate_case(const std::filesystem::path& path, const std::optional<std::filesystem::path>& waves) {
  const cosim::CaseFile file = cosim::read_case(path);
  cosim::CosimOptions options;
  options.against = file.against;
  options.seed = file.rtl_seed;
  cosim::Cosim cosim(file.accelerator, options);
  CosimOutcome outcome;
  outcome.failures = run_product(cosim, file.product, {path.stem().string(), waves, {}});
  outcome.mismatches = outcome.failures.empty() ? 0 : 1;
  outcome.totals = cosim.totals();
  outcome.arrays = cosim.arrays();
  return outcome;
}

}  // namespace lmulsim::study
