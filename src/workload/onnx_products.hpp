// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "workload/graph.hpp"
#include "workload/onnx_graph.hpp"

namespace lmulsim::workload::detail {

/// How an initialiser becomes the operand B [count / b_shared, k, n] of a product.
struct OnnxWeight {
  int value = -1;           ///< an initialiser; -1: B has no values in the file
  bool transposed = false;  ///< its matrices are [n, k]
};

/// A MatMul, Gemm or Conv as products of a Workload.
struct OnnxProduct {
  mapping::Gemm gemm;
  std::int64_t count = 1;
  std::int64_t b_shared = 1;
  OperandSource b_source = OperandSource::weights;
  bool bias = false;
  OnnxWeight weight;
  int bias_node = -1;  ///< an Add of a constant vector that the product does at once
};

/// The products of a node; unset when it is none. Throws InputError naming the node for operators that multiply and are
/// not modelled, and for shapes that are unknown or do not fit.
[[nodiscard]] std::optional<OnnxProduct> read_product(const OnnxGraph& graph, const OnnxNode& node);

}  // namespace lmulsim::workload::detail
