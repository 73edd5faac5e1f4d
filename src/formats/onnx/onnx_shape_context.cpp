// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/onnx/onnx_shape_context.hpp"

#include <onnx/defs/tensor_proto_util.h>

namespace lmulsim::formats::onnx::detail {

void fail_shape(const std::string& reason) {
  throw ::onnx::InferenceError(reason);
}

std::optional<Sizes> sizes_of(::onnx::InferenceContext& context, std::size_t input) {
  if (!::onnx::hasInputShape(context, input)) {
    return std::nullopt;
  }
  Sizes sizes;
  for (const auto& dimension : ::onnx::getInputShape(context, input).dim()) {
    if (!dimension.has_dim_value()) {
      return std::nullopt;
    }
    sizes.push_back(dimension.dim_value());
  }
  return sizes;
}

void set_sizes(::onnx::InferenceContext& context, std::size_t output, const Sizes& sizes) {
  if (output >= context.getNumOutputs()) {
    return;
  }
  ::onnx::TensorShapeProto shape;
  for (const std::int64_t size : sizes) {
    if (size < 0 || size > kMaxShapeSize) {
      fail_shape("a size of " + std::to_string(size) + " is beyond any model");
    }
    shape.add_dim()->set_dim_value(size);
  }
  ::onnx::updateOutputShape(context, output, shape);
}

void set_type(::onnx::InferenceContext& context, std::size_t output, int type) {
  if (output < context.getNumOutputs()) {
    ::onnx::updateOutputElemType(context, output, type);
  }
}

bool has_input(::onnx::InferenceContext& context, std::size_t input) {
  return input < context.getNumInputs() && context.getInputType(input) != nullptr;
}

int type_of(::onnx::InferenceContext& context, std::size_t input) {
  return has_input(context, input) ? context.getInputType(input)->tensor_type().elem_type() : 0;
}

std::optional<Sizes> integers_of(::onnx::InferenceContext& context, std::size_t input) {
  const ::onnx::TensorProto* data = has_input(context, input) ? context.getInputData(input) : nullptr;
  if (data == nullptr || data->data_type() != ::onnx::TensorProto::INT64) {
    return std::nullopt;
  }
  return ::onnx::ParseData<std::int64_t>(data);
}

}  // namespace lmulsim::formats::onnx::detail
