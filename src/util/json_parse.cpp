// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "util/error.hpp"
#include "util/file.hpp"
#include "util/json.hpp"

namespace lmulsim::util {

namespace json = boost::json;

namespace {

[[noreturn]] void fail_at(std::string_view text, std::size_t offset, std::string_view name, std::string_view reason) {
  const std::string_view before = text.substr(0, offset);
  const auto line = 1 + std::ranges::count(before, '\n');
  const std::size_t newline = before.rfind('\n');
  const std::size_t column = newline == std::string_view::npos ? before.size() + 1 : before.size() - newline;
  throw InputError(fmt::format("{}:{}:{}: {}", name, line, column, reason));
}

}  // namespace

json::value parse_json(std::string_view text, std::string_view name) {
  text = without_mark(text);
  json::parser parser;
  json::error_code error;
  const std::size_t read = parser.write_some(text.data(), text.size(), error);
  if (error) {
    fail_at(text, read, name, fmt::format("not valid JSON: {}", error.message()));
  }
  const std::size_t rest = text.find_first_not_of(" \t\r\n", read);
  if (rest != std::string_view::npos) {
    fail_at(text, rest, name, "not valid JSON: text after the value");
  }
  std::string key;
  if (const auto offset = detail::find_duplicate_key(text, key)) {
    fail_at(text, *offset, name, fmt::format("key '{}' is given twice in one object", key));
  }
  return parser.release();
}

json::value parse_json_file(const std::filesystem::path& path) {
  return parse_json(read_file(path, kLargestTable), path.string());
}

}  // namespace lmulsim::util
