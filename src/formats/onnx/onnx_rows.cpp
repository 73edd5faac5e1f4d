// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/onnx/onnx_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace lmulsim::formats::onnx::detail {

namespace {

/// Position of the attribute `axis` among the dimensions of the first input.
std::size_t axis(const OnnxGraph& graph, const OnnxNode& node, std::int64_t otherwise) {
  const auto rank = static_cast<std::int64_t>(graph.shape(node, node.input(0)).size());
  const std::int64_t given = node.integer("axis", otherwise);
  const std::int64_t at = given < 0 ? given + rank : given;
  if (at < 0 || at > rank) {
    graph.fail(node, fmt::format("axis: expected {} to {}, found {}", -rank, rank - 1, given));
  }
  return static_cast<std::size_t>(at);
}

std::int64_t size_before(const OnnxGraph& graph, const OnnxNode& node, std::size_t at) {
  const auto& sizes = graph.shape(node, node.input(0));
  return size_product({sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(at)});
}

/// Until set 12 all dimensions from the axis on are one row.
std::int64_t softmax_rows(const OnnxGraph& graph, const OnnxNode& node) {
  const bool flattens = graph.opset < 13;
  const std::size_t at = axis(graph, node, flattens ? 1 : -1);
  if (flattens) {
    return size_before(graph, node, at);
  }
  const auto& sizes = graph.shape(node, node.input(0));
  const std::int64_t all = graph.elements(node, node.input(0));
  return at >= sizes.size() || sizes[at] == 0 ? all : all / sizes[at];
}

std::int64_t norm_rows(const OnnxGraph& graph, const OnnxNode& node) {
  const std::size_t rank = graph.shape(node, node.input(0)).size();
  if (node.op == "GroupNormalization") {
    const std::int64_t groups = node.integer("num_groups", 1);
    return size_before(graph, node, std::min<std::size_t>(1, rank)) * std::clamp<std::int64_t>(groups, 1, 1 << 24);
  }
  const bool by_axis = node.op.ends_with("LayerNormalization") || node.op == "RMSNormalization";
  return size_before(graph, node, by_axis ? axis(graph, node, -1) : std::min<std::size_t>(2, rank));
}

}  // namespace

std::int64_t reduction_rows(const OnnxGraph& graph, const OnnxNode& node, graph::OperatorKind kind) {
  const bool is_norm = kind == graph::OperatorKind::layer_norm || kind == graph::OperatorKind::rms_norm;
  return kind == graph::OperatorKind::softmax ? softmax_rows(graph, node) : is_norm ? norm_rows(graph, node) : 0;
}

}  // namespace lmulsim::formats::onnx::detail
