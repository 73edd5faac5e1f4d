// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/onnx/onnx_graph.hpp"
#include "formats/onnx/onnx_model.hpp"
#include "formats/onnx/onnx_tensor.hpp"

namespace lmulsim::formats::onnx::detail {

/// The main graph of `model`, which must outlive it. Throws InputError naming the file and the place.
[[nodiscard]] OnnxGraph read_onnx_graph(const OnnxModel& model, OnnxTensors& tensors, const Dimensions& dimensions);

}  // namespace lmulsim::formats::onnx::detail
