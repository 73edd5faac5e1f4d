// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tensors/tensor.hpp"
#include "util/file.hpp"

namespace lmulsim::formats::onnx::detail {

/// The arrays of one ONNX file: in the file itself, or in files beside it.
class OnnxTensors {
 public:
  explicit OnnxTensors(std::filesystem::path model) : model_(std::move(model)) {}

  /// Throws InputError naming the tensor unless it is of a known element type and has as many elements as its shape
  /// says; external data must lie in a file of the model's folder or below. A file that is not there is noted only:
  /// shapes do not need it.
  void check(const ::onnx::TensorProto& tensor);

  /// Whether the values of a tensor can be read: in the model, or in a file that exists.
  [[nodiscard]] bool is_here(const ::onnx::TensorProto& tensor);

  /// Names of checked tensors whose file is not there.
  [[nodiscard]] const std::set<std::string>& missing() const { return missing_; }

  /// A tensor of a file beside the model, which is there, with its values inside.
  [[nodiscard]] ::onnx::TensorProto embedded(const ::onnx::TensorProto& tensor);

  /// The words of a checked tensor; empty for one that is not here, and for an element type that Tensor does not have.
  [[nodiscard]] std::optional<tensors::Tensor> read(const ::onnx::TensorProto& tensor);

  /// The value of a checked tensor of one element; unset for other sizes, for one that is not here, and for element
  /// types that are no number.
  [[nodiscard]] std::optional<double> scalar(const ::onnx::TensorProto& tensor);

 private:
  /// Where external data lie.
  struct Place {
    std::string location;
    std::optional<std::uint64_t> offset, length;
  };
  [[noreturn]] void fail(const ::onnx::TensorProto& tensor, std::string_view reason) const;
  [[nodiscard]] std::int64_t elements(const ::onnx::TensorProto& tensor) const;
  [[nodiscard]] std::span<const std::byte> external(const ::onnx::TensorProto& tensor);
  [[nodiscard]] Place place_of(const ::onnx::TensorProto& tensor) const;
  /// Null when there is no such file.
  [[nodiscard]] const util::MappedFile* file(const ::onnx::TensorProto& tensor, const std::string& location);
  [[nodiscard]] std::vector<std::byte> words(const ::onnx::TensorProto& tensor);

  std::filesystem::path model_;
  std::map<std::string, util::MappedFile> files_;
  std::set<std::string> missing_;
};

}  // namespace lmulsim::formats::onnx::detail
