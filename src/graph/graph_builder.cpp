// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "graph/graph_builder.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lmulsim::graph {

void GraphBuilder::enter(std::string prefix, int layer) {
  prefix_ = std::move(prefix);
  layer_ = layer;
}

int GraphBuilder::append(Operator op, std::string_view name, const std::vector<int>& inputs) {
  op.name = prefix_ + std::string(name);
  op.layer = layer_;
  std::ranges::copy_if(inputs, std::back_inserter(op.depends_on), [](int i) { return i >= 0; });
  workload_.operators.push_back(std::move(op));
  return static_cast<int>(workload_.operators.size()) - 1;
}

int GraphBuilder::linear(std::string_view name, Gemm shape, bool bias, const std::vector<int>& inputs) {
  add_parameters(shape.k * shape.n + (bias ? shape.n : 0));
  Operator op;
  op.gemm = shape;
  op.bias = bias;
  return append(std::move(op), name, inputs);
}

int GraphBuilder::products(std::string_view name, Gemm shape, std::int64_t count, const std::vector<int>& inputs) {
  Operator op;
  op.gemm = shape;
  op.count = count;
  return append(std::move(op), name, inputs);
}

int GraphBuilder::attention(std::string_view name, Gemm shape, std::int64_t count, OperandSource source,
                            const std::vector<int>& inputs) {
  Operator op;
  op.gemm = shape;
  op.count = count;
  op.b_source = source;
  return append(std::move(op), name, inputs);
}

int GraphBuilder::other(std::string_view name, OperatorKind kind, std::int64_t elements, std::int64_t rows,
                        const std::vector<int>& inputs) {
  Operator op;
  op.kind = kind;
  op.elements = elements;
  op.rows = rows;
  return append(std::move(op), name, inputs);
}

}  // namespace lmulsim::graph
