// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/onnx/onnx_fold.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::formats::onnx::detail {

namespace {

constexpr std::int64_t kMaxElements = 64;

/// A scalar, or a vector.
struct Integers {
  std::vector<std::int64_t> values;
  bool scalar = false;
};
using Folded = std::optional<Integers>;

/// The content of a checked tensor of int64 or int32.
Folded read(const ::onnx::TensorProto& t) {
  const bool wide = t.data_type() == ::onnx::TensorProto::INT64;
  const std::int64_t count = t.dims_size() == 0 ? 1 : t.dims(0);
  if ((!wide && t.data_type() != ::onnx::TensorProto::INT32) || t.dims_size() > 1 || count > kMaxElements ||
      t.data_location() == ::onnx::TensorProto::EXTERNAL) {
    return std::nullopt;
  }
  Integers found{{}, t.dims_size() == 0};
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    if (!t.has_raw_data()) {
      const int at = static_cast<int>(i);
      found.values.push_back(wide ? t.int64_data(at) : t.int32_data(at));
    } else if (wide) {
      std::memcpy(&found.values.emplace_back(), t.raw_data().data() + i * 8, 8);
    } else {
      std::int32_t word = 0;
      std::memcpy(&word, t.raw_data().data() + i * 4, 4);
      found.values.push_back(word);
    }
  }
  return found;
}

class Folder {
 public:
  explicit Folder(::onnx::GraphProto& graph) : graph_(graph) {
    for (const auto& tensor : graph.initializer()) {
      learn(tensor.name(), read(tensor));
    }
    for (const auto* values : {&graph.input(), &graph.value_info()}) {
      for (const auto& value : *values) {
        types_.emplace(value.name(), &value.type().tensor_type());
      }
    }
  }

  bool run() {
    google::protobuf::RepeatedPtrField<::onnx::NodeProto> kept;
    for (auto& node : *graph_.mutable_node()) {
      const Folded folded = node.output_size() == 1 ? fold(node) : std::nullopt;
      if (!folded || static_cast<std::int64_t>(folded->values.size()) > kMaxElements || !replace(node, *folded)) {
        kept.Add()->Swap(&node);
      }
    }
    const bool any = kept.size() < graph_.node_size();
    graph_.mutable_node()->Swap(&kept);
    return any;
  }

 private:
  void learn(const std::string& name, Folded integers) {
    if (integers) {
      known_.emplace(name, std::move(*integers));
    }
  }

  /// The node's result as an initialiser of the type that was inferred for it.
  bool replace(const ::onnx::NodeProto& node, const Integers& integers) {
    const auto type = types_.find(node.output(0));
    if (type == types_.end() || (type->second->elem_type() != ::onnx::TensorProto::INT64 &&
                                 type->second->elem_type() != ::onnx::TensorProto::INT32)) {
      return false;
    }
    const bool wide = type->second->elem_type() == ::onnx::TensorProto::INT64;
    ::onnx::TensorProto& tensor = *graph_.add_initializer();
    tensor.set_name(node.output(0));
    tensor.set_data_type(type->second->elem_type());
    if (!integers.scalar) {
      tensor.add_dims(static_cast<std::int64_t>(integers.values.size()));
    }
    for (const std::int64_t value : integers.values) {
      wide ? tensor.add_int64_data(value) : tensor.add_int32_data(static_cast<std::int32_t>(value));
    }
    learn(node.output(0), integers);
    return true;
  }

  [[nodiscard]] const Integers* input(const ::onnx::NodeProto& node, int index) const {
    const auto found = index < node.input_size() ? known_.find(node.input(index)) : known_.end();
    return found == known_.end() ? nullptr : &found->second;
  }

  static std::int64_t attribute(const ::onnx::NodeProto& node, std::string_view name, std::int64_t otherwise) {
    for (const auto& a : node.attribute()) {
      if (a.name() == name) {
        return a.ints_size() > 0 ? a.ints(0) : a.i();
      }
    }
    return otherwise;
  }

  [[nodiscard]] Folded fold(const ::onnx::NodeProto& node) const {
    const std::string& op = node.op_type();
    if (op == "Shape" || op == "Size") {
      return shape(node);
    }
    if (op == "Constant") {
      return constant(node);
    }
    for (int i = 0; i < node.input_size(); ++i) {
      if (!node.input(i).empty() && input(node, i) == nullptr) {
        return std::nullopt;
      }
    }
    if (op == "Add" || op == "Sub" || op == "Mul" || op == "Div" || op == "Min" || op == "Max") {
      return arithmetic(node);
    }
    return rearranged(node);
  }

