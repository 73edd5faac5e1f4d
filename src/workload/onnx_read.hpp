// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "workload/onnx_graph.hpp"
#include "workload/onnx_model.hpp"
#include "workload/onnx_tensor.hpp"

namespace lmulsim::workload::detail {

/// The main graph of `model`, which must outlive it. Throws InputError naming the file and the place.
[[nodiscard]] OnnxGraph read_onnx_graph(const OnnxModel& model, OnnxTensors& tensors, const Dimensions& dimensions);

}  // namespace lmulsim::workload::detail
