// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/onnx/onnx_products.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "formats/onnx/onnx_elements.hpp"

namespace lmulsim::formats::onnx::detail {

namespace {

using Shape = std::vector<std::int64_t>;

/// How an operator is laid out.
enum class Layout : std::uint8_t { matmul, gemm, conv, packed };

constexpr std::size_t kNone = ~std::size_t{0};

/// Where an operator has its operands. The others (scales, zero points) cost nothing in a product's shape.
struct Operands {
  std::string_view op;
  Layout layout;
  std::size_t a = 0;
  std::size_t b = 1;
  std::size_t bias = kNone;
};

constexpr std::array kOperands{Operands{"MatMul", Layout::matmul},
                               Operands{"MatMulInteger", Layout::matmul},
                               Operands{"QLinearMatMul", Layout::matmul, 0, 3},
                               Operands{"com.microsoft.DynamicQuantizeMatMul", Layout::matmul, 0, 1, 4},
                               Operands{"com.microsoft.FusedMatMul", Layout::matmul},
                               Operands{"com.microsoft.MatMulIntegerToFloat", Layout::matmul, 0, 1, 6},
                               Operands{"Gemm", Layout::gemm, 0, 1, 2},
                               Operands{"com.microsoft.QGemm", Layout::gemm, 0, 3, 6},
                               Operands{"Conv", Layout::conv, 0, 1, 2},
                               Operands{"ConvInteger", Layout::conv},
                               Operands{"QLinearConv", Layout::conv, 0, 3, 8},
                               Operands{"com.microsoft.MatMulNBits", Layout::packed, 0, 1, 5}};

class Product {
 public:
  Product(const OnnxGraph& graph, const OnnxNode& node, const Operands& operands)
      : graph_(graph), node_(node), operands_(operands) {
    out_.bias = operands.bias != kNone && node.input(operands.bias) >= 0;
    out_.a_integer = integer_type(operands.a);
    out_.b_integer = integer_type(operands.b);
    learn(operands.b);
    if (out_.bias) {
      learn(operands.bias);
    }
  }

  OnnxProduct read() {
    switch (operands_.layout) {
      case Layout::matmul:
        return matmul();
      case Layout::gemm:
        return gemm();
      case Layout::conv:
        return conv();
      case Layout::packed:
        return packed();
    }
    return out_;
  }

 private:
  OnnxProduct matmul() {
    Shape a = shape(operands_.a);
    Shape b = shape(operands_.b);
    if (a.empty() || b.empty()) {
      graph_.fail(node_, "expected operands of at least one dimension, found a scalar");
    }
    const bool a_turned = turn(a, "transA");
    const bool b_turned = turn(b, "transB");
    int first = node_.input(operands_.a);
    int second = node_.input(operands_.b);
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
      std::swap(out_.a_integer, out_.b_integer);
      learn(operands_.a);
    }
    out_.gemm = {a[a.size() - 2], b.back(), a.back()};
    batch({a.begin(), a.end() - 2}, {b.begin(), b.end() - 2});
    second_operand(second, swapped ? !a_turned : b_turned);
    if (!swapped && !out_.bias) {
      following_bias();
    }
    return out_;
  }

  OnnxProduct gemm() {
    Shape a = shape(operands_.a);
    Shape b = shape(operands_.b);
    if (a.size() != 2 || b.size() != 2) {
      graph_.fail(node_, "expected two matrices");
    }
    (void)turn(a, "transA");
    const bool b_transposed = turn(b, "transB");
    expect_equal("columns of A and rows of B", a[1], b[0]);
    out_.gemm = {a[0], b[1], b[0]};
    second_operand(node_.input(operands_.b), b_transposed);
    return out_;
  }

  /// im2col: every output position is a row, every input in its window a column; groups are separate products.
  OnnxProduct conv() {
    const Shape& x = shape(operands_.a);
    const Shape& w = shape(operands_.b);
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
    second_operand(node_.input(operands_.b), true);
    return out_;
  }

  /// Weights of few bits, several of them in a word: their shape is that of the attributes.
  OnnxProduct packed() {
    const std::int64_t k = node_.integer("K", 0);
    const std::int64_t n = node_.integer("N", 0);
    const Shape& a = shape(operands_.a);
    if (a.empty() || k < 1 || n < 1 || a.back() != k) {
      graph_.fail(node_,
                  fmt::format("K, N: expected those of a product of [{}], found {} and {}", fmt::join(a, ", "), k, n));
    }
    out_.gemm = {size({a.begin(), a.end() - 1}), n, k};
    out_.b_integer = fmt::format("uint{}", node_.integer("bits", 4));
    if (!constant(node_.input(operands_.b))) {
      graph_.fail(node_, "expected packed weights of the file");
    }
    out_.learned[node_.input(operands_.b)] = size({k, n});
    return out_;
  }

  [[nodiscard]] const Shape& shape(std::size_t input) const {
    (void)graph_.elements(node_, node_.input(input));
    return graph_.shape(node_, node_.input(input));
  }
  /// Whether the last two dimensions change places.
  [[nodiscard]] bool turn(Shape& sizes, std::string_view attribute) const {
    const bool turned = node_.integer(attribute, 0) != 0 && sizes.size() > 1;
    if (turned) {
      std::swap(sizes[sizes.size() - 1], sizes[sizes.size() - 2]);
    }
    return turned;
  }

  [[nodiscard]] std::string integer_type(std::size_t input) const {
    const int value = node_.input(input);
    return value < 0 ? "" : std::string(element_name(graph_.value(value).type));
  }

  /// Integers of the file are parameters where they are weights.
  void learn(std::size_t input) {
    const int value = node_.input(input);
    if (value >= 0 && graph_.value(value).data != nullptr && is_integer(graph_.value(value).type)) {
      out_.learned.emplace(value, graph_.elements(node_, value));
    }
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
      out_.b_source = graph::OperandSource::activation;
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
  const Operands& operands_;
  OnnxProduct out_;
};

}  // namespace

OnnxProduct read_product(const OnnxGraph& graph, const OnnxNode& node) {
  const auto* const operands = std::ranges::find(kOperands, node.op, &Operands::op);
  if (operands == kOperands.end()) {
    graph.fail(node, "an operator that multiplies and is not modelled");
  }
  return Product(graph, node, *operands).read();
}

}  // namespace lmulsim::formats::onnx::detail
