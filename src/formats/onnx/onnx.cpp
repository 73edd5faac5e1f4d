// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/onnx/onnx.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "formats/onnx/onnx_elements.hpp"
#include "formats/onnx/onnx_operators.hpp"
#include "formats/onnx/onnx_patterns.hpp"
#include "formats/onnx/onnx_products.hpp"
#include "formats/onnx/onnx_read.hpp"
#include "formats/onnx/onnx_rows.hpp"
#include "formats/onnx/onnx_weight.hpp"
#include "util/file.hpp"

namespace lmulsim::formats::onnx {

namespace {

using detail::OnnxClass;
using detail::OnnxFusion;
using detail::OnnxGraph;
using detail::OnnxNode;
using detail::OnnxProduct;
using Kind = graph::OperatorKind;

class Builder {
 public:
  Builder(const OnnxGraph& graph, detail::OnnxTensors& tensors)
      : graph_(graph), tensors_(tensors), fusions_(detail::find_fusions(graph)) {
    made_by_.resize(graph.values.size());
  }

  graph::Workload run(const std::filesystem::path& path, const Dimensions& dimensions) {
    workload_.name = graph_.name.empty() ? path.stem().string() : graph_.name;
    workload_.source = path.string();
    for (int i = 0; i < static_cast<int>(graph_.nodes.size()); ++i) {
      add(i);
    }
    count_parameters();
    assume(dimensions);
    graph::validate(workload_, path.string());
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
    } else if (node.op == "Attention") {
      add_attention(node, detail::read_attention(graph_, node));
    } else if (detail::group_of(node.op)->treatment == OnnxClass::product) {
      add_product(node, detail::read_product(graph_, node));
    } else {
      add_other(node);
    }
  }

  /// Whether a result depends on the model's inputs and is a number, not an index, a size or a mask.
  [[nodiscard]] bool computes(const OnnxNode& node) {
    bool any = false;
    for (const int value : node.outputs) {
      const auto& v = graph_.value(value);
      if (!v.constant && detail::is_integer(v.type) && makes_numbers(node, v.type)) {
        integers_.insert(value);
      }
      any = any || (!v.constant && (is_number(value) || !v.shape));
    }
    return any;
  }

  /// Real numbers, quantised ones, and integers that were computed from them, such as the sums of a product.
  [[nodiscard]] bool is_number(int value) const {
    return graph_.value(value).floating || detail::is_small_integer(graph_.value(value).type) ||
           integers_.contains(value);
  }

