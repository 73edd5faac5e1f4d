// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "tensors/tensor.hpp"

namespace lmulsim::formats::onnx::detail {

/// Which repeated field of TensorProto has the elements when there are no raw bytes (onnx.proto).
enum class OnnxField : std::uint8_t { floats, int32s, int64s, doubles, uint64s };

struct OnnxElement {
  int number;  ///< TensorProto.DataType
  std::size_t bits;
  OnnxField field;
  std::optional<tensors::DType> dtype;  ///< that a Tensor has for it

  /// Bytes of one, or of two that share a byte.
  [[nodiscard]] std::size_t width() const { return std::max<std::size_t>(bits / 8, 1); }
  /// Words that so many elements take.
  [[nodiscard]] std::int64_t packed(std::int64_t count) const { return bits < 8 ? (count + 1) / 2 : count; }
};

/// Null for texts, complex numbers and numbers of no type.
[[nodiscard]] const OnnxElement* find_element(int number);

/// The value of a little-endian word; unset for types whose values nobody asks for.
[[nodiscard]] std::optional<double> number_of(std::span<const std::byte> bytes, int type);

/// A real number: float, double, float16, bfloat16, and those of 8 and 4 bits.
[[nodiscard]] bool is_floating(int element_type);

/// An integer of 8 or 4 bits: nobody counts with these, they are quantised numbers.
[[nodiscard]] bool is_small_integer(int element_type);
[[nodiscard]] bool is_integer(int element_type);

/// The name of an integer type; empty for others.
[[nodiscard]] std::string_view element_name(int element_type);

}  // namespace lmulsim::formats::onnx::detail
