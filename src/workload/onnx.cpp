// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "workload/onnx.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "util/file.hpp"
#include "workload/onnx_patterns.hpp"
#include "workload/onnx_products.hpp"
#include "workload/onnx_read.hpp"

namespace lmulsim::workload {

namespace {

using detail::OnnxFusion;
using detail::OnnxGraph;
using detail::OnnxNode;
using detail::OnnxProduct;
using Kind = OperatorKind;

/// Operators that move values or compute where values lie; they cost no arithmetic.
constexpr std::array<std::string_view, 29> kMoves{
    "Concat",   "Constant",        "ConstantOfShape", "DepthToSpace",    "Dropout",   "Expand",    "Flatten",
    "Gather",   "GatherElements",  "GatherND",        "Identity",        "OneHot",    "Pad",       "Range",
    "Reshape",  "ReverseSequence", "Scatter",         "ScatterElements", "ScatterND", "Shape",     "Size",
    "Slice",    "SpaceToDepth",    "Split",           "Squeeze",         "Tile",      "Transpose", "Trilu",
    "Unsqueeze"};

/// Operators whose results are not one for one with an operand.
bool reduces(std::string_view op) {
  return op.starts_with("Reduce") || op.starts_with("Arg") || op.ends_with("Pool") || op == "CumSum" || op == "TopK";
}

class Builder {
 public:
  Builder(const OnnxGraph& graph, detail::OnnxTensors& tensors)
      : graph_(graph), tensors_(tensors), fusions_(detail::find_fusions(graph)) {
    made_by_.resize(graph.values.size());
  }

  Workload run(const std::filesystem::path& path, const Dimensions& dimensions) {
    workload_.name = graph_.name.empty() ? path.stem().string() : graph_.name;
    workload_.source = path.string();
    workload_.parameters = graph_.parameters;
    for (int i = 0; i < static_cast<int>(graph_.nodes.size()); ++i) {
      add(i);
    }
    for (const auto& [name, size] : dimensions) {
      workload_.assumptions.push_back(fmt::format("The open dimension {} is {}.", name, size));
    }
    if (std::ranges::count(graph_.nodes, "Conv", &OnnxNode::op) > 0) {
      workload_.assumptions.emplace_back(
          "Convolutions are products of im2col; windows are counted as often as they are read.");
    }
    for (const auto& [op, count] : unknown_) {
      workload_.assumptions.push_back(fmt::format("{} operators {} are counted as element-wise.", count, op));
    }
    validate(workload_, path.string());
    return std::move(workload_);
  }

 private:
  void add(int index) {
    const OnnxNode& node = graph_.node(index);
    const int fusion = fusions_.of_node[static_cast<std::size_t>(index)];
    if (fusion >= 0) {
      const OnnxFusion& fused = fusions_.found[static_cast<std::size_t>(fusion)];
      if (fused.last == index) {
        other(node, fused.kind, fused.rows, sources(fused.inputs));
      }
    } else if (bias_nodes_.contains(index) || !computes(node)) {
      pass(node, sources(node.inputs));
    } else if (const auto product = detail::read_product(graph_, node)) {
      add_product(node, *product);
    } else {
      add_other(node);
    }
  }

  /// Whether a result depends on the model's inputs and is made of real numbers.
  [[nodiscard]] bool computes(const OnnxNode& node) const {
    return std::ranges::any_of(node.outputs, [&](int value) {
      const auto& v = graph_.value(value);
      return !v.constant && (v.floating || !v.shape);
    });
  }

  [[nodiscard]] std::vector<int> sources(const std::vector<int>& values) const {
    std::set<int> all;
    for (const int value : values) {
      if (value >= 0) {
        const std::vector<int>& some = made_by_[static_cast<std::size_t>(value)];
        all.insert(some.begin(), some.end());
      }
    }
    return {all.begin(), all.end()};
  }

  void pass(const OnnxNode& node, const std::vector<int>& from) {
    for (const int value : node.outputs) {
      made_by_[static_cast<std::size_t>(value)] = from;
    }
  }

