// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/repetition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "util/error.hpp"

namespace lmulsim::study::paper {
namespace {

const cost::GateTable& drawn(const cost::Technology& technology, const std::string& what) {
  if (!technology.gates || !technology.gates->has_netlists()) {
    throw InputError(
        fmt::format("{}: gates.drawn_recipes: expected a technology with drawn netlists, to be repeated; "
                    "found none",
                    what));
  }
  return *technology.gates;
}

/// "strash; ..." of "12: strash; ...".
std::string commands(const std::string& recipe) {
  const std::size_t colon = recipe.find(": ");
  return colon == std::string::npos ? recipe : recipe.substr(colon + 2);
}

void require_other_campaign(const cost::GateTable& first, const cost::GateTable& second, const std::string& file) {
  if (first.seed == second.seed) {
    throw InputError(
        fmt::format("{}: gates.seed: expected operands of another seed than the first campaign's {}, found the same",
                    file, first.seed));
  }
  for (const std::string& recipe : second.drawn_recipes) {
    if (std::ranges::find(first.drawn_recipes, commands(recipe), commands) != first.drawn_recipes.end()) {
      throw InputError(fmt::format(
          "{}: gates.drawn_recipes: expected recipes that the first campaign has not, found '{}'", file, recipe));
    }
  }
}

/// Asked the same as the first campaign: under its name, at the clocks of its units.
cost::Technology asked_as(const cost::Technology& technology, cost::Technology second) {
  const cost::GateTable& first = *technology.gates;
  second.name = technology.name;
  for (auto& [name, unit] : second.gates->units) {
    const auto it = first.units.find(name);
    unit.targets = it != first.units.end() ? it->second.targets : unit.targets;
  }
  return second;
}

}  // namespace

Agreement& Agreement::operator+=(const Agreement& o) {
  compared += o.compared;
  agree += o.agree;
  missed_by_both += o.missed_by_both;
  return *this;
}

Agreement Repetition::all() const {
  Agreement sum;
  for (const Agreement& a : by_rung) {
    sum += a;
  }
  return sum;
}

bool agree(const cost::Interval& a, const cost::Interval& b) {
  return std::abs(a.value - b.value) <= std::hypot(a.half_width(), b.half_width());
}

void count_agreement(Repetition& out, const Ladder& first, const Ladder& second) {
  int both = 0;
  for (const LadderEntry& e : first.entries) {
    const auto other = std::ranges::find(second.entries, e.question, &LadderEntry::question);
    if (other == second.entries.end()) {
      continue;
    }
    ++both;
    Agreement& rung = out.by_rung.at(static_cast<std::size_t>(e.question.rung));
    if (e.misses() && other->misses()) {
      ++rung.missed_by_both;
      continue;
    }
    ++rung.compared;
    rung.agree += !e.misses() && !other->misses() && agree(*e.saving.saved, *other->saving.saved) ? 1 : 0;
  }
  out.only_in_one = static_cast<int>(first.entries.size() + second.entries.size()) - 2 * both;
}

Repetition repeat(const std::vector<cost::Technology>& technologies, const cost::Technology& second,
                  const std::string& file, const ActivityOf& activity_of) {
  const cost::GateTable& again = drawn(second, file);
  const auto first = std::ranges::find_if(technologies, [&](const cost::Technology& t) {
    return t.gates && t.gates->library_sha256 == again.library_sha256;
  });
  if (first == technologies.end()) {
    throw InputError(
        fmt::format("{}: gates.library_sha256: expected the library of one of the technologies, found "
                    "{:.12} ({}), which none of them has",
                    file, again.library_sha256, again.library));
  }
  require_other_campaign(drawn(*first, first->name), again, file);
  Repetition out;
  out.technology = first->name;
  out.file = file;
  const Ladder second_ladder = ladder(asked_as(*first, second), activity_of);
  out.notes = second_ladder.notes;
  count_agreement(out, ladder(*first, activity_of), second_ladder);
  return out;
}

}  // namespace lmulsim::study::paper
