// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/onnx_pb.h>

namespace lmulsim::formats::onnx::detail {

/// Computes the integers from which exporters build shapes (Shape, Gather, Concat, arithmetic, ...), where the types
/// inferred so far suffice: each such node of the graph becomes an initialiser. The inference of ONNX 1.12 propagates
/// some of these operators only. Returns whether a node was replaced. Scalars and vectors of up to 64 integers.
bool fold_integers(::onnx::GraphProto& graph);

}  // namespace lmulsim::formats::onnx::detail