  /// Whether the integers of type `type` that a node gives are numbers, too.
  [[nodiscard]] bool makes_numbers(const OnnxNode& node, int type) const {
    const bool is_cast = node.op == "Cast" || node.op == "CastLike";
    return detail::group_of(node.op)->treatment == OnnxClass::product || node.op == "QuantizeLinear" ||
           std::ranges::any_of(node.inputs, [&](int in) {
             return in >= 0 && !graph_.value(in).floating && is_number(in) &&
                    (is_cast || graph_.value(in).type == type);
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

  void append(const OnnxNode& node, graph::Operator op) {
    op.name = node.name;
    for (int copy = 2; !names_.insert(op.name).second; ++copy) {
      op.name = fmt::format("{}#{}", node.name, copy);
    }
    workload_.operators.push_back(std::move(op));
    pass(node, {static_cast<int>(workload_.operators.size()) - 1});
  }

  void other(const OnnxNode& node, Kind kind, std::int64_t rows, std::vector<int> from) {
    graph::Operator op;
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
    graph::Operator op;
    op.gemm = product.gemm;
    op.count = product.count;
    op.b_shared = product.b_shared;
    op.b_source = product.b_source;
    op.a_format = format_of(product.a_integer);
    op.b_format = format_of(product.b_integer);
    learned_.insert(product.learned.begin(), product.learned.end());
    const bool taken = product.bias_node >= 0 && fusions_.of_node[static_cast<std::size_t>(product.bias_node)] >= 0;
    op.bias = product.bias && !(product.bias_node >= 0 && taken);
    op.depends_on = sources(node.inputs);
    if (product.weight.value >= 0) {
      if (auto tensor = detail::read_weight(graph_, product, tensors_)) {
        op.b_tensor = tensor_name(node);
        workload_.tensors.emplace(*op.b_tensor, std::move(*tensor));
      }
    }
    if (product.bias_node >= 0 && !taken) {
      bias_nodes_.insert(product.bias_node);
    }
    append(node, std::move(op));
  }

  /// int8 is a format; other integers of the file are named, and stand for what the accelerator has.
  std::optional<arith::Format> format_of(const std::string& integer) {
    if (integer == "int8") {
      return arith::Format::int8;
    }
    if (!integer.empty()) {
      ++integer_operands_[integer];
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string tensor_name(const OnnxNode& node) const {
    std::string name = fmt::format("{}.b", node.name);
    for (int copy = 2; workload_.tensors.contains(name); ++copy) {
      name = fmt::format("{}.b#{}", node.name, copy);
    }
    return name;
  }

  /// Queries by keys, scale and mask, softmax, scores by values.
  void add_attention(const OnnxNode& node, const detail::OnnxAttention& attention) {
    const std::int64_t rows = attention.count * attention.scores.m;
    const std::int64_t scores = rows * attention.scores.n;
    const auto product = [&](const char* part, graph::Gemm gemm) {
      graph::Operator op;
      op.gemm = gemm;
      op.count = attention.count;
      op.b_shared = attention.b_shared;
      op.b_source = attention.cached ? graph::OperandSource::kv_cache : graph::OperandSource::activation;
      return add_part(node, part, std::move(op));
    };
    const auto other = [&](const char* part, Kind kind, std::int64_t of) {
      graph::Operator op;
      op.kind = kind;
      op.elements = scores;
      op.rows = of;
      return add_part(node, part, std::move(op));
    };
    last_ = sources(node.inputs);
    const int raw = product("scores", attention.scores);
    if (attention.capped) {
      other("cap", Kind::soft_cap, 0);
    }
    other("mask", Kind::scale_mask, 0);
    other("softmax", Kind::softmax, rows);
    product("values", attention.values);
    const std::vector<int> result = last_;
    pass(node, sources(node.inputs));  // the keys and values that it returns are those that it got
    made_by_[static_cast<std::size_t>(node.outputs.front())] = result;
    if (node.outputs.size() > 3) {
      made_by_[static_cast<std::size_t>(node.outputs[3])] = {raw};
    }
  }

  /// One of several operators of a node, each of which needs the one before.
  int add_part(const OnnxNode& node, std::string_view part, graph::Operator op) {
    OnnxNode renamed;
    renamed.name = fmt::format("{}.{}", node.name, part);
    op.depends_on = last_;
    append(renamed, std::move(op));
    last_ = {static_cast<int>(workload_.operators.size()) - 1};
    return last_.front();
  }

  void add_other(const OnnxNode& node) {
    const std::vector<int> from = sources(node.inputs);
    const detail::OnnxGroup& group = *detail::group_of(node.op);
    switch (group.treatment) {
      case OnnxClass::free:
        if (node.op == "Gather" && graph_.value(node.input(0)).constant) {
          other(node, Kind::embedding, 0, from);
        } else {
          pass(node, from);
        }
        return;
      case OnnxClass::counted: {
        const bool adds = node.op == "Add" && same_shape_activations(node);
        other(node, adds ? Kind::residual_add : group.kind, detail::reduction_rows(graph_, node, group.kind), from);
        return;
      }
      case OnnxClass::product:
      case OnnxClass::refused:
        graph_.fail(node, group.reason);
    }
  }

  [[nodiscard]] bool same_shape_activations(const OnnxNode& node) const {
    const auto& a = graph_.value(node.input(0));
    const auto& b = graph_.value(node.input(1));
    return !a.constant && !b.constant && a.shape == b.shape;
  }

  /// Real numbers in initialisers, and the integers that are weights.
  void count_parameters() {
    for (const OnnxNode& node : graph_.nodes) {
      const bool looks_up = node.op == "Gather" || node.op.ends_with("DequantizeLinear");
      const int table = looks_up ? node.input(0) : -1;
      if (table >= 0 && graph_.value(table).data != nullptr && detail::is_small_integer(graph_.value(table).type)) {
        learned_.emplace(table, graph_.elements(node, table));
      }
    }
    workload_.parameters = graph_.parameters;
    for (const auto& [value, numbers] : learned_) {
      workload_.parameters += numbers;
    }
  }

  /// What the shapes take for granted.
  void assume(const Dimensions& dimensions) {
    const auto say = [this](std::string sentence) { workload_.assumptions.push_back(std::move(sentence)); };
    for (const auto& [name, size] : dimensions) {
      say(fmt::format("The open dimension {} is {}.", name, size));
    }
    if (std::ranges::any_of(graph_.nodes, [](const OnnxNode& n) { return n.op.find("Conv") != std::string::npos; })) {
      say("Convolutions are products of im2col; windows are counted as often as they are read.");
    }
    for (const auto& [integer, count] : integer_operands_) {
      say(fmt::format("{} operands of products are {} in the file; they are counted in the accelerator's format.",
                      count, integer));
    }
    if (const auto& missing = tensors_.missing(); !missing.empty()) {
      say(fmt::format("{} tensors lie in files that are not there ('{}' first): shapes only.", missing.size(),
                      *missing.begin()));
    }
  }

  const OnnxGraph& graph_;
  detail::OnnxTensors& tensors_;
  detail::OnnxFusions fusions_;
  graph::Workload workload_;
  std::vector<std::vector<int>> made_by_;  ///< of each value: the operators that it comes from
  std::set<int> bias_nodes_;
  std::set<int> integers_;               ///< values of integers that are numbers
  std::map<int, std::int64_t> learned_;  ///< initialisers of integers that are weights: numbers in them
  std::map<std::string, std::int64_t> integer_operands_;  ///< of products, by type
  std::vector<int> last_;                                 ///< while the parts of a node are added
  std::set<std::string> names_;
};

}  // namespace

graph::Workload parse_onnx(std::span<const std::byte> bytes, const std::filesystem::path& path,
                           const Dimensions& dimensions) {
  const detail::OnnxModel model(bytes, path.string());
  detail::OnnxTensors tensors(path);
  const OnnxGraph graph = detail::read_onnx_graph(model, tensors, dimensions);
  return Builder(graph, tensors).run(path, dimensions);
}

graph::Workload read_onnx(const std::filesystem::path& path, const Dimensions& dimensions) {
  const util::MappedFile file(path);
  return parse_onnx(file.bytes(), path, dimensions);
}

}  // namespace lmulsim::formats::onnx