  void append(const OnnxNode& node, Operator op) {
    op.name = node.name;
    for (int copy = 2; !names_.insert(op.name).second; ++copy) {
      op.name = fmt::format("{}#{}", node.name, copy);
    }
    workload_.operators.push_back(std::move(op));
    pass(node, {static_cast<int>(workload_.operators.size()) - 1});
  }

  void other(const OnnxNode& node, Kind kind, std::int64_t rows, std::vector<int> from) {
    Operator op;
    op.kind = kind;
    op.elements = graph_.elements(node, node.outputs.front());
    op.rows = rows;
    op.depends_on = std::move(from);
    if (op.elements == 0) {
      pass(node, op.depends_on);
      return;
    }
    append(node, std::move(op));
  }

  void add_product(const OnnxNode& node, const OnnxProduct& product) {
    Operator op;
    op.gemm = product.gemm;
    op.count = product.count;
    op.b_shared = product.b_shared;
    op.b_source = product.b_source;
    const bool taken = product.bias_node >= 0 && fusions_.of_node[static_cast<std::size_t>(product.bias_node)] >= 0;
    op.bias = product.bias && !taken;
    op.depends_on = sources(node.inputs);
    if (product.weight.value >= 0) {
      if (auto tensor = read_weight(product)) {
        op.b_tensor = fmt::format("{}.b", node.name);
        for (int copy = 2; workload_.tensors.contains(*op.b_tensor); ++copy) {
          op.b_tensor = fmt::format("{}.b#{}", node.name, copy);
        }
        workload_.tensors.emplace(*op.b_tensor, std::move(*tensor));
      }
    }
    if (product.bias_node >= 0 && !taken) {
      bias_nodes_.insert(product.bias_node);
    }
    append(node, std::move(op));
  }

  std::optional<Tensor> read_weight(const OnnxProduct& product) {
    auto tensor = tensors_.read(*graph_.value(product.weight.value).data);
    if (!tensor) {
      return std::nullopt;
    }
    const std::int64_t count = product.count / product.b_shared;
    tensor->shape = {count, product.gemm.k, product.gemm.n};
    if (product.weight.transposed) {
      transpose(*tensor);
    }
    return tensor;
  }

  /// From matrices [n, k] in the order of the file to [k, n].
  static void transpose(Tensor& tensor) {
    const std::size_t width = info(tensor.dtype).bytes;
    const auto rows = static_cast<std::size_t>(tensor.shape[1]);
    const auto columns = static_cast<std::size_t>(tensor.shape[2]);
    std::vector<std::byte> turned(tensor.bytes.size());
    for (std::size_t i = 0; i < static_cast<std::size_t>(tensor.shape[0]); ++i) {
      const std::size_t base = i * rows * columns;
      for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < columns; ++c) {
          std::copy_n(&tensor.bytes[(base + c * rows + r) * width], width, &turned[(base + r * columns + c) * width]);
        }
      }
    }
    tensor.bytes = std::move(turned);
  }

  void add_other(const OnnxNode& node) {
    const std::vector<int> from = sources(node.inputs);
    const auto is = [&node](auto... ops) { return ((node.op == ops) || ...); };
    if (is("Gather") && graph_.value(node.input(0)).constant) {
      other(node, Kind::embedding, 0, from);
    } else if (std::ranges::count(kMoves, node.op) != 0) {
      pass(node, from);
    } else if (is("Softmax", "LogSoftmax", "Hardmax")) {
      other(node, Kind::softmax, softmax_rows(node), from);
    } else if (is("LayerNormalization", "InstanceNormalization", "LpNormalization", "MeanVarianceNormalization")) {
      other(node, Kind::layer_norm, norm_rows(node), from);
    } else if (is("Tanh")) {
      other(node, Kind::tanh, 0, from);
    } else if (is("Cast", "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear")) {
      other(node, Kind::convert, 0, from);
    } else if (is("Add") && same_shape_activations(node)) {
      other(node, Kind::residual_add, 0, from);
    } else if (reduces(node.op)) {
      other(node, Kind::reduce, 0, from);
    } else {
      if (!known_elementwise(node)) {
        ++unknown_[node.op];
      }
      other(node, Kind::elementwise, 0, from);
    }
  }

