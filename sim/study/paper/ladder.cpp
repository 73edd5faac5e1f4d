// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/ladder.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "arith/hardware.hpp"
#include "cost/gate_array.hpp"
#include "study/paper/designs.hpp"
#include "study/paper/ladder_machine.hpp"
#include "util/error.hpp"

namespace lmulsim::study::paper {
namespace {

using arith::AccumulatorKind;
using arith::MultiplierKind;
using arith::Subnormals;
using cost::GateUnit;
using cost::Saved;

constexpr std::array kSaved{Saved::energy, Saved::area, Saved::edp};
constexpr std::array kTargets{ClockTarget::relaxed, ClockTarget::hard, ClockTarget::none};

/// A design that L-Mul is compared with.
struct Other {
  const char* name;
  MultiplierKind kind;
  bool int8 = false;
};
constexpr std::array kOthers{Other{"exact", MultiplierKind::exact}, Other{"exact-cut", MultiplierKind::exact_cut},
                             Other{"int8", MultiplierKind::exact, true}};

/// Two designs whose units were measured.
struct Contest {
  machine::Accelerator lmul;
  machine::Accelerator other;
  const GateUnit* own = nullptr;
  const GateUnit* others = nullptr;

  [[nodiscard]] std::optional<double> clock_ns(ClockTarget target) const {
    switch (target) {
      case ClockTarget::relaxed:
        return std::max(own->targets.value().relaxed_ns, others->targets.value().relaxed_ns);
      case ClockTarget::hard:
        return std::max(own->targets.value().hard_ns, others->targets.value().hard_ns);
      case ClockTarget::none:
        break;
    }
    return std::nullopt;
  }
};

cost::Unit unit_of(Rung rung, const machine::Accelerator& design) {
  return rung == Rung::multiplier ? cost::multiplier_unit(design) : cost::pe_unit(design);
}

machine::Accelerator design(MultiplierKind kind, arith::Format format, AccumulatorKind sums, Subnormals policy) {
  return reference_design({.kind = kind, .offset = {}, .subnormals = policy}, format, sums);
}

/// The comparisons of one technology.
class Climb {
 public:
  Climb(const cost::Technology& technology, const ActivityOf& activity_of)
      : technology_(technology), activity_of_(activity_of) {}

  [[nodiscard]] Ladder run() {
    for (const arith::Format format : kLadderFormats) {
      for (const Other& other : kOthers) {
        climb_multiplier(format, other);
      }
      for (const AccumulatorKind sums : ladder_sums(format)) {
        for (const Other& other : kOthers) {
          climb_array(format, sums, other);
        }
      }
    }
    if (!missing_.empty()) {
      ladder_.notes.push_back(
          fmt::format("{}: left out, for these were not measured: {}", technology_.name, fmt::join(missing_, ", ")));
    }
    return std::move(ladder_);
  }

 private:
  void climb_multiplier(arith::Format format, const Other& other) {
    Question question{technology_.name, std::string(arith::info(format).name), "", Rung::multiplier, other.name};
    if (const auto contest = contest_of(Rung::multiplier, format, AccumulatorKind::fp32, other)) {
      compare_units(question, *contest);
    }
  }

  void climb_array(arith::Format format, AccumulatorKind sums, const Other& other) {
    Question question{technology_.name, std::string(arith::info(format).name), std::string(arith::hardware(sums).word),
                      Rung::pe, other.name};
    if (const auto contest = contest_of(Rung::pe, format, sums, other)) {
      compare_units(question, *contest);
      compare_arrays(question, *contest);
    }
  }

  /// Both with zeros for subnormal operands, or both with their products; nothing when neither pair was measured.
  std::optional<Contest> contest_of(Rung rung, arith::Format format, AccumulatorKind sums, const Other& other) {
    const auto contest_with = [&](Subnormals policy) {
      Contest c;
      c.lmul = design(MultiplierKind::adder, format, sums, policy);
      c.other = other.int8 ? int8_design() : design(other.kind, format, sums, policy);
      c.own = find(unit_of(rung, c.lmul));
      c.others = find(unit_of(rung, c.other));
      return c;
    };
    const Contest usual = contest_with(Subnormals::daz);
    for (const Contest& contest : {usual, contest_with(Subnormals::normalize)}) {
      if (contest.own != nullptr && contest.others != nullptr) {
        return contest;
      }
    }
    for (const machine::Accelerator& accelerator : {usual.lmul, usual.other}) {
      const cost::Unit unit = unit_of(rung, accelerator);
      if (find(unit) == nullptr) {
        missing_.insert(cost::unit_name(unit));
      }
    }
    return std::nullopt;
  }

