// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/onnx/onnx_weight.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace lmulsim::formats::onnx::detail {

namespace {

/// From matrices [n, k] in the order of the file to [k, n].
void transpose(tensors::Tensor& tensor) {
  const std::size_t width = tensors::info(tensor.dtype).bytes;
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

}  // namespace

std::optional<tensors::Tensor> read_weight(const OnnxGraph& graph, const OnnxProduct& product, OnnxTensors& tensors) {
  auto tensor = tensors.read(*graph.value(product.weight.value).data);
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

}  // namespace lmulsim::formats::onnx::detail
