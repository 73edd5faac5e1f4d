// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tensors/stored_tensor.hpp"

#include <bit>
#include <cstring>
#include <functional>
#include <numeric>
#include <stdexcept>

#include "arith/convert.hpp"
#include "arith/format.hpp"

namespace lmulsim::tensors {

namespace {

using arith::Format;

constexpr std::size_t kQ8BlockBytes = 2 + kQ8Block;

template <typename Word>
Word word_at(std::span<const std::byte> bytes, std::size_t offset) {
  Word word{};
  std::memcpy(&word, bytes.data() + offset, sizeof(word));
  return word;
}

float value_of(Format format, std::uint32_t code) {
  return static_cast<float>(arith::to_fp64(arith::decode(format, code)));
}

template <typename Word>
std::vector<float> decode_words(std::span<const std::byte> bytes, Format format) {
  std::vector<float> values(bytes.size() / sizeof(Word));
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = value_of(format, word_at<Word>(bytes, i * sizeof(Word)));
  }
  return values;
}

std::vector<float> decode_bf16(std::span<const std::byte> bytes) {
  std::vector<float> values(bytes.size() / 2);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = std::bit_cast<float>(std::uint32_t{word_at<std::uint16_t>(bytes, i * 2)} << 16U);
  }
  return values;
}

std::vector<float> decode_q8(std::span<const std::byte> bytes) {
  std::vector<float> values;
  values.reserve(bytes.size() / kQ8BlockBytes * kQ8Block);
  for (std::size_t at = 0; at < bytes.size(); at += kQ8BlockBytes) {
    const float scale = value_of(Format::fp16, word_at<std::uint16_t>(bytes, at));
    for (std::size_t i = 0; i < kQ8Block; ++i) {
      values.push_back(scale * static_cast<float>(word_at<std::int8_t>(bytes, at + 2 + i)));
    }
  }
  return values;
}

}  // namespace

std::int64_t StoredTensor::elements() const {
  return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

std::uint64_t stored_bytes(StoredType type, std::uint64_t elements) {
  switch (type) {
    case StoredType::f32:
      return elements * 4;
    case StoredType::f16:
    case StoredType::bf16:
      return elements * 2;
    case StoredType::f8_e4m3:
    case StoredType::f8_e5m2:
      return elements;
    case StoredType::q8_0:
      return elements / kQ8Block * kQ8BlockBytes;
    case StoredType::other:
      return 0;
  }
  return 0;
}

std::vector<float> decode(const StoredTensor& tensor) {
  switch (tensor.type) {
    case StoredType::f32: {
      std::vector<float> values(tensor.bytes.size() / sizeof(float));
      if (!values.empty()) {
        std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
      }
      return values;
    }
    case StoredType::f16:
      return decode_words<std::uint16_t>(tensor.bytes, Format::fp16);
    case StoredType::bf16:
      return decode_bf16(tensor.bytes);
    case StoredType::f8_e4m3:
      return decode_words<std::uint8_t>(tensor.bytes, Format::e4m3);
    case StoredType::f8_e5m2:
      return decode_words<std::uint8_t>(tensor.bytes, Format::e5m2);
    case StoredType::q8_0:
      return decode_q8(tensor.bytes);
    case StoredType::other:
      break;
  }
  throw std::logic_error("decode: a type that is not read");
}

}  // namespace lmulsim::tensors
