// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/hf/config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace lmulsim::formats::hf {

namespace {

constexpr std::int64_t kMaxSize = std::int64_t{1} << 24U;  // largest hidden size, vocabulary, ...
constexpr std::int64_t kMaxLayers = 1 << 12;
constexpr std::int64_t kMaxLength = std::int64_t{1} << 30U;
constexpr double kLargest = 1e12;

}  // namespace

Config::Config(const boost::json::value& value, std::string where, bool nested)
    : value_(value), where_(std::move(where)), reader_(value, where_), nested_(nested) {}

bool Config::given(std::string_view key) const {
  return value_.get_object().if_contains(key) != nullptr;
}

void Config::remember(std::string_view key, std::string value) {
  defaults_.push_back(fmt::format("{} = {}", key, std::move(value)));
}

std::int64_t Config::required(std::string_view key, std::int64_t otherwise, std::int64_t max) {
  return nested_ ? defaulted(key, otherwise, 1, max) : reader_.integer(key, 1, max);
}

std::int64_t Config::defaulted(std::string_view key, std::int64_t otherwise, std::int64_t min, std::int64_t max) {
  const auto found = reader_.optional_integer(key, min, max);
  if (!found) {
    remember(key, fmt::format("{}", otherwise));
  }
  return found.value_or(otherwise);
}

std::int64_t Config::size(std::string_view key, std::int64_t otherwise) {
  return required(key, otherwise, kMaxSize);
}

std::int64_t Config::layers(std::string_view key, std::int64_t otherwise) {
  return required(key, otherwise, kMaxLayers);
}

std::int64_t Config::size_or(std::string_view key, std::int64_t otherwise) {
  return defaulted(key, otherwise, 1, kMaxSize);
}

std::int64_t Config::length_or(std::string_view key, std::int64_t otherwise) {
  return defaulted(key, otherwise, 1, kMaxLength);
}

std::int64_t Config::count_or(std::string_view key, std::int64_t otherwise) {
  return defaulted(key, otherwise, 0, kMaxSize);
}

std::optional<std::int64_t> Config::length_or_none(std::string_view key, std::optional<std::int64_t> otherwise) {
  if (!given(key) && otherwise) {
    return length_or(key, *otherwise);
  }
  return reader_.optional_integer(key, 1, kMaxLength);
}

std::optional<double> Config::number_or_none(std::string_view key, std::optional<double> otherwise) {
  const auto found = reader_.optional_number(key, 0, kLargest);
  if (!given(key) && otherwise) {
    remember(key, fmt::format("{}", *otherwise));
    return otherwise;
  }
  return found;
}

std::string Config::word(std::string_view key, std::string_view otherwise) {
  const auto found = reader_.optional_string(key);
  if (!found) {
    remember(key, std::string(otherwise));
  }
  return found.value_or(std::string(otherwise));
}

bool Config::flag(std::string_view key, bool otherwise) {
  return reader_.optional_boolean(key).value_or(otherwise);
}

double Config::fraction(std::string_view key, double otherwise) {
  return reader_.optional_number(key, 0, 1).value_or(otherwise);
}

std::vector<std::int64_t> Config::layer_list(std::string_view key, std::int64_t layers) {
  std::vector<std::int64_t> found;
  if (const boost::json::array* list = reader_.optional_array(key)) {
    for (const boost::json::value& item : *list) {
      if (!item.is_int64() || item.get_int64() < 0 || item.get_int64() >= layers) {
        fail(key, fmt::format("expected layers from 0 to {}, found {}", layers - 1, util::describe(item)));
      }
      found.push_back(item.get_int64());
    }
  }
  return found;
}

void Config::numbers(std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    (void)reader_.optional_number(key, 0, kLargest);
  }
}

void Config::flags(std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    (void)reader_.optional_boolean(key);
  }
}

void Config::only(std::string_view key, const boost::json::value& value, std::string_view reason) {
  const boost::json::value* found = reader_.find(key);
  if (found != nullptr && !found->is_null() && *found != value) {
    fail(key, fmt::format("expected {}, found {}: {}", boost::json::serialize(value), util::describe(*found), reason));
  }
}

void Config::pass_over(std::span<const Harmless> keys) {
  for (const Harmless& known : keys) {
    reader_.ignore(known.key);
  }
}

void Config::finish() {
  for (const auto& member : value_.get_object()) {
    if (member.key().starts_with('_')) {
      reader_.ignore(member.key());
    }
  }
  reader_.finish("; it may change what the network computes (keys that begin with '_' are comments)");
}

std::string Config::note() const {
  return defaults_.empty() ? ""
                           : fmt::format("Not in the file, so the library's defaults: {}.", fmt::join(defaults_, ", "));
}

}  // namespace lmulsim::formats::hf
