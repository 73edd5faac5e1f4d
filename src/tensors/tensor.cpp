// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tensors/tensor.hpp"

#include <bit>
#include <cstring>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace lmulsim::tensors {

static_assert(std::endian::native == std::endian::little, "tensors are kept as little-endian words");

std::int64_t Tensor::elements() const {
  return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

std::vector<float> Tensor::floats() const {
  if (dtype != DType::f32) {
    throw std::logic_error("Tensor::floats: the tensor is not F32");
  }
  std::vector<float> values(static_cast<std::size_t>(elements()));
  if (!values.empty()) {
    std::memcpy(values.data(), bytes.data(), bytes.size());
  }
  return values;
}

std::vector<std::uint32_t> Tensor::codes() const {
  const std::size_t width = info(dtype).bytes;
  std::vector<std::uint32_t> words(static_cast<std::size_t>(elements()));
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::memcpy(&words[i], &bytes[i * width], width);
  }
  return words;
}

Tensor make_tensor(std::span<const float> values, std::vector<std::int64_t> shape) {
  const auto bytes = std::as_bytes(values);
  return {DType::f32, std::move(shape), {bytes.begin(), bytes.end()}};
}

Tensor make_tensor(DType dtype, std::span<const std::uint32_t> codes, std::vector<std::int64_t> shape) {
  const std::size_t width = info(dtype).bytes;
  std::vector<std::byte> bytes(codes.size() * width);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    std::memcpy(&bytes[i * width], &codes[i], width);
  }
  return {dtype, std::move(shape), std::move(bytes)};
}

}  // namespace lmulsim::tensors
