// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "formats/onnx/onnx_graph.hpp"
#include "graph/graph.hpp"

namespace lmulsim::formats::onnx::detail {

/// Nodes that together are one operator of a Workload.
struct OnnxFusion {
  graph::OperatorKind kind = graph::OperatorKind::softmax;
  int last = -1;            ///< the node that gives the result
  std::vector<int> inputs;  ///< values from outside
  std::int64_t rows = 0;
};

struct OnnxFusions {
  std::vector<OnnxFusion> found;
  std::vector<int> of_node;  ///< index in `found`, -1: the node stands for itself
};

/// Operators spelt out in simpler ones, as PyTorch and TensorFlow export them: LayerNorm and RMSNorm (mean of squares,
/// square root, division, scale and bias), GELU (by erf or by tanh), SiLU, both multiplied by a second half (gated
/// MLPs), and the constant and mask between attention scores and their softmax. Nodes whose values are used elsewhere,
/// too, are left alone.
[[nodiscard]] OnnxFusions find_fusions(const OnnxGraph& graph);

}  // namespace lmulsim::formats::onnx::detail
