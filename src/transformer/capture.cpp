// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "transformer/capture.hpp"

#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "transformer/model_runner.hpp"
#include "util/error.hpp"

namespace lmulsim::transformer {

namespace {

/// Collects the operands and results of the operators of one workload.
class Recorder {
 public:
  explicit Recorder(const graph::Workload& workload) {
    for (const graph::Operator& op : workload.operators) {
      if (op.kind == graph::OperatorKind::gemm) {
        records_.emplace(op.name, Record{op.gemm.m, {}, {}, {}});
      }
    }
  }

  void gemm(const GemmCall& call, std::span<float> out) {
    gemm_fp32(call, out);
    const auto found = records_.find(call.name);
    if (found == records_.end()) {
      return;  // a layer that was not asked for
    }
    Record& record = found->second;
    append(record.a, call.a);
    if (call.index % calls_per_product(record, call) == 0) {
      append(record.b, call.b);
    }
    record.out.insert(record.out.end(), out.begin(), out.end());
  }

  void attach(graph::Workload& workload) const {
    for (graph::Operator& op : workload.operators) {
      if (op.kind != graph::OperatorKind::gemm) {
        continue;
      }
      const Record& record = records_.find(op.name)->second;
      const auto& [m, n, k] = op.gemm;
      const auto put = [&](std::string_view suffix, const std::vector<float>& values, std::vector<std::int64_t> shape) {
        std::string name = fmt::format("{}.{}", op.name, suffix);
        workload.tensors.emplace(name, tensors::make_tensor(values, std::move(shape)));
        return name;
      };
      op.a_tensor = put("a", record.a, {op.count, m, k});
      op.b_tensor = put("b", record.b, {op.count, k, n});
      op.out_tensor = put("out", record.out, {op.count, m, n});
    }
  }

 private:
  struct Record {
    std::int64_t m;
    std::vector<float> a, b, out;
  };

  /// The model runs head by head; the heads of a group are rows of one product, with one B.
  static std::int64_t calls_per_product(const Record& record, const GemmCall& call) { return record.m / call.a.rows; }

  static void append(std::vector<float>& values, const MatrixView& matrix) {
    for (std::int64_t r = 0; r < matrix.rows; ++r) {
      for (std::int64_t c = 0; c < matrix.cols; ++c) {
        values.push_back(matrix.at(r, c));
      }
    }
  }

  std::map<std::string, Record, std::less<>> records_;
};

void agree(const Model& model, std::string_view key, std::optional<std::int64_t> found, std::int64_t expected) {
  if (found && *found != expected) {
    throw InputError(
        fmt::format("{}: {}: expected {} for these tokens, found {}", model.shape.source, key, expected, *found));
  }
}

}  // namespace

graph::Workload capture(const Model& model, std::span<const int> tokens, RunShape run) {
  const auto length = static_cast<std::int64_t>(tokens.size());
  agree(model, "batch", run.batch, 1);
  const bool prefill = run.phase == graph::Phase::prefill;
  agree(model, prefill ? "seq" : "context", prefill ? run.seq : run.context, length);
  (prefill ? run.seq : run.context) = length;
  graph::Workload workload = build_transformer(model.shape, run);
  Recorder recorder(workload);
  ModelRunner runner(model);
  const std::span<const int> before = prefill ? tokens.first(0) : tokens.first(tokens.size() - 1);
  if (!before.empty()) {
    (void)runner.run(before);
  }
  runner.set_gemm([&recorder](const GemmCall& call, std::span<float> out) { recorder.gemm(call, out); });
  (void)runner.run(tokens.subspan(before.size()));
  recorder.attach(workload);
  graph::validate(workload, workload.source);
  return workload;
}

}  // namespace lmulsim::transformer
