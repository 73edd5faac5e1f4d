// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/onnx/onnx_graph.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "util/error.hpp"

namespace lmulsim::formats::onnx::detail {

namespace {

constexpr std::int64_t kMaxElements = std::int64_t{1} << 50U;

}  // namespace

std::int64_t size_product(const std::vector<std::int64_t>& sizes) {
  std::int64_t product = 1;
  if (std::ranges::count(sizes, 0) != 0) {
    return 0;
  }
  for (const std::int64_t size : sizes) {
    if (size < 0 || size > kMaxElements / product) {
      return -1;
    }
    product *= size;
  }
  return product;
}

std::int64_t OnnxNode::integer(std::string_view key, std::int64_t otherwise) const {
  const auto found = integers.find(key);
  return found == integers.end() || found->second.empty() ? otherwise : found->second.front();
}

float OnnxNode::real(std::string_view key, float otherwise) const {
  const auto found = floats.find(key);
  return found == floats.end() ? otherwise : found->second;
}

const OnnxNode* OnnxGraph::producer(int value) const {
  const int node = value < 0 ? -1 : this->value(value).producer;
  return node < 0 ? nullptr : &nodes[static_cast<std::size_t>(node)];
}

int OnnxGraph::only_consumer(int value) const {
  const OnnxValue& v = this->value(value);
  return v.output || v.consumers.size() != 1 ? -1 : v.consumers.front();
}

const std::vector<std::int64_t>& OnnxGraph::shape(const OnnxNode& node, int value) const {
  if (value < 0) {
    fail(node, "expected an input that is left out");
  }
  const OnnxValue& v = this->value(value);
  if (!v.shape) {
    fail(node, fmt::format("value '{}': its shape cannot be inferred", v.name));
  }
  return *v.shape;
}

std::int64_t OnnxGraph::elements(const OnnxNode& node, int value) const {
  const std::vector<std::int64_t>& sizes = shape(node, value);
  const std::int64_t product = size_product(sizes);
  if (product < 0) {
    fail(node, fmt::format("value '{}': expected at most {} elements, found the shape [{}]", this->value(value).name,
                           kMaxElements, fmt::join(sizes, ", ")));
  }
  return product;
}

void OnnxGraph::fail(const OnnxNode& node, std::string_view reason) const {
  throw InputError(fmt::format("{}: node '{}' ({}): {}", where, node.name, node.op, reason));
}

}  // namespace lmulsim::formats::onnx::detail
