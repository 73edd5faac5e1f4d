// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arith/format.hpp"

namespace lmulsim::tensors {

/// Element types of the safetensors format that this project reads and writes.
enum class DType : std::uint8_t { f32, f16, bf16, f8_e4m3, f8_e5m2, i8, u8 };

struct DTypeInfo {
  std::string_view name;  ///< as safetensors spells it
  std::size_t bytes;
  std::optional<arith::Format> format;
};

inline constexpr std::array<DTypeInfo, 7> kDTypes{{
    {"F32", 4, arith::Format::fp32},
    {"F16", 2, arith::Format::fp16},
    {"BF16", 2, arith::Format::bf16},
    {"F8_E4M3", 1, arith::Format::e4m3},
    {"F8_E5M2", 1, arith::Format::e5m2},
    {"I8", 1, arith::Format::int8},
    {"U8", 1, std::nullopt},
}};

[[nodiscard]] constexpr const DTypeInfo& info(DType t) {
  return kDTypes[static_cast<std::size_t>(t)];
}

/// A dense row-major array: little-endian words of the element type.
struct Tensor {
  DType dtype = DType::f32;
  std::vector<std::int64_t> shape;
  std::vector<std::byte> bytes;  ///< elements() * info(dtype).bytes

  [[nodiscard]] std::int64_t elements() const;
  /// The values; only for f32 (std::logic_error otherwise).
  [[nodiscard]] std::vector<float> floats() const;
  /// The words of any type, zero-extended.
  [[nodiscard]] std::vector<std::uint32_t> codes() const;

  friend bool operator==(const Tensor&, const Tensor&) = default;
};

[[nodiscard]] Tensor make_tensor(std::span<const float> values, std::vector<std::int64_t> shape);
/// Words of `dtype`; the bits above the type's width are dropped.
[[nodiscard]] Tensor make_tensor(DType dtype, std::span<const std::uint32_t> codes, std::vector<std::int64_t> shape);

using Tensors = std::map<std::string, Tensor, std::less<>>;

}  // namespace lmulsim::tensors
