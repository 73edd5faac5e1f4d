// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/onnx/onnx_elements.hpp"

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "arith/convert.hpp"

namespace lmulsim::formats::onnx::detail {

namespace {

using Proto = ::onnx::TensorProto;
using Field = OnnxField;

/// Numbers of element types that came after ONNX 1.12 (onnx.proto, TensorProto.DataType).
enum LaterType : std::uint8_t {
  kFloat8E4M3 = 17,
  kFloat8E4M3Fnuz = 18,
  kFloat8E5M2 = 19,
  kFloat8E5M2Fnuz = 20,
  kUint4 = 21,
  kInt4 = 22,
  kFloat4E2M1 = 23
};

constexpr std::array kElements{OnnxElement{Proto::FLOAT, 32, Field::floats, tensors::DType::f32},
                               OnnxElement{Proto::UINT8, 8, Field::int32s, tensors::DType::u8},
                               OnnxElement{Proto::INT8, 8, Field::int32s, tensors::DType::i8},
                               OnnxElement{Proto::UINT16, 16, Field::int32s, {}},
                               OnnxElement{Proto::INT16, 16, Field::int32s, {}},
                               OnnxElement{Proto::INT32, 32, Field::int32s, {}},
                               OnnxElement{Proto::INT64, 64, Field::int64s, {}},
                               OnnxElement{Proto::BOOL, 8, Field::int32s, {}},
                               OnnxElement{Proto::FLOAT16, 16, Field::int32s, tensors::DType::f16},
                               OnnxElement{Proto::DOUBLE, 64, Field::doubles, {}},
                               OnnxElement{Proto::UINT32, 32, Field::uint64s, {}},
                               OnnxElement{Proto::UINT64, 64, Field::uint64s, {}},
                               OnnxElement{Proto::BFLOAT16, 16, Field::int32s, tensors::DType::bf16},
                               OnnxElement{kFloat8E4M3, 8, Field::int32s, tensors::DType::f8_e4m3},
                               OnnxElement{kFloat8E4M3Fnuz, 8, Field::int32s, {}},
                               OnnxElement{kFloat8E5M2, 8, Field::int32s, tensors::DType::f8_e5m2},
                               OnnxElement{kFloat8E5M2Fnuz, 8, Field::int32s, {}},
                               OnnxElement{kUint4, 4, Field::int32s, {}},
                               OnnxElement{kInt4, 4, Field::int32s, {}},
                               OnnxElement{kFloat4E2M1, 4, Field::int32s, {}}};

template <typename T>
T word_of(std::span<const std::byte> bytes) {
  T word{};
  std::memcpy(&word, bytes.data(), sizeof(word));
  return word;
}

}  // namespace

const OnnxElement* find_element(int number) {
  const auto* found = std::ranges::find(kElements, number, &OnnxElement::number);
  return found == kElements.end() ? nullptr : found;
}

std::optional<double> number_of(std::span<const std::byte> bytes, int type) {
  switch (type) {
    case Proto::FLOAT:
      return word_of<float>(bytes);
    case Proto::DOUBLE:
      return word_of<double>(bytes);
    case Proto::FLOAT16:
      return arith::to_fp64(arith::decode(arith::Format::fp16, word_of<std::uint16_t>(bytes)));
    case Proto::BFLOAT16:
      return arith::to_fp64(arith::decode(arith::Format::bf16, word_of<std::uint16_t>(bytes)));
    case Proto::INT32:
      return word_of<std::int32_t>(bytes);
    case Proto::INT64:
      return static_cast<double>(word_of<std::int64_t>(bytes));
    default:
      return std::nullopt;
  }
}

bool is_floating(int element_type) {
  constexpr std::array kFloating{
      static_cast<int>(Proto::FLOAT),    static_cast<int>(Proto::DOUBLE),   static_cast<int>(Proto::FLOAT16),
      static_cast<int>(Proto::BFLOAT16), static_cast<int>(kFloat8E4M3),     static_cast<int>(kFloat8E4M3Fnuz),
      static_cast<int>(kFloat8E5M2),     static_cast<int>(kFloat8E5M2Fnuz), static_cast<int>(kFloat4E2M1)};
  return std::ranges::count(kFloating, element_type) != 0;
}

bool is_small_integer(int element_type) {
  return element_type == Proto::INT8 || element_type == Proto::UINT8 || element_type == kInt4 || element_type == kUint4;
}

bool is_integer(int element_type) {
  return is_small_integer(element_type) || element_type == Proto::INT16 || element_type == Proto::UINT16 ||
         element_type == Proto::INT32 || element_type == Proto::UINT32 || element_type == Proto::INT64 ||
         element_type == Proto::UINT64;
}

std::string_view element_name(int element_type) {
  switch (element_type) {
    case Proto::INT8:
      return "int8";
    case Proto::UINT8:
      return "uint8";
    case Proto::INT16:
      return "int16";
    case Proto::UINT16:
      return "uint16";
    case Proto::INT32:
      return "int32";
    case Proto::UINT32:
      return "uint32";
    case Proto::INT64:
      return "int64";
    case Proto::UINT64:
      return "uint64";
    case kInt4:
      return "int4";
    case kUint4:
      return "uint4";
    default:
      return "";
  }
}

}  // namespace lmulsim::formats::onnx::detail
