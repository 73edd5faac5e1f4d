// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "formats/onnx/onnx_products.hpp"
#include "formats/onnx/onnx_tensor.hpp"

namespace lmulsim::formats::onnx::detail {

/// The operand B [count / b_shared, k, n] of a product whose weight is an initialiser; unset when its values are not
/// here or of a type that Tensor does not have.
[[nodiscard]] std::optional<tensors::Tensor> read_weight(const OnnxGraph& graph, const OnnxProduct& product,
                                                         OnnxTensors& tensors);

}  // namespace lmulsim::formats::onnx::detail
