// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "graph/graph.hpp"

namespace lmulsim::formats::onnx::detail {

/// What becomes of the nodes of an ONNX operator. `free` ones move values, or compute where values lie and which of
/// them count (shapes, indices, masks).
enum class OnnxClass : std::uint8_t { product, counted, free, refused };

/// Operators that are treated alike. Those of other domains than the default one are named "domain.Operator".
struct OnnxGroup {
  OnnxClass treatment = OnnxClass::refused;
  graph::OperatorKind kind = graph::OperatorKind::elementwise;  ///< counted ones
  std::string_view reason;                                      ///< refused ones
  std::span<const std::string_view> names;
};

/// Every operator that this reader has heard of, in one group each: the default domain of the sets 1 to 23, and the
/// ones of com.microsoft that are read or that multiply.
[[nodiscard]] std::span<const OnnxGroup> onnx_groups();

/// The group of an operator; null for one that is in none.
[[nodiscard]] const OnnxGroup* group_of(std::string_view op);

}  // namespace lmulsim::formats::onnx::detail
