// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/run_workload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <utility>

#include "accelerator/session.hpp"
#include "arith/accumulate.hpp"
#include "config/portable_path.hpp"
#include "cost/stream.hpp"
#include "mapping/loops.hpp"
#include "mapping/traffic.hpp"
#include "result/conservation.hpp"
#include "study/provenance.hpp"
#include "study/quality_row.hpp"
#include "study/run_choice.hpp"
#include "timing/closed_form.hpp"
#include "timing/scalesim_count.hpp"
#include "timing/scalesim_gap.hpp"
#include "util/error.hpp"
#include "util/sha256.hpp"

namespace lmulsim::study {
namespace {

using graph::Operator;

void check_format(const Operator& op, const std::optional<arith::Format>& wanted, arith::Format built,
                  std::string_view which) {
  if (wanted && *wanted != built) {
    throw InputError(fmt::format("{}: {} operand: expected the accelerator's {}, found {}", op.name, which,
                                 arith::info(built).name, arith::info(*wanted).name));
  }
}

/// What the values of an operator are.
OperandChoice values_of(const RunRequest& request, const Operator& op) {
  if (request.operands != OperandChoice::automatic) {
    return request.operands;
  }
  if (op.a_tensor && op.b_tensor) {
    return OperandChoice::automatic;
  }
  return request.engine == engine::Engine::fast ? OperandChoice::none : OperandChoice::random;
}

std::optional<engine::Operands> operands_for(const RunRequest& request, const Operator& op,
                                             const tensors::Tensors& tensors) {
  switch (values_of(request, op)) {
    case OperandChoice::automatic:
      return tensor_operands(request.accelerator, op, tensors);
    case OperandChoice::none:
      return std::nullopt;
    case OperandChoice::random:
      return random_operands(request.accelerator, op, request.seed);
  }
  return std::nullopt;
}

std::string operands_word(const RunRequest& request, const graph::Workload& work) {
  std::array<bool, 3> found{};
  for (const Operator& op : work.operators) {
    if (op.kind == graph::OperatorKind::gemm) {
      found[static_cast<std::size_t>(values_of(request, op))] = true;
    }
  }
  constexpr std::array<std::string_view, 3> kWords{"tensors", "none", "random"};
  std::string out;
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    out += found[i] ? (out.empty() ? "" : " and ") + std::string(kWords[i]) : "";
  }
  return out.empty() ? "none" : out;
}

/// Of what makes two workloads the same work.
std::string operators_digest(const graph::Workload& work) {
  std::string text;
  for (const Operator& op : work.operators) {
    text += fmt::format("{} {} {} {} {} {} {} {}\n", op.name, graph::name_of(op.kind), op.gemm.m, op.gemm.n, op.gemm.k,
                        op.count, op.b_shared, op.elements);
  }
  return util::sha256(text);
}

/// "FILE (where its facts came from)", with the file as it goes into reports.
std::string portable_source(const std::string& source, const std::string& file) {
  return !file.empty() && source.starts_with(file) ? config::portable_path(file) + source.substr(file.size()) : source;
}

std::string digest(const std::vector<arith::AccWord>& words) {
  std::string bytes;
  bytes.reserve(words.size() * 16);
  for (const arith::AccWord& word : words) {
    for (const std::uint64_t half : {word.lo, word.hi}) {
      for (int shift = 0; shift < 64; shift += 8) {
        bytes += static_cast<char>((half >> shift) & 0xFFU);
      }
    }
  }
  return bytes.empty() ? "" : util::sha256(bytes);
}

std::optional<result::SumRange> sums_of(const arith::AccumulatorSpec& accumulator,
                                        const std::vector<arith::AccWord>& words) {
  if (words.empty() || !arith::has_flag(accumulator)) {
    return std::nullopt;
  }
  const auto left = std::ranges::count_if(words, [&](arith::AccWord w) { return arith::overflowed(accumulator, w); });
  return result::SumRange{static_cast<std::int64_t>(words.size()), left};
}

std::vector<result::Term> terms_of(const timing::CycleTerms& t) {
  return {{"stream", t.stream},           {"fill", t.fill},  {"load_bound", t.load_bound}, {"dependency", t.dependency},
          {"drain_bound", t.drain_bound}, {"drain", t.drain}};
}

result::OperatorReport list(const Operator& op) {
  result::OperatorReport out;
  out.name = op.name;
  out.kind = graph::name_of(op.kind);
  out.layer = op.layer;
  out.elements = op.elements;
  return out;
}

/// The words of the moving operand in the order in which a lane of the array sees them.
cost::StreamStatistics moving_stream(const machine::Accelerator& acc, const graph::Gemm& gemm,
                                     const engine::Operands& operands) {
  switch (acc.dataflow) {
    case machine::Dataflow::weight_stationary:
      return cost::stream_statistics({operands.a, gemm.m, gemm.k, false}, acc.pe.activation_format);
    case machine::Dataflow::output_stationary:
      return cost::stream_statistics({operands.a, gemm.m, gemm.k, true}, acc.pe.activation_format);
    case machine::Dataflow::input_stationary:
      return cost::stream_statistics({operands.b, gemm.k, gemm.n, true}, acc.pe.weight_format);
  }
  return {};
}

engine::RunOptions run_options(const RunRequest& request) {
  engine::RunOptions options;
  options.stalls = {.seed = request.seed,
                    .moving_percent = request.stall_percent,
                    .stationary_percent = request.stall_percent,
                    .psum_percent = request.stall_percent,
                    .result_percent = request.stall_percent};
  options.waves = request.waves;
  return options;
}

result::OperatorReport run_operator(const RunRequest& request, accelerator::Session& session, const Operator& op,
                                    const tensors::Tensors& tensors, result::CheckList& checks) {
  const machine::Accelerator& acc = request.accelerator;
  check_operator(acc, op);
  const mapping::Program program(acc.shape(), op.gemm, op.count, mapping::choose_loops(acc, op.gemm));
  const std::optional<engine::Operands> operands = operands_for(request, op, tensors);
  const engine::RunResult result = session.run(program, operands ? &*operands : nullptr);

  result::OperatorReport out = list(op);
  out.gemm = op.gemm;
  out.count = op.count;
  out.cycles = result.cycles;
  out.activity = result.activity;
  if (request.stall_percent == 0) {
    const timing::ClosedForm form(program);
    out.closed_form = form.total();
    out.terms = terms_of(form.terms());
    for (const auto& [name, cycles] : timing::scalesim_gap(program)) {
      out.scalesim_gap.push_back({name, cycles});
    }
  }
  out.scalesim_compatible = timing::scalesim_cycles(acc.shape(), op.gemm, op.count);
  out.utilization =
      static_cast<double>(result.activity.macs_useful) / (acc.macs_a_cycle() * static_cast<double>(result.cycles));
  if (operands) {
    out.stream = moving_stream(acc, op.gemm, *operands);
  }
  out.energy_pj = cost::energy_pj(result.activity, acc, request.technology, out.stream);
  out.sums = sums_of(acc.pe.accumulator, result.outputs);
  out.output_sha256 = digest(result.outputs);
  result::check_conservation(checks, acc, program, result.activity, result.cycles, op.name);
  return out;
}

/// Runs products one after the other. Those that are equal take equally long and cost the same where no values and no
/// stalls tell them apart: the layers of a network are run once.
class ProductRunner {
 public:
  explicit ProductRunner(const RunRequest& request)
      : request_(request), session_(request.engine, request.accelerator, run_options(request)) {}

