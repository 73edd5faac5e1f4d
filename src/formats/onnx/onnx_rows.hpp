// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "formats/onnx/onnx_graph.hpp"
#include "graph/graph.hpp"

namespace lmulsim::formats::onnx::detail {

/// Independent reductions of a node that is a softmax or norm; 0 for other kinds.
[[nodiscard]] std::int64_t reduction_rows(const OnnxGraph& graph, const OnnxNode& node, graph::OperatorKind kind);

}  // namespace lmulsim::formats::onnx::detail
