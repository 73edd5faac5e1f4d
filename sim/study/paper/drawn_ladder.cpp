// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/drawn_ladder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "util/error.hpp"

namespace lmulsim::study::paper {
namespace {

using cost::DrawnNetlist;
using cost::GateUnit;
using cost::Saved;

constexpr const char* kInt8Multiplier = "multiplier/exact/int8";
constexpr const char* kInt8Pe = "pe-stationary/exact/int8/int32/s1/l1";

/// The words of a unit's name: its kind, multiplier, formats and so on.
std::vector<std::string> words(const std::string& name) {
  std::vector<std::string> out{""};
  for (const char c : name) {
    if (c == '/') {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

/// The words that say what two designs have in common, the multiplier's left out. Fixed sums have other widths behind
/// other multipliers.
std::vector<std::string> common_words(const std::string& name) {
  std::vector<std::string> out = words(name);
  out.erase(out.begin() + 1);
  for (std::string& word : out) {
    word.resize(std::min(word.find(':'), word.size()));
  }
  return out;
}

/// The unit that differs in the multiplier alone; null when there is none.
const std::string* counterpart(const std::map<std::string, GateUnit>& units, const std::string& name,
                               const std::string& multiplier) {
  const auto it = std::ranges::find_if(units, [&](const auto& unit) {
    return words(unit.first).at(1) == multiplier && common_words(unit.first) == common_words(name);
  });
  return it == units.end() ? nullptr : &it->first;
}

/// One unit of L-Mul's against one other design.
class Pair {
 public:
  Pair(DrawnStep head, const GateUnit& lmul, const GateUnit& other)
      : head_(std::move(head)), lmul_(lmul), other_(other) {}

  void add_to(std::vector<DrawnStep>& steps) const {
    const double relaxed = std::max(lmul_.targets->relaxed_ns, other_.targets->relaxed_ns);
    const double hard = std::max(lmul_.targets->hard_ns, other_.targets->hard_ns);
    for (const std::optional<double> clock : {std::optional(relaxed), std::optional(hard), std::optional<double>()}) {
      for (const Saved saved : {Saved::energy, Saved::area, Saved::edp}) {
        steps.push_back(step(saved, clock));
      }
    }
    steps.push_back(step(Saved::period, std::nullopt));
  }

 private:
  [[nodiscard]] DrawnStep step(Saved saved, std::optional<double> clock_ns) const {
    DrawnStep out = head_;
    out.saved = saved;
    out.clock_ns = clock_ns;
    try {
      out.saving = cost::paired_saving(lmul_.netlists, other_.netlists, {.saved = saved, .clock_ns = clock_ns}, kTries);
      out.missing = out.saving.saved ? "" : "misses the clock";
    } catch (const InputError& e) {
      out.missing = e.what();
    }
    return out;
  }

  DrawnStep head_;
  const GateUnit& lmul_;
  const GateUnit& other_;
};

DrawnStep head_of(const std::string& technology, const std::string& unit, const std::string& against) {
  const std::vector<std::string> w = words(unit);
  DrawnStep head;
  head.technology = technology;
  head.unit = unit;
  head.rung = w[0] == "multiplier" ? "multiplier" : "pe";
  head.format = w[2];
  head.sums = w.size() > 4 ? w[4].substr(0, w[4].find(':')) : "";
  head.against = against;
  return head;
}

std::string clock_text(const std::optional<double>& clock_ns) {
  return clock_ns ? fmt::format("{:.3g} ns", *clock_ns) : "none";
}

}  // namespace

std::vector<DrawnStep> drawn_ladder(const cost::Technology& technology) {
  std::vector<DrawnStep> steps;
  if (!technology.gates || !technology.gates->has_netlists()) {
    return steps;
  }
  const std::map<std::string, GateUnit>& units = technology.gates->units;
  for (const auto& [name, lmul] : units) {
    const bool multiplier = name.starts_with("multiplier/lmul/");
    if (!multiplier && !name.starts_with("pe-stationary/lmul/")) {
      continue;
    }
    for (const char* against : {"exact", "exact-cut"}) {
      if (const std::string* other = counterpart(units, name, against)) {
        Pair(head_of(technology.name, name, against), lmul, units.at(*other)).add_to(steps);
      }
    }
    if (const auto int8 = units.find(multiplier ? kInt8Multiplier : kInt8Pe); int8 != units.end()) {
      Pair(head_of(technology.name, name, "int8"), lmul, int8->second).add_to(steps);
    }
  }
  return steps;
}

std::string saving_text(const DrawnStep& step) {
  const std::optional<cost::Interval>& saved = step.saving.saved;
  return saved ? fmt::format("{:.1f} % ({:.1f} to {:.1f})", 100 * saved->value, 100 * saved->low, 100 * saved->high)
               : step.missing;
}

report::Grid drawn_grid(const std::vector<DrawnStep>& steps) {
  report::Grid grid{"What L-Mul saves, by drawn netlists",
                    {"technology", "unit of L-Mul", "against", "clock", "energy", "area", "EDP", "fastest clock"},
                    {},
                    {}};
  const DrawnStep* row_of = nullptr;
  for (const DrawnStep& s : steps) {
    if (row_of == nullptr || row_of->unit != s.unit || row_of->against != s.against ||
        row_of->technology != s.technology || row_of->clock_ns != s.clock_ns) {
      grid.rows.push_back({s.technology, s.unit, s.against, clock_text(s.clock_ns), "-", "-", "-", "-"});
      row_of = &s;
    }
    constexpr std::size_t kFirstQuantity = 4;
    grid.rows.back()[kFirstQuantity + static_cast<std::size_t>(s.saved)] = saving_text(s);
  }
  if (!steps.empty()) {
    grid.notes.push_back(fmt::format(
        "What somebody saves who tries {} recipes of synthesis for each design and keeps the best that meets the "
        "clock; of {} drawn recipes, paired by recipe and operands. The 95 % interval is the noise of synthesis and "
        "operands, nothing systematic.",
        kTries, steps.front().saving.recipes));
  }
  return grid;
}

}  // namespace lmulsim::study::paper
