// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "util/error.hpp"
#include "util/json.hpp"
#include "util/nearest.hpp"

namespace lmulsim::util {

namespace json = boost::json;

std::string describe(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "null";
    case json::kind::bool_:
      return value.get_bool() ? "true" : "false";
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_:
      return fmt::format("the number {}", json::serialize(value));
    case json::kind::string:
      return fmt::format("the string {}", json::serialize(value));
    case json::kind::array:
      return fmt::format("an array of {}", value.get_array().size());
    case json::kind::object:
      return "an object";
  }
  return "a value";
}

JsonReader::JsonReader(const json::value& value, std::string where)
    : object_(value.if_object()), where_(std::move(where)) {
  if (object_ == nullptr) {
    throw InputError(fmt::format("{}: expected an object, found {}", where_, describe(value)));
  }
}

std::string JsonReader::place(std::string_view key) const {
  return fmt::format("{}: {}", where_, key);
}

void JsonReader::fail(std::string_view key, std::string_view message) const {
  throw InputError(fmt::format("{}: {}", place(key), message));
}

void JsonReader::mismatch(std::string_view key, std::string_view expected, const json::value& found) const {
  fail(key, fmt::format("expected {}, found {}", expected, describe(found)));
}

const json::value* JsonReader::find(std::string_view key) {
  known_.emplace(key);
  return object_->if_contains(key);
}

bool JsonReader::has(std::string_view key) const {
  const json::value* value = object_->if_contains(key);
  return value != nullptr && !value->is_null();
}

const json::value& JsonReader::required(std::string_view key, std::string_view expected) {
  const json::value* value = find(key);
  if (value == nullptr) {
    fail(key, fmt::format("expected {}, but the key is missing", expected));
  }
  return *value;
}

std::string JsonReader::string(std::string_view key) {
  const json::value& value = required(key, "a string");
  if (!value.is_string()) {
    mismatch(key, "a string", value);
  }
  return std::string(value.get_string());
}

std::int64_t JsonReader::integer(std::string_view key, std::int64_t min, std::int64_t max) {
  const std::string expected =
      max == kMax ? fmt::format("an integer of at least {}", min) : fmt::format("an integer from {} to {}", min, max);
  const json::value& value = required(key, expected);
  if (!value.is_int64() || value.get_int64() < min || value.get_int64() > max) {
    mismatch(key, expected, value);
  }
  return value.get_int64();
}

double JsonReader::number(std::string_view key, double min, double max) {
  const std::string expected = fmt::format("a number from {} to {}", min, max);
  const json::value& value = required(key, expected);
  if (!value.is_number()) {
    mismatch(key, expected, value);
  }
  const auto number = value.to_number<double>();
  if (!(number >= min && number <= max)) {
    mismatch(key, expected, value);
  }
  return number;
}

bool JsonReader::boolean(std::string_view key) {
  const json::value& value = required(key, "true or false");
  if (!value.is_bool()) {
    mismatch(key, "true or false", value);
  }
  return value.get_bool();
}

JsonReader JsonReader::object(std::string_view key) {
  return {required(key, "an object"), place(key)};
}

const json::array& JsonReader::array(std::string_view key) {
  const json::value& value = required(key, "an array");
  if (!value.is_array()) {
    mismatch(key, "an array", value);
  }
  return value.get_array();
}

std::size_t JsonReader::choice(std::string_view key, std::span<const std::string_view> names) {
  const std::string word = string(key);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == word) {
      return i;
    }
  }
  fail(key, fmt::format("expected one of {}, found '{}'{}", fmt::join(names, ", "), word, did_you_mean(word, names)));
}

std::optional<std::string> JsonReader::optional_string(std::string_view key) {
  (void)find(key);
  return has(key) ? std::optional(string(key)) : std::nullopt;
}

std::optional<std::int64_t> JsonReader::optional_integer(std::string_view key, std::int64_t min, std::int64_t max) {
  (void)find(key);
  return has(key) ? std::optional(integer(key, min, max)) : std::nullopt;
}

std::optional<double> JsonReader::optional_number(std::string_view key, double min, double max) {
  (void)find(key);
  return has(key) ? std::optional(number(key, min, max)) : std::nullopt;
}

std::optional<bool> JsonReader::optional_boolean(std::string_view key) {
  (void)find(key);
  return has(key) ? std::optional(boolean(key)) : std::nullopt;
}

std::optional<JsonReader> JsonReader::optional_object(std::string_view key) {
  (void)find(key);
  return has(key) ? std::optional(object(key)) : std::nullopt;
}

const json::array* JsonReader::optional_array(std::string_view key) {
  (void)find(key);
  return has(key) ? &array(key) : nullptr;
}

void JsonReader::finish(std::string_view hint) const {
  for (const auto& member : *object_) {
    const std::string_view key(member.key().data(), member.key().size());
    if (!known_.contains(key)) {
      const std::vector<std::string_view> names(known_.begin(), known_.end());
      throw InputError(fmt::format("{}: unknown key '{}'{}{}", where_, key, did_you_mean(key, names), hint));
    }
  }
}

}  // namespace lmulsim::util