  [[nodiscard]] result::OperatorReport run(const Operator& op, result::CheckList& checks) {
    if (request_.stall_percent > 0 || request_.engine != engine::Engine::fast ||
        values_of(request_, op) != OperandChoice::none) {
      return run_operator(request_, session_, op, request_.workload.tensors, checks);
    }
    check_operator(request_.accelerator, op);
    const Shape shape{op.gemm.m, op.gemm.n, op.gemm.k, op.count};
    auto at = known_.find(shape);
    if (at == known_.end()) {
      Known known;
      known.report = run_operator(request_, session_, op, request_.workload.tensors, known.checks);
      at = known_.emplace(shape, std::move(known)).first;
    }
    checks.append(at->second.checks);
    result::OperatorReport out = at->second.report;
    out.name = op.name;
    out.layer = op.layer;
    out.elements = op.elements;
    return out;
  }

 private:
  using Shape = std::array<std::int64_t, 4>;  ///< m, n, k, count
  struct Known {
    result::OperatorReport report;
    result::CheckList checks;
  };

  const RunRequest& request_;
  accelerator::Session session_;
  std::map<Shape, Known> known_;
};

std::optional<result::Quality> quality_for(const RunRequest& request) {
  if (request.quality.empty()) {
    return std::nullopt;
  }
  result::Quality quality =
      quality_of(request.quality, request.accelerator.pe, request.accelerator.operands, request.accelerator.name);
  const std::string& file = request.workload_file;
  match_model(quality, {request.workload.name, file, file.empty() ? "" : util::sha256_content(file)}, request.anyway);
  return quality;
}

}  // namespace

