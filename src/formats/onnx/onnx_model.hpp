// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "formats/onnx/onnx.hpp"
#include "formats/onnx/onnx_tensor.hpp"

namespace lmulsim::formats::onnx::detail {

[[nodiscard]] bool is_default_domain(std::string_view domain);

/// "MatMul", or "com.microsoft.QGemm" of another domain than the default one.
[[nodiscard]] std::string operator_name(const ::onnx::NodeProto& node);

/// The message of an ONNX file, and the version of the default operator set. Throws InputError unless it is a model of
/// a supported set whose main graph has only operators that are known (onnx_schemas.hpp), each as its schema wants it,
/// in an order that respects the dependencies, every value given once.
struct OnnxModel {
  OnnxModel(std::span<const std::byte> bytes, std::string where);

  std::string where;
  ::onnx::ModelProto proto;
  int opset = 0;

  [[noreturn]] void fail(std::string_view reason) const;
};

/// Of values, by name.
using OnnxTypes = std::map<std::string, ::onnx::TypeProto, std::less<>>;

/// Types and shapes of the values of `model`, from ::onnx::shape_inference, with open dimensions (unnamed, named, 0 or
/// -1) set to `dimensions`. Throws InputError for an open dimension without a size, a size without a dimension, and
/// what the inference refuses. Small constants beside the model are read: they may say shapes.
/// The inference trusts ranks and attributes: what a hostile model makes of it ends a process of its own.
[[nodiscard]] OnnxTypes infer_types(const OnnxModel& model, OnnxTensors& tensors, const Dimensions& dimensions);

}  // namespace lmulsim::formats::onnx::detail
