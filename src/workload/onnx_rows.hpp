// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "workload/graph.hpp"
#include "workload/onnx_graph.hpp"

namespace lmulsim::workload::detail {

/// Independent reductions of a node that is a softmax or norm; 0 for other kinds.
[[nodiscard]] std::int64_t reduction_rows(const OnnxGraph& graph, const OnnxNode& node, OperatorKind kind);

}  // namespace lmulsim::workload::detail
