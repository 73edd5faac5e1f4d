// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.hpp"

namespace lmulsim::graph {

/// Appends operators to a workload. Every method returns the new operator's index; inputs that are -1 (nothing) are
/// left out of the dependencies.
class GraphBuilder {
 public:
  explicit GraphBuilder(Workload& workload) : workload_(workload) {}

  /// Operators that follow are named prefix + name and belong to `layer`.
  void enter(std::string prefix, int layer);

  /// A linear layer: one product with parameters, counted.
  int linear(std::string_view name, Gemm shape, bool bias, const std::vector<int>& inputs);
  /// `count` equal products with parameters that are not counted here (experts).
  int products(std::string_view name, Gemm shape, std::int64_t count, const std::vector<int>& inputs);
  /// `count` products of two activations.
  int attention(std::string_view name, Gemm shape, std::int64_t count, OperandSource source,
                const std::vector<int>& inputs);
  /// Anything else.
  int other(std::string_view name, OperatorKind kind, std::int64_t elements, std::int64_t rows,
            const std::vector<int>& inputs);

  void add_parameters(std::int64_t count) { workload_.parameters += count; }

 private:
  int append(Operator op, std::string_view name, const std::vector<int>& inputs);

  Workload& workload_;
  std::string prefix_;
  int layer_ = -1;
};

}  // namespace lmulsim::graph
