// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

namespace lmulsim::report {
namespace {

namespace json = boost::json;

constexpr std::size_t kLineLength = 100;

void put_number(double value, std::string& out) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  const std::string text = fmt::format("{}", value);
  out += text;
  if (text.find_first_of(".e") == std::string::npos) {
    out += ".0";
  }
}

void put_plain(const json::value& value, std::string& out) {
  if (const double* number = value.if_double()) {
    put_number(*number, out);
  } else {
    out += json::serialize(value);
  }
}

/// On one line.
void put_flat(const json::value& value, std::string& out) {
  bool first = true;
  const auto comma = [&] {
    out += first ? "" : ", ";
    first = false;
  };
  if (const auto* array = value.if_array()) {
    out += '[';
    for (const json::value& item : *array) {
      comma();
      put_flat(item, out);
    }
    out += ']';
  } else if (const auto* object = value.if_object()) {
    out += '{';
    for (const auto& [key, item] : *object) {
      comma();
      out += json::serialize(json::string(key)) + ": ";
      put_flat(item, out);
    }
    out += '}';
  } else {
    put_plain(value, out);
  }
}

bool is_plain(const json::value& value) {
  return !value.is_array() && !value.is_object();
}

bool fits_a_line(const json::value& value, std::size_t indent) {
  const bool plain = value.is_array()
                         ? std::ranges::all_of(value.get_array(), is_plain)
                         : std::ranges::all_of(value.get_object(), [](const auto& p) { return is_plain(p.value()); });
  if (!plain) {
    return false;
  }
  std::string line;
  put_flat(value, line);
  return indent + line.size() <= kLineLength;
}

void put(const json::value& value, std::size_t indent, std::string& out) {
  if (is_plain(value)) {
    put_plain(value, out);
    return;
  }
  if (fits_a_line(value, indent)) {
    put_flat(value, out);
    return;
  }
  const std::string margin(indent + 2, ' ');
  std::string separator = "\n";
  if (const auto* array = value.if_array()) {
    out += '[';
    for (const json::value& item : *array) {
      out += separator + margin;
      put(item, indent + 2, out);
      separator = ",\n";
    }
    out += "\n" + std::string(indent, ' ') + "]";
    return;
  }
  out += '{';
  for (const auto& [key, item] : value.get_object()) {
    out += separator + margin + json::serialize(json::string(key)) + ": ";
    put(item, indent + 2, out);
    separator = ",\n";
  }
  out += "\n" + std::string(indent, ' ') + "}";
}

}  // namespace

std::string pretty(const json::value& value) {
  std::string out;
  put(value, 0, out);
  return out + "\n";
}

// '<' only stands in strings, where it can be written as an escape.
std::string script_json(const json::value& value) {
  const std::string plain = json::serialize(value);
  std::string out;
  out.reserve(plain.size());
  for (const char c : plain) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace lmulsim::report
