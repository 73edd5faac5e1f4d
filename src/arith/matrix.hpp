// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "arith/format.hpp"

namespace lmulsim::arith {

/// Bytes of one code in memory and in files: little-endian words of 1, 2 or 4 bytes, the code in the low bits.
[[nodiscard]] constexpr std::size_t code_bytes(Format format) {
  const int width = info(format).width();
  return width <= 8 ? 1 : (width <= 16 ? 2 : 4);
}

/// The code at index i of an array of codes. The bits above the code's width are ignored.
[[nodiscard]] inline std::uint32_t load_code(Format format, const void* data, std::size_t i) {
  std::uint32_t code = 0;
  const std::size_t bytes = code_bytes(format);
  std::memcpy(&code, static_cast<const std::byte*>(data) + i * bytes, bytes);
  return code & (info(format).mag_mask() | info(format).sign_mask());
}

inline void store_code(Format format, void* data, std::size_t i, std::uint32_t code) {
  const std::size_t bytes = code_bytes(format);
  std::memcpy(static_cast<std::byte*>(data) + i * bytes, &code, bytes);
}

/// A row-major matrix of codes that somebody else owns. `stride` is the distance of two rows in codes, >= cols.
struct CodeMatrix {
  Format format = Format::e4m3;
  const void* data = nullptr;
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::size_t stride = 0;

  [[nodiscard]] std::uint32_t code(std::size_t row, std::size_t col) const {
    return load_code(format, data, row * stride + col);
  }
};

}  // namespace lmulsim::arith
