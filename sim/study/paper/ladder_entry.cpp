// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/ladder_entry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lmulsim::study::paper {

std::vector<std::string> technologies_of(const Ladder& ladder) {
  std::vector<std::string> out;
  for (const LadderEntry& e : ladder.entries) {
    if (std::ranges::find(out, e.question.technology) == out.end()) {
      out.push_back(e.question.technology);
    }
  }
  return out;
}

std::string saving_text(const cost::PairedSaving& saving) {
  if (!saving.saved) {
    return "misses the clock";
  }
  const auto percent = [](double share) {
    const double rounded = std::round(1000 * share) / 10;
    return fmt::format("{:.1f}", rounded == 0 ? 0.0 : rounded);  // no -0.0
  };
  const cost::Interval& saved = *saving.saved;
  return fmt::format("{} % ({} to {})", percent(saved.value), percent(saved.low), percent(saved.high));
}

std::string clock_text(const std::optional<double>& clock_ns) {
  return clock_ns ? fmt::format("{:.3g} ns", *clock_ns) : "none";
}

}  // namespace lmulsim::study::paper
