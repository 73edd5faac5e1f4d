// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <stdexcept>

#include "formats/gguf/gguf.hpp"
#include "formats/gguf/gguf_cursor.hpp"
#include "util/error.hpp"

namespace lmulsim::formats::gguf {

namespace {

constexpr std::size_t kMaxShown = 60;

}  // namespace

std::string describe_gguf(const GgufValue& value) {
  struct Visitor {
    std::string operator()(std::uint64_t v) const { return fmt::format("{}", v); }
    std::string operator()(std::int64_t v) const { return fmt::format("{}", v); }
    std::string operator()(double v) const { return fmt::format("{}", v); }
    std::string operator()(bool v) const { return v ? "true" : "false"; }
    std::string operator()(std::string_view v) const { return fmt::format("the text '{}'", v.substr(0, kMaxShown)); }
    std::string operator()(const GgufArray& v) const {
      return fmt::format("an array of {} {}", v.count, kGgufTypeNames[v.type]);
    }
  };
  return std::visit(Visitor{}, value);
}

namespace {

const GgufValue* find(const Gguf& gguf, std::string_view key) {
  const auto found = gguf.metadata.find(key);
  return found == gguf.metadata.end() ? nullptr : &found->second;
}

template <typename T>
T require(const Gguf& gguf, std::string_view key, std::string_view what, std::optional<T> found) {
  if (!found) {
    gguf.fail(key, fmt::format("expected {}, found no such key", what));
  }
  return *found;
}

const GgufArray* find_array(const Gguf& gguf, std::string_view key, std::string_view what) {
  const GgufValue* value = find(gguf, key);
  if (value == nullptr) {
    return nullptr;
  }
  const auto* array = std::get_if<GgufArray>(value);
  const bool text = array != nullptr && array->type == GgufType::string;
  const bool number = array != nullptr && !text && array->type != GgufType::array && array->type != GgufType::boolean;
  if (!(what == "strings" ? text : number)) {
    gguf.fail(key, fmt::format("expected an array of {}, found {}", what, describe_gguf(*value)));
  }
  return array;
}

}  // namespace

void Gguf::fail(std::string_view key, std::string_view reason) const {
  throw InputError(fmt::format("{}: {}: {}", where, key, reason));
}

std::optional<std::int64_t> Gguf::optional_integer(std::string_view key, std::int64_t min, std::int64_t max) const {
  const GgufValue* value = find(*this, key);
  if (value == nullptr) {
    return std::nullopt;
  }
  std::optional<std::int64_t> found;
  if (const auto* u = std::get_if<std::uint64_t>(value); u != nullptr && *u <= static_cast<std::uint64_t>(INT64_MAX)) {
    found = static_cast<std::int64_t>(*u);
  } else if (const auto* i = std::get_if<std::int64_t>(value)) {
    found = *i;
  }
  if (!found || *found < min || *found > max) {
    fail(key, fmt::format("expected an integer from {} to {}, found {}", min, max, describe_gguf(*value)));
  }
  return found;
}

std::optional<double> Gguf::optional_number(std::string_view key, double min, double max) const {
  const GgufValue* value = find(*this, key);
  if (value == nullptr) {
    return std::nullopt;
  }
  const auto* found = std::get_if<double>(value);
  if (found == nullptr || !(*found >= min && *found <= max)) {
    fail(key, fmt::format("expected a number from {:g} to {:g}, found {}", min, max, describe_gguf(*value)));
  }
  return *found;
}

std::optional<std::string_view> Gguf::optional_string(std::string_view key) const {
  const GgufValue* value = find(*this, key);
  if (value == nullptr) {
    return std::nullopt;
  }
  const auto* found = std::get_if<std::string_view>(value);
  if (found == nullptr) {
    fail(key, fmt::format("expected a text, found {}", describe_gguf(*value)));
  }
  return *found;
}

std::optional<bool> Gguf::optional_boolean(std::string_view key) const {
  const GgufValue* value = find(*this, key);
  if (value == nullptr) {
    return std::nullopt;
  }
  const auto* found = std::get_if<bool>(value);
  if (found == nullptr) {
    fail(key, fmt::format("expected true or false, found {}", describe_gguf(*value)));
  }
  return *found;
}

std::int64_t Gguf::integer(std::string_view key, std::int64_t min, std::int64_t max) const {
  return require(*this, key, "an integer", optional_integer(key, min, max));
}

double Gguf::number(std::string_view key, double min, double max) const {
  return require(*this, key, "a number", optional_number(key, min, max));
}

std::string_view Gguf::string(std::string_view key) const {
  return require(*this, key, "a text", optional_string(key));
}

std::vector<std::string_view> Gguf::strings(std::string_view key) const {
  const GgufArray* array = find_array(*this, key, "strings");
  return array == nullptr ? std::vector<std::string_view>{} : gguf_strings(*array);
}

std::vector<double> Gguf::numbers(std::string_view key) const {
  const GgufArray* array = find_array(*this, key, "numbers");
  return array == nullptr ? std::vector<double>{} : gguf_numbers(*array);
}

std::vector<std::string_view> gguf_strings(const GgufArray& array) {
  if (array.type != GgufType::string) {
    throw std::logic_error("gguf_strings: not an array of strings");
  }
  detail::GgufCursor cursor(array.bytes, "array");
  std::vector<std::string_view> texts(array.count);
  for (std::string_view& text : texts) {
    text = cursor.text(array.bytes.size());
  }
  return texts;
}

std::vector<double> gguf_numbers(const GgufArray& array) {
  detail::GgufCursor cursor(array.bytes, "array");
  std::vector<double> numbers(array.count);
  for (double& number : numbers) {
    const GgufValue value = cursor.value(array.type);
    if (const auto* u = std::get_if<std::uint64_t>(&value)) {
      number = static_cast<double>(*u);
    } else if (const auto* i = std::get_if<std::int64_t>(&value)) {
      number = static_cast<double>(*i);
    } else if (const auto* d = std::get_if<double>(&value)) {
      number = *d;
    } else {
      throw std::logic_error("gguf_numbers: not an array of numbers");
    }
  }
  return numbers;
}

}  // namespace lmulsim::formats::gguf