  [[nodiscard]] Folded shape(const ::onnx::NodeProto& node) const {
    const auto type = types_.find(node.input(0));
    if (type == types_.end() || !type->second->has_shape()) {
      return std::nullopt;
    }
    Integers sizes;
    std::int64_t all = 1;
    for (const auto& dimension : type->second->shape().dim()) {
      if (!dimension.has_dim_value() || __builtin_mul_overflow(all, dimension.dim_value(), &all)) {
        return std::nullopt;
      }
      sizes.values.push_back(dimension.dim_value());
    }
    if (node.op_type() == "Size") {
      return Integers{{all}, true};
    }
    const auto rank = static_cast<std::int64_t>(sizes.values.size());
    return slice(sizes, attribute(node, "start", 0), attribute(node, "end", rank), 1);
  }

  static Folded constant(const ::onnx::NodeProto& node) {
    for (const auto& a : node.attribute()) {
      if (a.has_t()) {
        return read(a.t());
      }
      if (a.name() == "value_int") {
        return Integers{{a.i()}, true};
      }
      if (a.name() == "value_ints") {
        return Integers{{a.ints().begin(), a.ints().end()}, false};
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] Folded arithmetic(const ::onnx::NodeProto& node) const {
    const Integers* a = input(node, 0);
    const Integers* b = input(node, 1);
    if (a == nullptr || b == nullptr || node.input_size() != 2) {
      return std::nullopt;
    }
    const std::size_t left = a->values.size();
    const std::size_t right = b->values.size();
    if (left != right && left != 1 && right != 1) {
      return std::nullopt;
    }
    Integers result{{}, a->scalar && b->scalar};
    for (std::size_t i = 0; i < (left == 1 ? right : left); ++i) {
      const auto value = compute(node.op_type(), a->values[left == 1 ? 0 : i], b->values[right == 1 ? 0 : i]);
      if (!value) {
        return std::nullopt;
      }
      result.values.push_back(*value);
    }
    return result;
  }

  static std::optional<std::int64_t> compute(std::string_view op, std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    bool overflow = false;
    if (op == "Add") {
      overflow = __builtin_add_overflow(a, b, &result);
    } else if (op == "Sub") {
      overflow = __builtin_sub_overflow(a, b, &result);
    } else if (op == "Mul") {
      overflow = __builtin_mul_overflow(a, b, &result);
    } else if (op == "Div") {
      overflow = b == 0 || (b == -1 && a == INT64_MIN);
      result = overflow ? 0 : a / b;
    } else {
      result = op == "Min" ? std::min(a, b) : std::max(a, b);
    }
    return overflow ? std::nullopt : std::optional(result);
  }

  /// Operators that choose among the integers of their inputs.
  [[nodiscard]] Folded rearranged(const ::onnx::NodeProto& node) const {
    const std::string& op = node.op_type();
    if (op == "Concat") {
      Integers all;
      for (int i = 0; i < node.input_size(); ++i) {
        const auto& part = input(node, i)->values;
        all.values.insert(all.values.end(), part.begin(), part.end());
      }
      return all;
    }
    const Integers* in = input(node, 0);
    if (in == nullptr) {
      return std::nullopt;
    }
    if (op == "Identity" || op == "Cast") {  // replace() refuses a cast to anything but integers
      return *in;
    }
    if (op == "Unsqueeze" && in->scalar) {
      return Integers{in->values, false};
    }
    if (op == "Squeeze" && in->values.size() == 1) {
      return Integers{in->values, true};
    }
    const Integers* second = input(node, 1);
    if (op == "Gather" && second != nullptr && !in->scalar) {
      return gather(*in, *second);
    }
    if (op == "Slice" && second != nullptr && !in->scalar && input(node, 2) != nullptr) {
      const Integers* step = input(node, 4);
      const bool single = second->values.size() == 1 && input(node, 2)->values.size() == 1;
      return single ? slice(*in, second->values[0], input(node, 2)->values[0],
                            step == nullptr || step->values.empty() ? 1 : step->values[0])
                    : std::nullopt;
    }
    return std::nullopt;
  }

  static Folded gather(const Integers& in, const Integers& indices) {
    const auto size = static_cast<std::int64_t>(in.values.size());
    Integers result{{}, indices.scalar};
    for (const std::int64_t index : indices.values) {
      if (index < -size || index >= size) {
        return std::nullopt;
      }
      result.values.push_back(in.values[static_cast<std::size_t>(index < 0 ? index + size : index)]);
    }
    return result;
  }

  static Folded slice(const Integers& in, std::int64_t begin, std::int64_t end, std::int64_t step) {
    if (step != 1) {
      return std::nullopt;
    }
    const auto size = static_cast<std::int64_t>(in.values.size());
    const auto place = [size](std::int64_t at) { return std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size); };
    const std::int64_t first = place(begin);
    const std::int64_t last = std::max(first, place(end));
    return Integers{{in.values.begin() + first, in.values.begin() + last}, false};
  }

  ::onnx::GraphProto& graph_;
  std::map<std::string, Integers, std::less<>> known_;
  std::map<std::string, const ::onnx::TypeProto_Tensor*, std::less<>> types_;
};

}  // namespace

bool fold_integers(::onnx::GraphProto& graph) {
  return Folder(graph).run();
}

}  // namespace lmulsim::formats::onnx::detail
