// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "arith/names.hpp"
#include "cost/gate_table.hpp"
#include "graph/graph.hpp"

namespace lmulsim::flow::characterize::testing {

/// A unit by its operands: "lmul", "e4m3", "fp32".
inline cost::Unit make_unit(cost::UnitKind kind, const std::string& multiplier, const std::string& format,
                            const std::string& accumulator = "fp32") {
  cost::Unit unit;
  unit.kind = kind;
  unit.multiplier = arith::parse_multiplier(multiplier);
  unit.moving = unit.top = arith::parse_format(format);
  unit.accumulator = arith::parse_accumulator(accumulator);
  return unit;
}

/// One product of m x k times k x n with these operands.
inline graph::Workload captured(std::int64_t m, std::int64_t n, std::int64_t k, const std::vector<float>& a,
                                const std::vector<float>& b) {
  graph::Workload work;
  graph::Operator op;
  op.gemm = {.m = m, .n = n, .k = k};
  op.a_tensor = "a";
  op.b_tensor = "b";
  work.tensors["a"] = tensors::make_tensor(a, {m, k});
  work.tensors["b"] = tensors::make_tensor(b, {k, n});
  work.operators.push_back(op);
  return work;
}

}  // namespace lmulsim::flow::characterize::testing
