// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace lmulsim::tensors {

/// How a model file stores numbers. `other`: whatever is not read here (indices, masks, other quantisations); such a
/// tensor may be in a file, and is refused when somebody asks for its values.
enum class StoredType : std::uint8_t { f32, f16, bf16, f8_e4m3, f8_e5m2, q8_0, other };

/// Elements of a block of Q8_0 (ggml): an fp16 scale, then as many signed bytes.
inline constexpr std::size_t kQ8Block = 32;

/// An array in a mapped file, not yet read.
struct StoredTensor {
  StoredType type = StoredType::other;
  std::string type_name;            ///< as the file spells it
  std::vector<std::int64_t> shape;  ///< row-major, slowest first
  std::span<const std::byte> bytes;

  [[nodiscard]] std::int64_t elements() const;
};

/// Bytes that `elements` values take; 0 for `other`. For q8_0, `elements` is a multiple of kQ8Block.
[[nodiscard]] std::uint64_t stored_bytes(StoredType type, std::uint64_t elements);

/// The values in fp32, exact for every type. Precondition: a type but `other`, and bytes.size() == stored_bytes().
[[nodiscard]] std::vector<float> decode(const StoredTensor& tensor);

}  // namespace lmulsim::tensors
