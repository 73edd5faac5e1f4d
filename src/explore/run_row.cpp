// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/run_row.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <type_traits>

#include "util/error.hpp"
#include "util/number.hpp"

namespace lmulsim::explore {
namespace {

std::string text_of_field(const std::string& value) {
  return value;
}
std::string text_of_field(const RunRow::Integer& value) {
  return value ? fmt::format("{}", *value) : "";
}
std::string text_of_field(const RunRow::Real& value) {
  return value ? real_text(*value) : "";
}

template <class T>
void read_number(std::string_view text, std::optional<T>& value) {
  if (text.empty()) {
    value.reset();
    return;
  }
  value = util::to_number<T>(text);
  if (!value) {
    throw InputError(fmt::format("a record: expected a number, found {}", util::shown(text)));
  }
}

void read_field(std::string_view text, std::string& value) {
  value = text;
}
void read_field(std::string_view text, RunRow::Integer& value) {
  read_number(text, value);
}
void read_field(std::string_view text, RunRow::Real& value) {
  read_number(text, value);
}

std::string json_field(std::string_view name, const std::string& value) {
  return name == "parts" ? value : json_string(value);
}
template <class T>
std::string json_field(std::string_view /*name*/, const std::optional<T>& value) {
  return value ? text_of_field(value) : "null";
}

}  // namespace

std::string real_text(double value) {
  return fmt::format("{}", value);
}

std::string json_string(std::string_view text) {
  return boost::json::serialize(boost::json::string(text));
}

std::string canonical_json(const RunRow& row) {
  std::string out;
  for (const RunColumn& column : kRunColumns) {
    out += fmt::format("{}\"{}\":", out.empty() ? "{" : ",", column.name);
    std::visit([&](const auto member) { out += json_field(column.name, row.*member); }, column.member);
  }
  return out + "}";
}

// Each field is its length in bytes, a colon and its text: nothing in it needs a mark of its own.
std::string encode(const RunRow& row) {
  std::string out;
  for (const RunColumn& column : kRunColumns) {
    std::visit(
        [&](const auto member) {
          const std::string text = text_of_field(row.*member);
          out += fmt::format("{}:{}", text.size(), text);
        },
        column.member);
  }
  return out;
}

RunRow decode(std::string_view bytes) {
  RunRow row;
  for (const RunColumn& column : kRunColumns) {
    const std::size_t colon = bytes.find(':');
    const auto size = util::to_number<std::uint64_t>(bytes.substr(0, colon));
    if (colon == std::string_view::npos || !size || *size > bytes.size() - colon - 1) {
      throw InputError(fmt::format("a record: expected the field {}, found {}", column.name, util::shown(bytes)));
    }
    const std::string_view text = bytes.substr(colon + 1, *size);
    std::visit([&](const auto member) { read_field(text, row.*member); }, column.member);
    bytes.remove_prefix(colon + 1 + *size);
  }
  if (!bytes.empty()) {
    throw InputError(fmt::format("a record: expected its end, found {}", util::shown(bytes)));
  }
  return row;
}

}  // namespace lmulsim::explore
