// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "workload/onnx_products.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace lmulsim::workload::detail {

namespace {

using Shape = std::vector<std::int64_t>;

/// Operators that multiply and accumulate, and that this reader does not lay out.
constexpr std::array<std::string_view, 12> kOtherProducts{
    "Einsum",        "LSTM",        "GRU",         "RNN", "ConvTranspose", "MatMulInteger",
    "QLinearMatMul", "ConvInteger", "QLinearConv", "DFT", "STFT",          "Det"};

class Product {
 public:
  Product(const OnnxGraph& graph, const OnnxNode& node) : graph_(graph), node_(node) {}

  OnnxProduct matmul() {
    Shape a = shape(0);
    Shape b = shape(1);
    if (a.empty() || b.empty()) {
      graph_.fail(node_, "expected operands of at least one dimension, found a scalar");
    }
    int first = node_.input(0);
    int second = node_.input(1);
    const bool swapped = constant(first) && !constant(second) && a.size() == 2 && b.size() > 1;
    if (a.size() == 1) {
      a.insert(a.begin(), 1);
    }
    if (b.size() == 1) {
      b.push_back(1);
    }
    expect_equal("columns of A and rows of B", a.back(), b[b.size() - 2]);
    if (swapped) {  // A B = (B' A')': the weights are the second operand
      std::swap(first, second);
      std::swap(a, b);
      std::swap(a[a.size() - 1], a[a.size() - 2]);
      std::swap(b[0], b[1]);
    }
    out_.gemm = {a[a.size() - 2], b.back(), a.back()};
    batch({a.begin(), a.end() - 2}, {b.begin(), b.end() - 2});
    second_operand(second, swapped);
    if (!swapped) {
      following_bias();
    }
    return out_;
  }

  OnnxProduct gemm() {
    Shape a = shape(0);
    Shape b = shape(1);
    if (a.size() != 2 || b.size() != 2) {
      graph_.fail(node_, "expected two matrices");
    }
    const bool b_transposed = node_.integer("transB", 0) != 0;
    if (node_.integer("transA", 0) != 0) {
      std::swap(a[0], a[1]);
    }
    if (b_transposed) {
      std::swap(b[0], b[1]);
    }
    expect_equal("columns of A and rows of B", a[1], b[0]);
    out_.gemm = {a[0], b[1], b[0]};
    out_.bias = node_.input(2) >= 0;
    second_operand(node_.input(1), b_transposed);
    return out_;
  }

  /// im2col: every output position is a row, every input in its window a column; groups are separate products.
  OnnxProduct conv() {
    const Shape& x = shape(0);
    const Shape& w = shape(1);
    const Shape& y = graph_.shape(node_, node_.outputs.front());
    if (x.size() < 3 || w.size() != x.size() || y.size() != x.size()) {
      graph_.fail(node_, "expected input, weights and result of the same three or more dimensions");
    }
    const std::int64_t groups = node_.integer("group", 1);
    if (w[0] % groups != 0 || x[1] % groups != 0) {
      graph_.fail(node_, fmt::format("group: expected a divisor of {} and {} channels, found {}", x[1], w[0], groups));
    }
    expect_equal("channels of input and weights", x[1] / groups, w[1]);
    out_.gemm = {y[0] * size({y.begin() + 2, y.end()}), w[0] / groups, size({w.begin() + 1, w.end()})};
    out_.count = groups;
    out_.bias = node_.input(2) >= 0;
    second_operand(node_.input(1), true);
    return out_;
  }

 private:
  [[nodiscard]] const Shape& shape(std::size_t input) const {
    (void)graph_.elements(node_, node_.input(input));
    return graph_.shape(node_, node_.input(input));
  }
  [[nodiscard]] bool constant(int value) const { return graph_.value(value).constant; }

  [[nodiscard]] std::int64_t size(const Shape& sizes) const {
    const std::int64_t product = size_product(sizes);
    if (product < 0) {
      graph_.fail(node_, fmt::format("the shape [{}] is beyond any model", fmt::join(sizes, ", ")));
    }
    return product;
  }

  void expect_equal(std::string_view what, std::int64_t left, std::int64_t right) const {
    if (left != right) {
      graph_.fail(node_, fmt::format("{}: expected equal sizes, found {} and {}", what, left, right));
    }
  }

  /// One product for every matrix of the batch; a B for all of them makes it one product of more rows.
  void batch(Shape a, Shape b) {
    const std::size_t rank = std::max(a.size(), b.size());
    a.insert(a.begin(), rank - a.size(), 1);
    b.insert(b.begin(), rank - b.size(), 1);
    Shape all(rank);
    for (std::size_t i = 0; i < rank; ++i) {
      if (a[i] != b[i] && a[i] != 1 && b[i] != 1) {
        graph_.fail(node_, fmt::format("batch: expected equal sizes or 1, found {} and {}", a[i], b[i]));
      }
      all[i] = a[i] == 1 ? b[i] : a[i];
    }
    if (size(b) == 1) {
      out_.gemm.m = size({size(all), out_.gemm.m});
      return;
    }
    out_.count = size(all);
    // Trailing dimensions in which B is repeated: neighbouring products share it.
    for (std::size_t i = rank; i-- > 0 && b[i] == 1;) {
      out_.b_shared *= all[i];
    }
    if (size(b) * out_.b_shared != out_.count) {
      out_.b_shared = 1;
    }
  }

  void second_operand(int value, bool transposed) {
    if (!constant(value)) {
      out_.b_source = OperandSource::activation;
      return;
    }
    // Through operators that only rename or turn a matrix.
    for (const OnnxNode* from = graph_.producer(value); from != nullptr && graph_.value(value).data == nullptr;
         from = graph_.producer(value)) {
      const bool turned = from->op == "Transpose" && graph_.shape(node_, value).size() == 2;
      if (from->op != "Identity" && !turned) {
        return;
      }
      transposed = transposed != (turned && (!from->integers.contains("perm") || from->integer("perm", 0) == 1));
      value = from->input(0);
    }
    if (graph_.value(value).data != nullptr &&
        size(*graph_.value(value).shape) == size({out_.count / out_.b_shared, out_.gemm.k, out_.gemm.n})) {
      out_.weight = {value, transposed};
    }
  }

  /// An Add of a constant vector to every row.
  void following_bias() {
    const int value = node_.outputs.front();
    const int next = graph_.only_consumer(value);
    if (next < 0 || graph_.node(next).op != "Add") {
      return;
    }
    const OnnxNode& add = graph_.node(next);
    const int vector = add.input(0) == value ? add.input(1) : add.input(0);
    const auto& sizes = graph_.value(vector).shape;
    if (graph_.value(vector).constant && sizes && !sizes->empty() && sizes->back() == out_.gemm.n &&
        size(*sizes) == out_.gemm.n) {
      out_.bias = true;
      out_.bias_node = next;
    }
  }

  const OnnxGraph& graph_;
  const OnnxNode& node_;
  OnnxProduct out_;
};

}  // namespace

std::optional<OnnxProduct> read_product(const OnnxGraph& graph, const OnnxNode& node) {
  if (node.op == "MatMul") {
    return Product(graph, node).matmul();
  }
  if (node.op == "Gemm") {
    return Product(graph, node).gemm();
  }
  if (node.op == "Conv") {
    return Product(graph, node).conv();
  }
  if (std::ranges::count(kOtherProducts, node.op) != 0) {
    graph.fail(node, "an operator that multiplies and is not modelled (MatMul, Gemm and Conv are)");
  }
  return std::nullopt;
}

}  // namespace lmulsim::workload::detail
