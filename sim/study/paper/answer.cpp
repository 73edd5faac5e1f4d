// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace lmulsim::study::paper {
namespace {

using cost::Saved;

constexpr std::string_view kFormat = "e4m3";
constexpr double kPercent = 100;

/// A row of the answer.
struct Asked {
  Rung rung;
  std::string_view sums;
  std::string_view against;
  Saved saved;
};

const std::vector<Asked>& asked() {
  static const std::vector<Asked> rows = [] {
    std::vector<Asked> all{{Rung::multiplier, "", "exact", Saved::energy},
                           {Rung::multiplier, "", "exact", Saved::area}};
    for (const auto& [against, saved] : {std::pair<std::string_view, Saved>{"exact", Saved::energy},
                                         {"exact", Saved::area},
                                         {"exact-cut", Saved::energy},
                                         {"int8", Saved::energy}}) {
      for (const std::string_view sums : {"fp32", "bf16", "fixed"}) {
        all.push_back({Rung::pe, sums, against, saved});
      }
    }
    return all;
  }();
  return rows;
}

bool answers(const LadderEntry& e, const Asked& a) {
  const Question& q = e.question;
  return q.format == kFormat && q.target == ClockTarget::relaxed && q.rung == a.rung && q.sums == a.sums &&
         q.against == a.against && q.saved == a.saved;
}

std::vector<const LadderEntry*> answers_to(const Ladder& ladder, const Asked& a) {
  std::vector<const LadderEntry*> all;
  for (const LadderEntry& e : ladder.entries) {
    if (answers(e, a)) {
      all.push_back(&e);
    }
  }
  return all;
}

/// Of a technology's comparisons that answer something here.
int fewest_recipes(const Ladder& ladder, const std::string& technology) {
  int fewest = std::numeric_limits<int>::max();
  for (const Asked& a : asked()) {
    for (const LadderEntry* e : answers_to(ladder, a)) {
      fewest = e->question.technology == technology ? std::min(fewest, e->saving.recipes) : fewest;
    }
  }
  return fewest;
}

std::string row_name(const Asked& a) {
  const std::string what = a.rung == Rung::multiplier ? "multiplier alone" : fmt::format("PE, sums in {}", a.sums);
  return fmt::format("{} of {}, {}", name(a.saved), a.against, what);
}

std::string percent_range(double low, double high) {
  const auto whole = [](double share) { return std::round(kPercent * share) + 0.0; };  // no negative zero
  const std::string from = fmt::format("{:.0f}", whole(low));
  const std::string to = fmt::format("{:.0f}", whole(high));
  return from == to ? to : fmt::format("{} to {}", from, to);
}

/// "saves 8 to 12 % of the energy of exact", "costs 31 % more than ...", with what cannot be told from nothing.
std::string clause(const Ladder& ladder, const Asked& a, std::string_view of) {
  double low = 1;
  double high = -1e9;
  std::string unclear;
  for (const LadderEntry* e : answers_to(ladder, a)) {
    if (e->misses()) {
      continue;
    }
    low = std::min(low, e->saving.saved->value);
    high = std::max(high, e->saving.saved->value);
    if (e->saving.saved->contains(0)) {
      unclear += (unclear.empty() ? "" : ", ") + e->question.technology;
    }
  }
  if (high < low) {
    return "";
  }
  const std::string note = unclear.empty() ? "" : fmt::format(" (nothing that can be told from zero on {})", unclear);
  return high <= 0 ? fmt::format("costs {} % more {} than {}{}", percent_range(-high, -low), name(a.saved), of, note)
                   : fmt::format("saves {} % of the {} of {}{}", percent_range(low, high), name(a.saved), of, note);
}

}  // namespace

report::Grid answer_grid(const Ladder& ladder) {
  const std::vector<std::string> technologies = technologies_of(ladder);
  report::Grid grid{"What L-Mul saves, e4m3 at the relaxed clock", {"saved"}, {}, {}};
  grid.head.insert(grid.head.end(), technologies.begin(), technologies.end());
  for (const Asked& a : asked()) {
    std::vector<std::string> row{row_name(a)};
    row.resize(grid.head.size(), "-");
    for (const LadderEntry* e : answers_to(ladder, a)) {
      const auto column = std::ranges::find(technologies, e->question.technology) - technologies.begin();
      row[static_cast<std::size_t>(column) + 1] = saving_text(e->saving);
    }
    grid.rows.push_back(std::move(row));
  }
  std::vector<std::string> drawn{"recipes drawn for each design, at least"};
  for (const std::string& technology : technologies) {
    drawn.push_back(std::to_string(fewest_recipes(ladder, technology)));
  }
  grid.rows.push_back(std::move(drawn));
  return grid;
}

std::vector<std::string> answer_sentences(const Ladder& ladder) {
  std::vector<std::string> all;
  const auto add = [&](const std::string& begin, const std::vector<std::string>& clauses) {
    std::string text;
    for (const std::string& c : clauses) {
      text += c.empty() ? "" : (text.empty() ? " L-Mul " : ", ") + c;
    }
    if (!text.empty()) {
      all.push_back(begin + text + ".");
    }
  };
  add("Alone,", {clause(ladder, {Rung::multiplier, "", "exact", Saved::energy}, "the exact multiplier"),
                 clause(ladder, {Rung::multiplier, "", "exact", Saved::area}, "it")});
  for (const std::string_view sums : {"fp32", "bf16", "fixed"}) {
    add(fmt::format("In a PE with sums in {},", sums == "fixed" ? "fixed point" : sums),
        {clause(ladder, {Rung::pe, sums, "exact", Saved::energy}, "the exact multiplier's PE"),
         clause(ladder, {Rung::pe, sums, "exact", Saved::area}, "it"),
         clause(ladder, {Rung::pe, sums, "exact-cut", Saved::energy}, "an exact product cut to as many bits"),
         clause(ladder, {Rung::pe, sums, "int8", Saved::energy}, "int8 with int32 sums")});
  }
  return all;
}

std::string answer_markdown(const Ladder& ladder) {
  std::string out;
  for (const std::string& sentence : answer_sentences(ladder)) {
    out += report::markdown_item(sentence);
  }
  return out + report::grid_markdown(answer_grid(ladder));
}

}  // namespace lmulsim::study::paper