void check_operator(const machine::Accelerator& acc, const Operator& op) {
  check_format(op, op.a_format, acc.pe.activation_format, "first");
  check_format(op, op.b_format, acc.pe.weight_format, "second");
  if (op.b_shared != 1) {
    throw InputError(fmt::format("{}: expected products that share B as one (graph::fold_shared), found {} sharing",
                                 op.name, op.b_shared));
  }
  if (acc.max_k > 0 && op.gemm.k > acc.max_k) {
    throw InputError(
        fmt::format("{}: expected K of at most {} (pe.max_k, what the fixed accumulator is sized for), found {}",
                    op.name, acc.max_k, op.gemm.k));
  }
}

std::string_view engine_name(engine::Engine engine) {
  return kEngineNames[engine];
}

result::RunReport simulate(const RunRequest& request, const Progress& progress) {
  const graph::Workload& work = request.workload;
  if (request.engine != engine::Engine::fast && request.operands == OperandChoice::none) {
    throw InputError(fmt::format("--operands none: only the fast engine runs without operands, found --engine {}",
                                 engine_name(request.engine)));
  }
  result::RunReport out;
  out.engine = engine_name(request.engine);
  out.accelerator = request.accelerator;
  out.workload = {.name = work.name,
                  .source = portable_source(work.source, request.workload_file),
                  .phase = work.seq > 0 ? std::string(graph::kPhaseNames[work.phase]) : "",
                  .batch = work.batch,
                  .seq = work.seq,
                  .context = work.context,
                  .assumptions = work.assumptions,
                  .operators_sha256 = operators_digest(work)};
  out.dram = cost::dram_in_use(request.technology);
  out.workload.assumptions.push_back(mapping::traffic_assumption(request.accelerator));
  if (const machine::Memory& m = request.accelerator.memory; m.split_bytes > 0) {
    out.workload.assumptions.push_back(fmt::format(
        "Of the {} KiB of SRAM, {} hold activations and {} weights (3/8 each), {} partial sums (1/4).",
        m.split_bytes / 1024, m.activation_bytes / 1024, m.weight_bytes / 1024, m.accumulator_bytes / 1024));
  }
  out.area_um2 = cost::area_um2(request.accelerator, request.technology);
  out.provenance.operands = operands_word(request, work);
  ProductRunner products(request);
  const Advance advance = begin(progress, "operators", static_cast<std::int64_t>(work.operators.size()));
  for (const Operator& op : work.operators) {
    out.operators.push_back(op.kind == graph::OperatorKind::gemm ? products.run(op, out.checks) : list(op));
    advance(1);
  }
  result::add_up(out);
  if (request.scale_to && out.energy_pj) {
    const cost::ScalingTables tables = cost::ScalingTables::shipped();
    const cost::Node from = cost::logic_node(request.technology, tables, *request.scale_to);
    out.scaled = cost::scale_logic(*out.energy_pj, *out.area_um2, tables.factors(from, *request.scale_to));
  }
  return out;
}

result::RunReport run(const RunRequest& request, const Progress& progress) {
  std::optional<result::Quality> quality = quality_for(request);  // read first: a wrong file should not cost a run
  result::Provenance record = provenance(request);
  result::RunReport out = simulate(request, progress);
  record.operands = std::move(out.provenance.operands);
  out.provenance = std::move(record);
  out.quality = std::move(quality);
  return out;
}

}  // namespace lmulsim::study
