// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "formats/onnx/onnx_graph.hpp"
#include "graph/graph.hpp"

namespace lmulsim::formats::onnx::detail {

/// How an initialiser becomes the operand B [count / b_shared, k, n] of a product.
struct OnnxWeight {
  int value = -1;           ///< an initialiser; -1: B has no values in the file
  bool transposed = false;  ///< its matrices are [n, k]
};

/// A MatMul, Gemm or Conv of real numbers or of integers as products of a Workload.
struct OnnxProduct {
  graph::Gemm gemm;
  std::int64_t count = 1;
  std::int64_t b_shared = 1;
  graph::OperandSource b_source = graph::OperandSource::weights;
  bool bias = false;
  OnnxWeight weight;
  int bias_node = -1;                   ///< an Add of a constant vector that the product does at once
  std::string a_integer, b_integer;     ///< the integer types of the operands, "int8"; empty for real numbers
  std::map<int, std::int64_t> learned;  ///< initialisers of integers that are weights or biases: numbers in them
};

/// Attention in one operator: the products of queries and keys, and those of scores and values.
struct OnnxAttention {
  graph::Gemm scores;
  graph::Gemm values;
  std::int64_t count = 1;     ///< of either: every query head of every sequence
  std::int64_t b_shared = 1;  ///< query heads of a key head
  bool cached = false;        ///< keys and values of a past come before those of this run
  bool capped = false;        ///< scores are bounded by a tanh
};

/// The products of a node of the class `product`. Throws InputError naming the node for shapes that are unknown or do
/// not fit.
[[nodiscard]] OnnxProduct read_product(const OnnxGraph& graph, const OnnxNode& node);

/// The same for Attention.
[[nodiscard]] OnnxAttention read_attention(const OnnxGraph& graph, const OnnxNode& node);

}  // namespace lmulsim::formats::onnx::detail
