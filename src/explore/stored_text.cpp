// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/stored_text.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "util/error.hpp"
#include "util/json.hpp"
#include "util/number.hpp"

namespace lmulsim::explore {
namespace {

[[noreturn]] void fail_parameters(std::string_view json) {
  throw InputError(
      fmt::format("parameters of a point: expected an object of numbers and texts, found {}", util::shown(json)));
}

/// The end of the token that begins at `at`: of a text behind its quote.
std::size_t token_end(std::string_view json, std::size_t at) {
  if (json[at] != '"') {
    return json.find_first_of(",}", at);
  }
  for (std::size_t i = at + 1; i < json.size(); ++i) {
    if (json[i] == '\\') {
      ++i;
    } else if (json[i] == '"') {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

std::string text_of_token(std::string_view token) {
  return std::string(util::parse_json(token, "parameters of a point").as_string());
}

}  // namespace

StoredText read_stored_text(const std::string& text, const std::string& where) {
  const boost::json::value value = util::parse_json(text, where);
  util::JsonReader json(value, where);
  StoredText out;
  for (const boost::json::value& pair : json.array("base")) {
    out.base.push_back({std::string(pair.as_array().at(0).as_string()),
                        value_of(std::string_view(pair.as_array().at(1).as_string())), where});
  }
  for (const boost::json::value& objective : json.array("objectives")) {
    util::JsonReader one(objective, where);
    out.objectives.push_back({one.string("metric"), one.boolean("maximise")});
  }
  for (const boost::json::value& limit : json.array("limits")) {
    out.limits.emplace_back(limit.as_string());
  }
  out.quality = json.string("quality");
  return out;
}

// The parser of Boost reads reals to within a unit in the last place only; here a number is the text that was written.
std::vector<Assignment> read_parameters(std::string_view json) {
  std::vector<Assignment> out;
  if (json.size() < 2 || json.front() != '{' || json.back() != '}') {
    fail_parameters(json);
  }
  std::size_t at = 1;
  while (json[at] != '}') {
    const std::size_t name_end = token_end(json, at);
    if (json[at] != '"' || name_end >= json.size() || json[name_end] != ':') {
      fail_parameters(json);
    }
    const std::size_t end = token_end(json, name_end + 1);
    if (end >= json.size()) {
      fail_parameters(json);
    }
    const std::string_view token = json.substr(name_end + 1, end - name_end - 1);
    out.push_back({text_of_token(json.substr(at, name_end - at)),
                   token.front() == '"' ? Value(text_of_token(token)) : value_of(token)});
    at = json[end] == ',' ? end + 1 : end;
  }
  return out;
}

std::vector<Assignment> settings_of(const StoredText& sweep, std::string_view parameters) {
  std::vector<Assignment> sets = read_parameters(parameters);
  std::erase_if(sets, [](const Assignment& a) { return !is_key(a.key); });  // the label of a bundle
  std::vector<Assignment> settings;
  for (const Assignment& a : sweep.base) {
    if (find(sets, a.key) == nullptr) {
      settings.push_back(a);
    }
  }
  settings.insert(settings.end(), sets.begin(), sets.end());
  return settings;
}

std::string command_line(const StoredText& sweep, std::string_view parameters) {
  return command_line(settings_of(sweep, parameters), sweep.quality);
}

}  // namespace lmulsim::explore
