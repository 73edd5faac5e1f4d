// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "result/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "util/error.hpp"

namespace lmulsim::result {
namespace {

void note_failure(Check& check, const std::string& expected, const std::string& found, std::string_view where) {
  if (check.failed++ == 0) {
    check.first_failure = fmt::format("{}: expected {}, found {}", where, expected, found);
  }
}

void add(Amount& sum, const Amount& amount) {
  if (auto* count = std::get_if<std::int64_t>(&sum)) {
    *count += std::get<std::int64_t>(amount);
  } else {
    std::get<double>(sum) += std::get<double>(amount);
  }
}

}  // namespace

Check& CheckList::find(std::string_view name, Amount zero) {
  auto it = std::ranges::find(checks_, name, &Check::name);
  if (it == checks_.end()) {
    checks_.push_back({.name = std::string(name), .expected = zero, .found = zero, .first_failure = {}});
    it = checks_.end() - 1;
  }
  return *it;
}

void CheckList::equal(std::string_view name, std::int64_t expected, std::int64_t found, std::string_view where) {
  Check& check = find(name, std::int64_t{0});
  ++check.compared;
  add(check.expected, expected);
  add(check.found, found);
  if (expected != found) {
    note_failure(check, std::to_string(expected), std::to_string(found), where);
  }
}

void CheckList::equal(std::string_view name, double expected, double found, std::string_view where) {
  Check& check = find(name, 0.0);
  ++check.compared;
  add(check.expected, expected);
  add(check.found, found);
  const double size = std::max(std::abs(expected), std::abs(found));
  // Written so that a NaN fails.
  if (!(std::abs(expected - found) <= kTolerance * size)) {
    note_failure(check, fmt::format("{}", expected), fmt::format("{}", found), where);
  }
}

void CheckList::append(const CheckList& other) {
  for (const Check& theirs : other.checks_) {
    Check& check =
        find(theirs.name, std::holds_alternative<double>(theirs.expected) ? Amount(0.0) : Amount(std::int64_t{0}));
    add(check.expected, theirs.expected);
    add(check.found, theirs.found);
    check.compared += theirs.compared;
    check.first_failure = check.failed == 0 ? theirs.first_failure : check.first_failure;
    check.failed += theirs.failed;
  }
}

bool CheckList::passed() const {
  return std::ranges::all_of(checks_, &Check::passed);
}

void CheckList::enforce() const {
  const auto failed = std::ranges::count_if(checks_, [](const Check& c) { return !c.passed(); });
  if (failed == 0) {
    return;
  }
  const Check& first = *std::ranges::find_if(checks_, [](const Check& c) { return !c.passed(); });
  throw CheckError(fmt::format("{} of {} checks failed; the first is '{}', {} of {} comparisons: {}", failed,
                               checks_.size(), first.name, first.failed, first.compared, first.first_failure));
}

void check_breakdown(CheckList& checks, std::string_view what, const cost::Breakdown& breakdown,
                     std::string_view where) {
  cost::Band sum;
  std::int64_t disordered = 0;
  for (const cost::Component& c : breakdown.components) {
    sum += c.band;
    disordered += !(0 <= c.band.low && c.band.low <= c.band.value && c.band.value <= c.band.high) ? 1 : 0;
  }
  const std::string name = fmt::format("parts of {} add up to the total", what);
  checks.equal(name, breakdown.total.value, sum.value, where);
  checks.equal(name + " (low ends)", breakdown.total.low, sum.low, where);
  checks.equal(name + " (high ends)", breakdown.total.high, sum.high, where);
  checks.equal(fmt::format("bands of {} that do not hold their value", what), std::int64_t{0}, disordered, where);
}

}  // namespace lmulsim::result
