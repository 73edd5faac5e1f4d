// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/onnx/onnx_model.hpp"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/stubs/logging.h>
#include <onnx/defs/schema.h>

#include <algorithm>
#include <limits>
#include <set>

#include "formats/onnx/onnx_operators.hpp"
#include "formats/onnx/onnx_schemas.hpp"
#include "util/error.hpp"

namespace lmulsim::formats::onnx::detail {

namespace {

constexpr int kMinOpset = 7;  // from here on, operands are broadcast as NumPy does
constexpr int kMaxNodes = 1 << 16;
constexpr std::int64_t kMaxWindow = std::int64_t{1} << 24U;

/// The library would print its own words about a file that cannot be parsed.
class Silence {
 public:
  Silence() : before_(google::protobuf::SetLogHandler(nullptr)) {}
  ~Silence() { google::protobuf::SetLogHandler(before_); }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  google::protobuf::LogHandler* before_;
};

int default_opset(const OnnxModel& model) {
  int opset = 0;
  for (const auto& import : model.proto.opset_import()) {
    if (is_default_domain(import.domain())) {
      if (import.version() < kMinOpset || import.version() > kNewestOpset) {
        model.fail(fmt::format("opset_import: expected version {} to {} of the default operator set, found {}",
                               kMinOpset, kNewestOpset, import.version()));
      }
      opset = static_cast<int>(import.version());
    }
  }
  if (opset == 0) {
    model.fail("opset_import: expected a version of the default operator set, found none");
  }
  return opset;
}

/// Names and sizes of one node against the schema of its operator.
class NodeCheck {
 public:
  NodeCheck(const OnnxModel& model, const ::onnx::NodeProto& node) : model_(model), node_(node) {}

  void run() const {
    const ::onnx::OpSchema& schema = find_schema();
    for (const auto& attribute : node_.attribute()) {
      check_attribute(attribute);
    }
    try {
      schema.Verify(node_);
    } catch (const std::exception& e) {
      fail(e.what());
    }
    check_left_out(schema);
  }

 private:
  [[noreturn]] void fail(std::string_view reason) const {
    const std::string& name = node_.name().empty() && node_.output_size() > 0 ? node_.output(0) : node_.name();
    model_.fail(fmt::format("node '{}' ({}): {}", name, operator_name(node_), reason));
  }

  [[nodiscard]] const ::onnx::OpSchema& find_schema() const {
    const bool is_default = is_default_domain(node_.domain());
    const OnnxGroup* group = group_of(operator_name(node_));
    const ::onnx::OpSchema* schema =
        OnnxSchemas::instance().GetSchema(node_.op_type(), model_.opset, is_default ? "" : node_.domain());
    if (schema != nullptr && group != nullptr) {
      return *schema;
    }
    if (group != nullptr && group->treatment == OnnxClass::refused) {
      fail(group->reason);
    }
    fail(is_default ? fmt::format("expected an operator of set {}, found an unknown one", model_.opset)
                    : fmt::format("an operator of the domain '{}' that is not modelled", node_.domain()));
  }

  /// Verify() lets any number of operands be empty names.
  void check_left_out(const ::onnx::OpSchema& schema) const {
    for (int i = 0; i < node_.input_size(); ++i) {
      const auto& formal = schema.inputs()[std::min(static_cast<std::size_t>(i), schema.inputs().size() - 1)];
      if (node_.input(i).empty() && formal.GetOption() != ::onnx::OpSchema::Optional) {
        fail(fmt::format("input {}: expected a value, found none", i));
      }
    }
  }

  void check_attribute(const ::onnx::AttributeProto& attribute) const {
    if (attribute.has_g() || attribute.graphs_size() > 0) {
      fail("control flow is not modelled");
    }
    if (!attribute.ref_attr_name().empty()) {
      fail(fmt::format("attribute {}: expected a value, found a reference", attribute.name()));
    }
    const std::string& name = attribute.name();
    if (name == "strides" || name == "dilations" || name == "kernel_shape" || name == "group" || name == "blocksize") {
      check_range(attribute, 1);
    } else if (name == "pads" || name == "output_padding") {
      check_range(attribute, node_.op_type() == "Pad" ? -kMaxWindow : 0);
    } else if (name == "axis" || name == "axes" || name == "perm") {
      check_range(attribute, -kMaxWindow);
    }
  }

  /// Sizes from which the inference computes others, without asking.
  void check_range(const ::onnx::AttributeProto& attribute, std::int64_t least) const {
    const auto check = [&](std::int64_t value) {
      if (value < least || value > kMaxWindow) {
        fail(fmt::format("attribute {}: expected {} to {}, found {}", attribute.name(), least, kMaxWindow, value));
      }
    };
    if (attribute.type() == ::onnx::AttributeProto::INT) {
      check(attribute.i());
    }
    for (const std::int64_t value : attribute.ints()) {
      check(value);
    }
  }

  const OnnxModel& model_;
  const ::onnx::NodeProto& node_;
};

/// Every value is given once, and before it is used.
void check_order(const OnnxModel& model) {
  std::set<std::string, std::less<>> known;
  const auto define = [&](const std::string& name) {
    if (!known.insert(name).second) {
      model.fail(fmt::format("value '{}': expected to be given once", name));
    }
  };
  const ::onnx::GraphProto& graph = model.proto.graph();
  for (const auto& tensor : graph.initializer()) {
    define(tensor.name());
  }
  std::set<std::string, std::less<>> inputs;
  for (const auto& input : graph.input()) {
    if (!inputs.insert(input.name()).second) {
      model.fail(fmt::format("input '{}': expected to be given once", input.name()));
    }
  }
  known.merge(inputs);  // an input may have an initialiser as its default
  for (const auto& node : graph.node()) {
    for (const auto& input : node.input()) {
      if (!input.empty() && !known.contains(input)) {
        model.fail(fmt::format("node '{}' ({}): expected the input '{}' to be given before", node.name(),
                               node.op_type(), input));
      }
    }
    for (const auto& output : node.output()) {
      if (!output.empty()) {
        define(output);
      }
    }
  }
}

}  // namespace

bool is_default_domain(std::string_view domain) {
  return domain.empty() || domain == "ai.onnx";
}

std::string operator_name(const ::onnx::NodeProto& node) {
  return is_default_domain(node.domain()) ? node.op_type() : node.domain() + "." + node.op_type();
}

OnnxModel::OnnxModel(std::span<const std::byte> bytes, std::string where_) : where(std::move(where_)) {
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    fail("expected a file of less than 2 GB (larger models have their tensors beside them)");
  }
  {
    const Silence silence;
    if (!proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      fail("expected an ONNX model, found something else or a file that is cut short");
    }
  }
  if (proto.functions_size() > 0) {
    fail(fmt::format("functions: expected none, found {}", proto.functions_size()));
  }
  if (proto.graph().sparse_initializer_size() > 0) {
    fail("sparse_initializer: expected dense tensors");
  }
  if (proto.graph().node_size() < 1 || proto.graph().node_size() > kMaxNodes) {
    fail(fmt::format("graph: expected 1 to {} nodes, found {}", kMaxNodes, proto.graph().node_size()));
  }
  opset = default_opset(*this);
  check_order(*this);
  for (const auto& node : proto.graph().node()) {
    NodeCheck(*this, node).run();
  }
}

void OnnxModel::fail(std::string_view reason) const {
  throw InputError(fmt::format("{}: {}", where, reason));
}

}  // namespace lmulsim::formats::onnx::detail
