// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <variant>
#include <vector>

#include "config/keys.hpp"
#include "explore/run_keys.hpp"
#include "explore/sweep_file.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"
#include "util/number.hpp"

namespace lmulsim::explore {
namespace {

constexpr std::string_view kName = "name";

std::vector<std::string_view> known_keys() {
  std::vector<std::string_view> names;
  for (const config::Key& key : config::accelerator_keys()) {
    if (key.is_written() && key.name != kName) {
      names.push_back(key.name);
    }
  }
  for (const PointKeyRow& row : kPointKeys) {
    names.push_back(row.name);
  }
  return names;
}

[[noreturn]] void fail_key(const std::string& key, const std::string& where) {
  if (key == kName) {
    throw InputError(fmt::format("{}: expected a key that changes a number, found 'name'", where));
  }
  const std::vector<std::string_view> names = known_keys();
  throw InputError(fmt::format("{}: unknown key {}; the nearest known key is '{}'", where, util::shown(key),
                               util::nearest_name(key.substr(0, util::kLongestLookedUp), names)));
}

void check_integer(const Assignment& a) {
  const double* number = std::get_if<double>(&a.value);
  if (number == nullptr || std::trunc(*number) != *number || std::abs(*number) > 0x1p53) {
    throw InputError(fmt::format("{}: expected an integer, found {}", a.where, util::shown(text_of(a.value))));
  }
}

void check_accelerator_key(const config::Key& key, const Assignment& a) {
  constexpr std::size_t kInteger = 2;
  constexpr std::size_t kReal = 3;
  if (key.given.index() == kInteger) {
    check_integer(a);
  } else if (key.given.index() == kReal && !std::holds_alternative<double>(a.value)) {
    throw InputError(fmt::format("{}: expected a number, found {}", a.where, util::shown(text_of(a.value))));
  }
}

void check_point_key(const PointKeyRow& row, const Assignment& a) {
  if (!row.is_integer) {
    return;
  }
  check_integer(a);
  const double number = std::get<double>(a.value);
  if (number < static_cast<double>(row.low) || number > static_cast<double>(row.high)) {
    throw InputError(fmt::format("{}: expected {} to {}, found {}", a.where, row.low, row.high, text_of(a.value)));
  }
}

}  // namespace

bool is_key(std::string_view name) {
  const config::Key* row = config::find_key(name);
  return (row != nullptr && row->is_written() && name != kName) || find_point_key(name) != nullptr;
}

void check_key(const std::string& key, const std::string& where) {
  if (!is_key(key)) {
    fail_key(key, where);
  }
}

void check_assignment(const Assignment& assignment) {
  check_key(assignment.key, assignment.where);
  if (const PointKeyRow* row = find_point_key(assignment.key)) {
    check_point_key(*row, assignment);
  } else {
    check_accelerator_key(*config::find_key(assignment.key), assignment);
  }
}

const Assignment* find(const std::vector<Assignment>& list, std::string_view key) {
  const auto at = std::ranges::find(list, key, &Assignment::key);
  return at == list.end() ? nullptr : &*at;
}

}  // namespace lmulsim::explore
