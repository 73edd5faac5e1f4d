// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/defs/shape_inference.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lmulsim::formats::onnx::detail {

using Sizes = std::vector<std::int64_t>;

inline constexpr std::int64_t kMaxShapeSize = std::int64_t{1} << 40U;

[[noreturn]] void fail_shape(const std::string& reason);

/// The dimensions of an operand; unset unless all are known.
[[nodiscard]] std::optional<Sizes> sizes_of(::onnx::InferenceContext& context, std::size_t input);

/// Passes over a result that the node leaves out.
void set_sizes(::onnx::InferenceContext& context, std::size_t output, const Sizes& sizes);
void set_type(::onnx::InferenceContext& context, std::size_t output, int type);

[[nodiscard]] bool has_input(::onnx::InferenceContext& context, std::size_t input);

/// Number of an element type; 0 for an operand that is left out.
[[nodiscard]] int type_of(::onnx::InferenceContext& context, std::size_t input);

/// The words of a constant operand; unset for one that is computed or left out.
[[nodiscard]] std::optional<Sizes> integers_of(::onnx::InferenceContext& context, std::size_t input);

}  // namespace lmulsim::formats::onnx::detail
