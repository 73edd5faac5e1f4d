// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "study/paper/ladder.hpp"

namespace lmulsim::study::paper {

/// How many savings of two campaigns agree.
struct Agreement {
  int compared = 0;  ///< those that not both miss
  int agree = 0;
  int missed_by_both = 0;  ///< comparisons whose clock neither campaign's netlists meet

  Agreement& operator+=(const Agreement& o);
};

/// A ladder found twice, from campaigns of other recipes and other operands.
struct Repetition {
  std::string technology;
  std::string file;  ///< of the second campaign, its name
  std::array<Agreement, kRungNames.size()> by_rung{};
  int only_in_one = 0;             ///< comparisons that one of the ladders lacks
  std::vector<std::string> notes;  ///< of the second ladder

  [[nodiscard]] Agreement all() const;
};

/// Whether two savings differ by no more than the root of the sum of their half-widths' squares.
[[nodiscard]] bool agree(const cost::Interval& a, const cost::Interval& b);

/// A second campaign, of `file`, against that of the technologies which has its library, both at the first one's
/// clocks. Throws InputError unless there is one, both have netlists, without a recipe in common and of other seeds.
[[nodiscard]] Repetition repeat(const std::vector<cost::Technology>& technologies, const cost::Technology& second,
                                const std::string& file, const ActivityOf& activity_of);

/// The part of it that compares two ladders.
void count_agreement(Repetition& out, const Ladder& first, const Ladder& second);

}  // namespace lmulsim::study::paper
