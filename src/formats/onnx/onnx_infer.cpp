// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <onnx/shape_inference/implementation.h>

#include <algorithm>
#include <map>
#include <set>

#include "formats/onnx/onnx_fold.hpp"
#include "formats/onnx/onnx_model.hpp"
#include "formats/onnx/onnx_schemas.hpp"
#include "util/isolated.hpp"

namespace lmulsim::formats::onnx::detail {

namespace {

constexpr std::int64_t kMaxDimension = std::int64_t{1} << 32U;
/// Initialisers that may say a shape go to the inference with their values, others with their type only.
constexpr std::int64_t kMaxShapeElements = 64;
constexpr int kMaxWork = 1 << 22;  // nodes that all rounds of the inference may visit
constexpr int kIrVersion = 8;      // of the copy: initialisers need not be inputs

/// A copy of the model without the weights, and with every dimension of every input known.
class Skeleton {
 public:
  Skeleton(const OnnxModel& model, OnnxTensors& tensors, const Dimensions& dimensions)
      : model_(model), tensors_(tensors), dimensions_(dimensions) {
    result_.set_ir_version(kIrVersion);
    *result_.mutable_opset_import() = model.proto.opset_import();
    const ::onnx::GraphProto& graph = model.proto.graph();
    for (const auto& tensor : graph.initializer()) {
      add_initializer(tensor);
    }
    for (const auto& input : graph.input()) {
      if (!initializers_.contains(input.name())) {
        add_input(input);
      }
    }
    result_.mutable_graph()->set_name("graph");
    for (const auto& node : graph.node()) {
      add_node(node);
    }
    refuse_unused();
  }

  [[nodiscard]] ::onnx::ModelProto& result() { return result_; }

 private:
  void add_initializer(const ::onnx::TensorProto& tensor) {
    initializers_.emplace(tensor.name(), &tensor);
    ::onnx::ValueInfoProto& value = *result_.mutable_graph()->add_input();
    value.set_name(tensor.name());
    auto& type = *value.mutable_type()->mutable_tensor_type();
    type.set_elem_type(tensor.data_type());
    (void)type.mutable_shape();  // there even when it is that of a scalar
    std::int64_t elements = 1;
    for (const std::int64_t size : tensor.dims()) {
      type.mutable_shape()->add_dim()->set_dim_value(size);
      elements = elements > kMaxShapeElements ? elements : elements * std::min(size, kMaxShapeElements + 1);
    }
    if (elements > kMaxShapeElements) {
      return;
    }
    if (tensor.data_location() != ::onnx::TensorProto::EXTERNAL) {
      *result_.mutable_graph()->add_initializer() = tensor;
    } else if (tensors_.is_here(tensor)) {
      *result_.mutable_graph()->add_initializer() = tensors_.embedded(tensor);
    }
  }

  /// A convolution says the size of its windows, which the inference compares with its input; without, it takes the
  /// sizes of the weights as they are, even when there are too few.
  void add_node(const ::onnx::NodeProto& node) {
    ::onnx::NodeProto& copy = *result_.mutable_graph()->add_node();
    copy = node;
    const auto is_size = [](const ::onnx::AttributeProto& attribute) { return attribute.name() == "kernel_shape"; };
    const int weights = node.op_type() == "QLinearConv" ? 3 : 1;
    if (node.op_type().find("Conv") == std::string::npos || !is_default_domain(node.domain()) ||
        std::ranges::any_of(node.attribute(), is_size)) {
      return;
    }
    const auto found = initializers_.find(node.input(weights));
    if (found == initializers_.end()) {
      model_.fail(fmt::format("node '{}' ({}): expected kernel_shape, or weights of the file, found neither",
                              node.name(), node.op_type()));
    }
    ::onnx::AttributeProto& size = *copy.add_attribute();
    size.set_name("kernel_shape");
    size.set_type(::onnx::AttributeProto::INTS);
    for (int i = 2; i < found->second->dims_size(); ++i) {
      size.add_ints(found->second->dims(i));
    }
  }

  void add_input(const ::onnx::ValueInfoProto& input) {
    if (!input.type().has_tensor_type() || !input.type().tensor_type().has_shape()) {
      model_.fail(fmt::format("input '{}': expected a tensor with a shape", input.name()));
    }
    ::onnx::ValueInfoProto& value = *result_.mutable_graph()->add_input();
    value = input;
    int index = 0;
    for (auto& dimension : *value.mutable_type()->mutable_tensor_type()->mutable_shape()->mutable_dim()) {
      resolve(input.name(), index++, dimension);
    }
  }

