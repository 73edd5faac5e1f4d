// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "formats/onnx/onnx_products.hpp"

namespace lmulsim::formats::onnx::detail {

namespace {

using Shape = std::vector<std::int64_t>;

/// [sequences, heads, tokens, size of a head] of an operand of Attention.
Shape by_heads(const OnnxGraph& graph, const OnnxNode& node, std::size_t input, std::int64_t heads) {
  const Shape& sizes = graph.shape(node, node.input(input));
  if (sizes.size() == 4) {
    return sizes;
  }
  if (sizes.size() != 3 || heads < 1 || sizes[2] % heads != 0) {
    graph.fail(node, "expected operands of four dimensions, or of three and a number of heads that divides the last");
  }
  return {sizes[0], heads, sizes[1], sizes[2] / heads};
}

}  // namespace

OnnxAttention read_attention(const OnnxGraph& graph, const OnnxNode& node) {
  const Shape q = by_heads(graph, node, 0, node.integer("q_num_heads", 0));
  const Shape k = by_heads(graph, node, 1, node.integer("kv_num_heads", 0));
  const Shape v = by_heads(graph, node, 2, node.integer("kv_num_heads", 0));
  OnnxAttention out;
  out.cached = node.input(4) >= 0;
  out.capped = node.real("softcap", 0) != 0;
  const std::int64_t keys = k[2] + (out.cached ? by_heads(graph, node, 4, 0)[2] : 0);
  if (q[0] != k[0] || k[0] != v[0] || k[1] != v[1] || k[2] != v[2] || k[1] < 1 || q[1] % k[1] != 0 || q[3] != k[3]) {
    graph.fail(node, fmt::format("expected queries, keys and values that fit, found [{}], [{}] and [{}]",
                                 fmt::join(q, ", "), fmt::join(k, ", "), fmt::join(v, ", ")));
  }
  out.count = size_product({q[0], q[1]});
  out.b_shared = q[1] / k[1];
  out.scores = {q[2], keys, q[3]};
  out.values = {q[2], v[3], keys};
  return out;
}

}  // namespace lmulsim::formats::onnx::detail
