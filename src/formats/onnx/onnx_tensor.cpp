// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/onnx/onnx_tensor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "formats/onnx/onnx_elements.hpp"
#include "formats/onnx/onnx_graph.hpp"
#include "util/error.hpp"

namespace lmulsim::formats::onnx::detail {

namespace {

namespace fs = std::filesystem;
using Proto = ::onnx::TensorProto;

using Field = OnnxField;

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

std::vector<std::byte> field_words(const Proto& t, const OnnxElement& element) {
  switch (element.field) {
    case Field::floats:
      return narrow(t.float_data(), element.width());
    case Field::int32s:
      return narrow(t.int32_data(), element.width());
    case Field::int64s:
      return narrow(t.int64_data(), element.width());
    case Field::doubles:
      return narrow(t.double_data(), element.width());
    case Field::uint64s:
      return narrow(t.uint64_data(), element.width());
  }
  return {};
}

}  // namespace

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
  const OnnxElement* element = find_element(tensor.data_type());
  if (element == nullptr) {
    fail(tensor, fmt::format("expected an element type of numbers, found number {}", tensor.data_type()));
  }
  if (tensor.has_segment()) {
    fail(tensor, "expected a whole tensor, found a segment");
  }
  const std::int64_t count = elements(tensor);
  const std::uint64_t bytes = static_cast<std::uint64_t>(element->packed(count)) * element->width();
  if (tensor.data_location() == Proto::EXTERNAL) {
    if (!is_here(tensor)) {
      missing_.insert(tensor.name());
      return;
    }
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
  } else if (const std::int64_t found = field_size(tensor, element->field); found != element->packed(count)) {
    fail(tensor, fmt::format("expected {} elements for the shape [{}], found {}", element->packed(count),
                             fmt::join(tensor.dims(), ", "), found));
  }
}

const util::MappedFile* OnnxTensors::file(const Proto& tensor, const std::string& location) {
  if (const auto found = files_.find(location); found != files_.end()) {
    return &found->second;
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
  return fs::exists(target) ? &files_.emplace(location, util::MappedFile(target)).first->second : nullptr;
}

bool OnnxTensors::is_here(const Proto& tensor) {
  return tensor.data_location() != Proto::EXTERNAL || file(tensor, place_of(tensor).location) != nullptr;
}

::onnx::TensorProto OnnxTensors::embedded(const Proto& tensor) {
  Proto out = tensor;
  const auto bytes = external(tensor);
  out.clear_external_data();
  out.set_data_location(Proto::DEFAULT);
  out.set_raw_data(bytes.data(), bytes.size());
  return out;
}

OnnxTensors::Place OnnxTensors::place_of(const Proto& tensor) const {
  Place place;
  for (const auto& entry : tensor.external_data()) {
    if (entry.key() == "location") {
      place.location = entry.value();
    } else if (entry.key() == "offset" || entry.key() == "length") {
      std::uint64_t number = 0;
      const char* end = entry.value().data() + entry.value().size();
      const auto [rest, error] = std::from_chars(entry.value().data(), end, number);
      if (error != std::errc() || rest != end) {
        fail(tensor, fmt::format("external data: {}: expected a number, found '{}'", entry.key(), entry.value()));
      }
      (entry.key() == "length" ? place.length : place.offset) = number;
    }
  }
  return place;
}

std::span<const std::byte> OnnxTensors::external(const Proto& tensor) {
  const Place place = place_of(tensor);
  const auto bytes = file(tensor, place.location)->bytes();
  const std::uint64_t offset = place.offset.value_or(0);
  const std::uint64_t length = place.length.value_or(0);
  if (offset > bytes.size() || length > bytes.size() - offset) {
    fail(tensor, fmt::format("external data: expected {} bytes from byte {} on within '{}' of {} bytes", length, offset,
                             place.location, bytes.size()));
  }
  return bytes.subspan(offset, place.length.value_or(bytes.size() - offset));
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

std::optional<tensors::Tensor> OnnxTensors::read(const Proto& tensor) {
  const auto dtype = find_element(tensor.data_type())->dtype;
  if (!dtype || !tensors::info(*dtype).format || !is_here(tensor)) {
    return std::nullopt;
  }
  return tensors::Tensor{*dtype, {tensor.dims().begin(), tensor.dims().end()}, words(tensor)};
}

std::optional<double> OnnxTensors::scalar(const Proto& tensor) {
  return elements(tensor) == 1 && is_here(tensor) ? number_of(words(tensor), tensor.data_type()) : std::nullopt;
}

}  // namespace lmulsim::formats::onnx::detail