  void resolve(const std::string& input, int index, ::onnx::TensorShapeProto::Dimension& dimension) {
    const auto place = [&] { return fmt::format("input '{}': dimension {}", input, index); };
    std::int64_t size = dimension.dim_value();
    if (!dimension.has_dim_value() || size == 0 || size == -1) {
      const std::string name =
          dimension.dim_param().empty() ? fmt::format("{}.{}", input, index) : dimension.dim_param();
      const auto given = dimensions_.find(name);
      if (given == dimensions_.end()) {
        model_.fail(
            fmt::format("{} ('{}') is open: expected its size (--dimension {}=SIZE), found none", place(), name, name));
      }
      used_.insert(name);
      size = given->second;
    }
    if (size < 1 || size > kMaxDimension) {
      model_.fail(fmt::format("{}: expected 1 to {}, found {}", place(), kMaxDimension, size));
    }
    dimension.set_dim_value(size);
  }

  void refuse_unused() const {
    for (const auto& [name, size] : dimensions_) {
      if (!used_.contains(name)) {
        model_.fail(
            fmt::format("dimension '{}': expected the name of an open dimension, found none in the model", name));
      }
    }
  }

  const OnnxModel& model_;
  OnnxTensors& tensors_;
  const Dimensions& dimensions_;
  ::onnx::ModelProto result_;
  std::map<std::string, const ::onnx::TensorProto*, std::less<>> initializers_;
  std::set<std::string, std::less<>> used_;
};

void infer(const OnnxModel& model, ::onnx::ModelProto& proto) {
  try {
    // Definitions that gained element types since are read as those before.
    const bool check_types = model.opset <= kLibraryOpset;
    constexpr int kStrict = 1;
    constexpr bool kPropagateData = true;
    ::onnx::shape_inference::InferShapes(proto, &OnnxSchemas::instance(), {check_types, kStrict, kPropagateData});
  } catch (const std::exception& e) {  // the library throws several kinds, all with a text that names the node
    model.fail(fmt::format("shapes: {}", e.what()));
  }
}

/// Whether every value has a shape of known sizes.
bool all_known(const ::onnx::GraphProto& graph) {
  const auto is_known = [](const ::onnx::ValueInfoProto& value) {
    const auto& tensor = value.type().tensor_type();
    return tensor.has_shape() &&
           std::ranges::all_of(tensor.shape().dim(), [](const auto& dimension) { return dimension.has_dim_value(); });
  };
  return std::ranges::all_of(graph.value_info(), is_known);
}

/// A graph of the values alone, with their types. `proto` is lost.
::onnx::GraphProto inferred_values(const OnnxModel& model, ::onnx::ModelProto& proto) {
  // Each round knows the integers that the round before computed from its shapes.
  for (int work = 0; work < kMaxWork; work += std::max(1, proto.graph().node_size())) {
    infer(model, proto);
    if (all_known(proto.graph()) || !fold_integers(*proto.mutable_graph())) {
      break;
    }
  }
  ::onnx::GraphProto values;
  values.mutable_input()->Swap(proto.mutable_graph()->mutable_input());
  values.mutable_value_info()->Swap(proto.mutable_graph()->mutable_value_info());
  return values;
}

}  // namespace

OnnxTypes infer_types(const OnnxModel& model, OnnxTensors& tensors, const Dimensions& dimensions) {
  Skeleton skeleton(model, tensors, dimensions);
  ::onnx::GraphProto inferred;
  try {
    const std::string found =
        util::isolated([&] { return inferred_values(model, skeleton.result()).SerializeAsString(); });
    if (!inferred.ParseFromString(found)) {
      model.fail("shapes: expected a message from the process of the inference, found another");
    }
  } catch (const util::ProcessDied& e) {
    model.fail(fmt::format("shapes: expected a model that ONNX's own inference can read, found one that ends it: {}",
                           e.what()));
  }
  OnnxTypes types;
  for (const auto* values : {&inferred.input(), &inferred.value_info()}) {
    for (const auto& value : *values) {
      types.emplace(value.name(), value.type());
    }
  }
  return types;
}

}  // namespace lmulsim::formats::onnx::detail
