// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "workload/onnx_tensor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "arith/convert.hpp"
#include "util/error.hpp"
#include "workload/onnx_graph.hpp"

namespace lmulsim::workload::detail {

namespace {

namespace fs = std::filesystem;
using Proto = onnx::TensorProto;

/// Which repeated field of TensorProto has the elements when there are no raw bytes (onnx.proto).
enum class Field : std::uint8_t { floats, int32s, int64s, doubles, uint64s };

struct Element {
  int number;
  std::size_t bytes;
  Field field;
  std::optional<DType> dtype;
};

constexpr std::array kElements{Element{Proto::FLOAT, 4, Field::floats, DType::f32},
                               Element{Proto::UINT8, 1, Field::int32s, DType::u8},
                               Element{Proto::INT8, 1, Field::int32s, DType::i8},
                               Element{Proto::UINT16, 2, Field::int32s, {}},
                               Element{Proto::INT16, 2, Field::int32s, {}},
                               Element{Proto::INT32, 4, Field::int32s, {}},
                               Element{Proto::INT64, 8, Field::int64s, {}},
                               Element{Proto::BOOL, 1, Field::int32s, {}},
                               Element{Proto::FLOAT16, 2, Field::int32s, DType::f16},
                               Element{Proto::DOUBLE, 8, Field::doubles, {}},
                               Element{Proto::UINT32, 4, Field::uint64s, {}},
                               Element{Proto::UINT64, 8, Field::uint64s, {}},
                               Element{Proto::BFLOAT16, 2, Field::int32s, DType::bf16}};

const Element* find_element(int number) {
  const auto* found = std::ranges::find(kElements, number, &Element::number);
  return found == kElements.end() ? nullptr : found;
}

std::int64_t field_size(const Proto& t, Field field) {
  switch (field) {
    case Field::floats:
      return t.float_data_size();
    case Field::int32s:
      return t.int32_data_size();
    case Field::int64s:
      return t.int64_data_size();
    case Field::doubles:
      return t.double_data_size();
    case Field::uint64s:
      return t.uint64_data_size();
  }
  return 0;
}

/// The low `width` bytes of every element.
template <typename Values>
std::vector<std::byte> narrow(const Values& values, std::size_t width) {
  std::vector<std::byte> bytes(static_cast<std::size_t>(values.size()) * width);
  std::size_t at = 0;
  for (const auto value : values) {
    std::memcpy(&bytes[at], &value, width);
    at += width;
  }
  return bytes;
}

std::vector<std::byte> field_words(const Proto& t, const Element& element) {
  switch (element.field) {
    case Field::floats:
      return narrow(t.float_data(), element.bytes);
    case Field::int32s:
      return narrow(t.int32_data(), element.bytes);
    case Field::int64s:
      return narrow(t.int64_data(), element.bytes);
    case Field::doubles:
      return narrow(t.double_data(), element.bytes);
    case Field::uint64s:
      return narrow(t.uint64_data(), element.bytes);
  }
  return {};
}

template <typename T>
T word_of(std::span<const std::byte> bytes) {
  T word{};
  std::memcpy(&word, bytes.data(), sizeof(word));
  return word;
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

}  // namespace

bool is_floating(int element_type) {
  return element_type == Proto::FLOAT || element_type == Proto::DOUBLE || element_type == Proto::FLOAT16 ||
         element_type == Proto::BFLOAT16;
}

void OnnxTensors::fail(const Proto& tensor, std::string_view reason) const {
  throw InputError(fmt::format("{}: tensor '{}': {}", model_.string(), tensor.name(), reason));
}

std::int64_t OnnxTensors::elements(const Proto& tensor) const {
  const std::int64_t count = size_product({tensor.dims().begin(), tensor.dims().end()});
  if (count < 0) {
    fail(tensor, fmt::format("expected sizes of at least 0 and a shape that fits a file, found [{}]",
                             fmt::join(tensor.dims(), ", ")));
  }
  return count;
}

void OnnxTensors::check(const Proto& tensor) {
  const Element* element = find_element(tensor.data_type());
  if (element == nullptr) {
    fail(tensor, fmt::format("expected an element type of numbers, found number {}", tensor.data_type()));
  }
  if (tensor.has_segment()) {
    fail(tensor, "expected a whole tensor, found a segment");
  }
  const std::int64_t count = elements(tensor);
  const auto bytes = static_cast<std::uint64_t>(count) * element->bytes;
  if (tensor.data_location() == Proto::EXTERNAL) {
    const std::uint64_t found = external(tensor).size();
    if (found != bytes) {
      fail(tensor, fmt::format("external data: expected {} bytes for the shape [{}], found {}", bytes,
                               fmt::join(tensor.dims(), ", "), found));
    }
  } else if (tensor.has_raw_data()) {
    if (tensor.raw_data().size() != bytes) {
      fail(tensor, fmt::format("expected {} bytes for the shape [{}], found {}", bytes, fmt::join(tensor.dims(), ", "),
                               tensor.raw_data().size()));
    }
  } else if (const std::int64_t found = field_size(tensor, element->field); found != count) {
    fail(tensor, fmt::format("expected {} elements for the shape [{}], found {}", count, fmt::join(tensor.dims(), ", "),
                             found));
  }
}

const util::MappedFile& OnnxTensors::file(const Proto& tensor, const std::string& location) {
  if (const auto found = files_.find(location); found != files_.end()) {
    return found->second;
  }
  const fs::path relative(location);
  if (location.empty() || relative.is_absolute() || std::ranges::count(relative, fs::path("..")) != 0 ||
      location.find('\0') != std::string::npos) {
    fail(tensor,
         fmt::format("external data: expected a file in the model's folder, found the location '{}'", location));
  }
  const fs::path folder = fs::weakly_canonical(fs::absolute(model_).parent_path());
  std::error_code error;
  const fs::path target = fs::weakly_canonical(folder / relative, error);
  const auto [end, inside] = std::ranges::mismatch(folder, target);
  if (error || end != folder.end()) {
    fail(tensor, fmt::format("external data: expected a file in the model's folder, found '{}', which leads out of it",
                             location));
  }
  return files_.emplace(location, util::MappedFile(target)).first->second;
}

std::span<const std::byte> OnnxTensors::external(const Proto& tensor) {
  std::string location;
  std::array<std::optional<std::uint64_t>, 2> numbers;  // offset, length
  for (const auto& entry : tensor.external_data()) {
    if (entry.key() == "location") {
      location = entry.value();
    } else if (entry.key() == "offset" || entry.key() == "length") {
      std::uint64_t number = 0;
      const char* end = entry.value().data() + entry.value().size();
      const auto [rest, error] = std::from_chars(entry.value().data(), end, number);
      if (error != std::errc() || rest != end) {
        fail(tensor, fmt::format("external data: {}: expected a number, found '{}'", entry.key(), entry.value()));
      }
      numbers[entry.key() == "length" ? 1 : 0] = number;
    }
  }
  const auto bytes = file(tensor, location).bytes();
  const std::uint64_t offset = numbers[0].value_or(0);
  if (offset > bytes.size() || numbers[1].value_or(0) > bytes.size() - offset) {
    fail(tensor, fmt::format("external data: expected {} bytes from byte {} on within '{}' of {} bytes",
                             numbers[1].value_or(0), offset, location, bytes.size()));
  }
  return bytes.subspan(offset, numbers[1].value_or(bytes.size() - offset));
}

std::vector<std::byte> OnnxTensors::words(const Proto& tensor) {
  if (tensor.data_location() == Proto::EXTERNAL) {
    const auto bytes = external(tensor);
    return {bytes.begin(), bytes.end()};
  }
  if (tensor.has_raw_data()) {
    const auto bytes = std::as_bytes(std::span(tensor.raw_data()));
    return {bytes.begin(), bytes.end()};
  }
  return field_words(tensor, *find_element(tensor.data_type()));
}

std::optional<Tensor> OnnxTensors::read(const Proto& tensor) {
  const auto dtype = find_element(tensor.data_type())->dtype;
  if (!dtype || !info(*dtype).format) {
    return std::nullopt;
  }
  return Tensor{*dtype, {tensor.dims().begin(), tensor.dims().end()}, words(tensor)};
}

std::optional<double> OnnxTensors::scalar(const Proto& tensor) {
  return elements(tensor) == 1 ? number_of(words(tensor), tensor.data_type()) : std::nullopt;
}

}  // namespace lmulsim::workload::detail