  static bool known_elementwise(const OnnxNode& node) {
    static constexpr std::array<std::string_view, 52> kKnown{"Abs",         "Acos",       "Acosh",
                                                             "Add",         "Asin",       "Asinh",
                                                             "Atan",        "Atanh",      "Ceil",
                                                             "Celu",        "Clip",       "Cos",
                                                             "Cosh",        "Div",        "Elu",
                                                             "Erf",         "Exp",        "Floor",
                                                             "HardSigmoid", "HardSwish",  "LRN",
                                                             "LeakyRelu",   "Log",        "Max",
                                                             "Mean",        "Min",        "Mod",
                                                             "Mul",         "Neg",        "PRelu",
                                                             "Pow",         "Reciprocal", "Relu",
                                                             "Resize",      "Round",      "Selu",
                                                             "Shrink",      "Sigmoid",    "Sign",
                                                             "Sin",         "Sinh",       "Softplus",
                                                             "Softsign",    "Sqrt",       "Sub",
                                                             "Sum",         "Tan",        "ThresholdedRelu",
                                                             "Upsample",    "Where",      "BatchNormalization",
                                                             "CastLike"};
    return std::ranges::count(kKnown, node.op) != 0;
  }

  /// Position of the attribute `axis` among the dimensions of the first input.
  [[nodiscard]] std::size_t axis(const OnnxNode& node, std::int64_t otherwise) const {
    const auto rank = static_cast<std::int64_t>(graph_.shape(node, node.input(0)).size());
    const std::int64_t given = node.integer("axis", otherwise);
    const std::int64_t at = given < 0 ? given + rank : given;
    if (at < 0 || at > rank) {
      graph_.fail(node, fmt::format("axis: expected {} to {}, found {}", -rank, rank - 1, given));
    }
    return static_cast<std::size_t>(at);
  }

  [[nodiscard]] std::int64_t size_before(const OnnxNode& node, std::size_t at) const {
    const auto& sizes = graph_.shape(node, node.input(0));
    return detail::size_product({sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(at)});
  }

  /// Until set 12 all dimensions from the axis on are one row.
  [[nodiscard]] std::int64_t softmax_rows(const OnnxNode& node) const {
    const bool flattens = graph_.opset < 13;
    const std::size_t at = axis(node, flattens ? 1 : -1);
    if (flattens) {
      return size_before(node, at);
    }
    const auto& sizes = graph_.shape(node, node.input(0));
    const std::int64_t all = graph_.elements(node, node.input(0));
    return at >= sizes.size() || sizes[at] == 0 ? all : all / sizes[at];
  }

  [[nodiscard]] std::int64_t norm_rows(const OnnxNode& node) const {
    const std::size_t rank = graph_.shape(node, node.input(0)).size();
    return size_before(node, node.op == "LayerNormalization" ? axis(node, -1) : std::min<std::size_t>(2, rank));
  }

  [[nodiscard]] bool same_shape_activations(const OnnxNode& node) const {
    const auto& a = graph_.value(node.input(0));
    const auto& b = graph_.value(node.input(1));
    return !a.constant && !b.constant && a.shape == b.shape;
  }

  const OnnxGraph& graph_;
  detail::OnnxTensors& tensors_;
  detail::OnnxFusions fusions_;
  Workload workload_;
  std::vector<std::vector<int>> made_by_;  ///< of each value: the operators that it comes from
  std::set<int> bias_nodes_;
  std::set<std::string> names_;
  std::map<std::string, std::int64_t> unknown_;
};

}  // namespace

Workload parse_onnx(std::span<const std::byte> bytes, const std::filesystem::path& path, const Dimensions& dimensions) {
  const detail::OnnxModel model(bytes, path.string());
  detail::OnnxTensors tensors(path);
  const OnnxGraph graph = detail::read_onnx_graph(model, tensors, dimensions);
  return Builder(graph, tensors).run(path, dimensions);
}

Workload read_onnx(const std::filesystem::path& path, const Dimensions& dimensions) {
  const util::MappedFile file(path);
  return parse_onnx(file.bytes(), path, dimensions);
}

}  // namespace lmulsim::workload
