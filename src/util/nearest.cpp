// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/algorithm/string/case_conv.hpp>
#include <utility>
#include <vector>

namespace lmulsim::util {

int edit_distance(std::string_view a, std::string_view b) {
  // Restricted Damerau-Levenshtein over three rows: before[j], last[j], row[j] are distances of a's prefixes to b[0,
  // j).
  std::vector<int> before(b.size() + 1);
  std::vector<int> last(b.size() + 1);
  std::vector<int> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = static_cast<int>(j);
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(last, row);
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replace});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

std::string nearest_name(std::string_view word, std::span<const std::string_view> names) {
  const std::string lower = boost::algorithm::to_lower_copy(std::string(word));
  const auto distance = [&](std::string_view name) {
    return edit_distance(lower, boost::algorithm::to_lower_copy(std::string(name)));
  };
  const auto best = std::ranges::min_element(names, {}, distance);
  return best == names.end() ? std::string() : std::string(*best);
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> names) {
  const std::string name = nearest_name(word, names);
  const std::size_t length = std::max(word.size(), name.size());
  const bool near = !name.empty() && static_cast<std::size_t>(edit_distance(word, name)) <= (length + 1) / 2;
  return near ? fmt::format(" (did you mean '{}'?)", name) : std::string();
}

}  // namespace lmulsim::util
