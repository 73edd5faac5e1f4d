// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/onnx/onnx_read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "formats/onnx/onnx_elements.hpp"

namespace lmulsim::formats::onnx::detail {

namespace {

class Reader {
 public:
  Reader(const OnnxModel& model, OnnxTensors& tensors, const Dimensions& dimensions)
      : model_(model), tensors_(tensors) {
    // Before the inference, which trusts the sizes of what it reads.
    for (const auto& tensor : model.proto.graph().initializer()) {
      tensors.check(tensor);
    }
    for (const auto& node : model.proto.graph().node()) {
      for (const auto& attribute : node.attribute()) {
        check_tensors(attribute);
      }
    }
    types_ = infer_types(model, tensors, dimensions);
  }

  OnnxGraph run() {
    const ::onnx::GraphProto& graph = model_.proto.graph();
    graph_.where = model_.where;
    graph_.name = graph.name();
    graph_.opset = model_.opset;
    for (const auto& tensor : graph.initializer()) {
      set_data(index_of(tensor.name()), tensor);
      if (is_floating(tensor.data_type())) {
        graph_.parameters += size_product({tensor.dims().begin(), tensor.dims().end()});
      }
    }
    for (const auto& input : graph.input()) {
      (void)index_of(input.name());
    }
    for (const auto& node : graph.node()) {
      add_node(node);
    }
    for (const auto& output : graph.output()) {
      if (!indices_.contains(output.name())) {
        model_.fail(fmt::format("output '{}': expected a value of the graph, found none", output.name()));
      }
      graph_.values[static_cast<std::size_t>(indices_.find(output.name())->second)].output = true;
    }
    return std::move(graph_);
  }

 private:
  void check_tensors(const ::onnx::AttributeProto& attribute) {
    if (attribute.has_t()) {
      tensors_.check(attribute.t());
    }
    for (const auto& tensor : attribute.tensors()) {
      tensors_.check(tensor);
    }
  }

  int index_of(const std::string& name) {
    const auto [at, is_new] = indices_.emplace(name, static_cast<int>(graph_.values.size()));
    if (is_new) {
      graph_.values.push_back(make_value(name));
    }
    return at->second;
  }

  [[nodiscard]] OnnxValue make_value(const std::string& name) const {
    OnnxValue value;
    value.name = name;
    const auto type = types_.find(name);
    if (type == types_.end() || !type->second.has_tensor_type()) {
      return value;
    }
    const auto& tensor = type->second.tensor_type();
    value.type = tensor.elem_type();
    value.floating = is_floating(value.type);
    if (tensor.has_shape()) {
      std::vector<std::int64_t> shape;
      for (const auto& dimension : tensor.shape().dim()) {
        if (!dimension.has_dim_value() || dimension.dim_value() < 0) {
          return value;
        }
        shape.push_back(dimension.dim_value());
      }
      value.shape = std::move(shape);
    }
    return value;
  }

  void set_data(int index, const ::onnx::TensorProto& tensor) {
    OnnxValue& value = graph_.values[static_cast<std::size_t>(index)];
    value.constant = true;
    value.data = &tensor;
    value.scalar = tensors_.scalar(tensor);
    value.type = tensor.data_type();
    value.floating = is_floating(value.type);
    value.shape.emplace(tensor.dims().begin(), tensor.dims().end());
  }

  void add_node(const ::onnx::NodeProto& proto) {
    const int index = static_cast<int>(graph_.nodes.size());
    OnnxNode node;
    node.op = operator_name(proto);
    node.name = proto.name().empty() && proto.output_size() > 0 ? proto.output(0) : proto.name();
    bool constant = true;
    for (const auto& name : proto.input()) {
      node.inputs.push_back(name.empty() ? -1 : index_of(name));
      if (node.inputs.back() >= 0) {
        OnnxValue& value = graph_.values[static_cast<std::size_t>(node.inputs.back())];
        value.consumers.push_back(index);
        constant = constant && value.constant;
      }
    }
    for (const auto& name : proto.output()) {
      node.outputs.push_back(index_of(name));  // also one that is left out: nobody can use it
      OnnxValue& value = graph_.values[static_cast<std::size_t>(node.outputs.back())];
      value.producer = index;
      value.constant = constant || node.op == "Shape" || node.op == "Size";
    }
    read_attributes(proto, node);
    graph_.nodes.push_back(std::move(node));
  }

  void read_attributes(const ::onnx::NodeProto& proto, OnnxNode& node) {
    for (const auto& attribute : proto.attribute()) {
      if (attribute.type() == ::onnx::AttributeProto::INT) {
        node.integers[attribute.name()] = {attribute.i()};
      } else if (attribute.type() == ::onnx::AttributeProto::INTS) {
        node.integers[attribute.name()] = {attribute.ints().begin(), attribute.ints().end()};
      } else if (attribute.type() == ::onnx::AttributeProto::FLOAT) {
        node.floats[attribute.name()] = attribute.f();
        if (attribute.name() == "value_float" && node.op == "Constant" && !node.outputs.empty()) {
          graph_.values[static_cast<std::size_t>(node.outputs.front())].scalar = attribute.f();
        }
      } else if (attribute.has_t() && node.op == "Constant" && !node.outputs.empty()) {
        set_data(node.outputs.front(), attribute.t());
      }
    }
  }

  const OnnxModel& model_;
  OnnxTensors& tensors_;
  OnnxTypes types_;
  OnnxGraph graph_;
  std::map<std::string, int, std::less<>> indices_;
};

}  // namespace

OnnxGraph read_onnx_graph(const OnnxModel& model, OnnxTensors& tensors, const Dimensions& dimensions) {
  return Reader(model, tensors, dimensions).run();
}

}  // namespace lmulsim::formats::onnx::detail
