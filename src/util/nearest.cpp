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

namespace {

/// An abbreviation shorter than this says too little to be looked for inside names.
constexpr std::size_t kLeastInside = 3;

/// How a name answers a word, the best first: it begins with the word, holds it, or is so many edits away.
std::pair<int, int> rank(std::string_view lower, std::string_view name) {
  const std::string other = boost::algorithm::to_lower_copy(std::string(name));
  const int distance = edit_distance(lower, other);
  if (distance == 0) {
    return {0, 0};
  }
  if (!lower.empty() && other.starts_with(lower)) {
    return {1, distance};
  }
  if (lower.size() >= kLeastInside && other.find(lower) != std::string::npos) {
    return {2, distance};
  }
  return {3, distance};
}

}  // namespace

std::string nearest_name(std::string_view word, std::span<const std::string_view> names) {
  const std::string lower = boost::algorithm::to_lower_copy(std::string(word));
  const auto best = std::ranges::min_element(names, {}, [&](std::string_view name) { return rank(lower, name); });
  return best == names.end() ? std::string() : std::string(*best);
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> names) {
  const std::string name = nearest_name(word, names);
  const auto [kind, distance] = rank(boost::algorithm::to_lower_copy(std::string(word)), name);
  const std::size_t length = std::max(word.size(), name.size());
  const bool near = !name.empty() && (kind < 3 || static_cast<std::size_t>(distance) <= (length + 1) / 2);
  return near ? fmt::format(" (did you mean '{}'?)", name) : std::string();
}

}  // namespace lmulsim::util