  /// Nothing where the unit, or a netlist of it, is missing.
  [[nodiscard]] const GateUnit* find(const cost::Unit& unit) const {
    const auto& units = technology_.gates->units;
    const auto it = units.find(cost::unit_name(unit));
    return it == units.end() || it->second.netlists.empty() || !it->second.targets ? nullptr : &it->second;
  }

  void compare_units(Question question, const Contest& contest) {
    for (const ClockTarget target : kTargets) {
      question.target = target;
      for (const Saved saved : kSaved) {
        question.saved = saved;
        compare(ladder_.entries, question, contest, {}, {});
      }
    }
    question.saved = Saved::period;
    compare(ladder_.fastest, question, contest, {}, {});
  }

  void compare_arrays(Question question, const Contest& contest) {
    const machine::Activity own = activity_of_(contest.lmul);
    const machine::Activity others = activity_of_(contest.other);
    for (const ClockTarget target : kTargets) {
      question.target = target;
      const double period = contest.clock_ns(target).value_or(*contest.clock_ns(ClockTarget::relaxed));
      try {
        compare_machines(question, contest, LadderMachine(contest.lmul, own, technology_, period),
                         LadderMachine(contest.other, others, technology_, period));
      } catch (const InputError& e) {
        add_note(fmt::format("{}: arrays are left out: {}", technology_.name, e.what()));
      }
    }
  }

  void compare_machines(Question question, const Contest& contest, const LadderMachine& own,
                        const LadderMachine& others) {
    for (const Rung rung : {Rung::array, Rung::array_sram, Rung::array_dram}) {
      question.rung = rung;
      for (const Scenario scenario : {Scenario::low, Scenario::value, Scenario::high}) {
        if (rung == Rung::array && scenario != Scenario::value) {
          continue;
        }
        question.scenario = rung == Rung::array ? std::nullopt : std::optional(scenario);
        for (const Saved saved : kSaved) {
          question.saved = saved;
          if (saved != Saved::area || rung != Rung::array_dram) {  // DRAM has no area on the chip
            compare(ladder_.entries, question, contest, own.load(rung, scenario), others.load(rung, scenario));
          }
        }
      }
    }
  }

  void compare(std::vector<LadderEntry>& to, const Question& question, const Contest& contest, const cost::Load& own,
               const cost::Load& others) {
    const std::optional<double> clock = contest.clock_ns(question.target);
    try {
      to.push_back({question, clock,
                    cost::paired_saving({contest.own->netlists, own}, {contest.others->netlists, others},
                                        {.saved = question.saved, .clock_ns = clock})});
    } catch (const InputError& e) {
      const Rung unit = question.rung == Rung::multiplier ? Rung::multiplier : Rung::pe;
      add_note(fmt::format("{}: {} against {} is left out: {}", technology_.name,
                           cost::unit_name(unit_of(unit, contest.lmul)), cost::unit_name(unit_of(unit, contest.other)),
                           e.what()));
    }
  }

  void add_note(std::string note) {
    if (std::ranges::find(ladder_.notes, note) == ladder_.notes.end()) {
      ladder_.notes.push_back(std::move(note));
    }
  }

  const cost::Technology& technology_;
  const ActivityOf& activity_of_;
  std::set<std::string> missing_;
  Ladder ladder_;
};

}  // namespace

Ladder ladder(const cost::Technology& technology, const ActivityOf& activity_of) {
  if (!technology.gates) {
    return {{}, {}, {fmt::format("{}: not measured in gates, so that its designs cannot be paired", technology.name)}};
  }
  if (!technology.gates->has_netlists()) {
    return {{},
            {},
            {fmt::format("{}: without drawn netlists (a file of schema lmulsim-technology/1), so that its designs "
                         "cannot be paired; `lmulsim characterize` measures them",
                         technology.name)}};
  }
  return Climb(technology, activity_of).run();
}

}  // namespace lmulsim::study::paper
