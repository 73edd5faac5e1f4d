// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/ladder.hpp"

#include <algorithm>
#include <array>

#include "cost/clock.hpp"
#include "study/paper/designs.hpp"
#include "util/error.hpp"

namespace lmulsim::study::paper {
namespace {

using result::PairedPart;
using result::PartCost;

/// A design, with what the workload does on it.
struct Runner {
  machine::Accelerator accelerator;
  machine::Activity activity;
};

double clock_hz(const cost::Technology& technology, std::initializer_list<const machine::Accelerator*> designs) {
  double slowest = kReferenceClockHz;
  for (const machine::Accelerator* design : designs) {
    if (!technology.gates) {
      break;
    }
    try {
      slowest = std::min(slowest, cost::clock_limit(*design, technology).hz());
    } catch (const InputError&) {
      // A PE that was not measured: its rungs say so.
    }
  }
  return slowest;
}

/// The parts of both, those of the same name and entries together.
std::vector<PairedPart> pair_up(const std::vector<PartCost>& a, const std::vector<PartCost>& b) {
  std::vector<PairedPart> out;
  for (const PartCost& part : a) {
    const auto it = std::ranges::find(b, part.name, &PartCost::name);
    const bool common = it != b.end() && !part.entries.empty() && it->entries == part.entries;
    out.push_back({part.band, it != b.end() ? it->band : cost::Band{}, common});
  }
  for (const PartCost& part : b) {
    if (std::ranges::find(a, part.name, &PartCost::name) == a.end()) {
      out.push_back({{}, part.band, false});
    }
  }
  return out;
}

}  // namespace

Against against(const RungCost& lmul, const RungCost& other) {
  Against out;
  if (other.known()) {
    out.cost = other.total();
  }
  if (!lmul.known() || !other.known()) {
    out.missing = lmul.known() ? other.missing : lmul.missing;
    return out;
  }
  out.left = result::paired_ratio(pair_up(other.parts, lmul.parts));
  if (out.left) {
    out.verdict = result::verdict_of(*out.left);
  } else {
    out.missing = "the other design's cost may be zero";
  }
  return out;
}

Ladder ladder(const cost::Technology& technology, arith::Format format, cost::Quantity quantity,
              const ActivityOf& activity_of) {
  machine::Accelerator lmul = lmul_design(format);
  machine::Accelerator exact = exact_design(format);
  machine::Accelerator int8 = int8_design();
  Ladder out{technology.name,
             format,
             quantity,
             clock_hz(technology, {&lmul, &exact, &int8}),
             has_registers(technology, quantity),
             {}};
  lmul.clock_hz = exact.clock_hz = int8.clock_hz = out.clock_hz;
  const std::array<Runner, 3> runners{
      {{lmul, activity_of(lmul)}, {exact, activity_of(exact)}, {int8, activity_of(int8)}}};
  for (std::size_t i = 0; i < kRungNames.size(); ++i) {
    const auto rung = static_cast<Rung>(i);
    if (rung == Rung::array_dram && quantity == cost::Quantity::area) {
      continue;
    }
    const auto cost_of = [&](const Runner& r) {
      return rung_cost(rung, r.accelerator, technology, quantity, r.activity);
    };
    const RungCost own = cost_of(runners[0]);
    out.steps.push_back({rung, own.known() ? std::optional(own.total()) : std::nullopt,
                         against(own, cost_of(runners[1])), against(own, cost_of(runners[2]))});
  }
  return out;
}

cost::Band saved_percent(const cost::Band& left) {
  return {100 * (1 - left.high), 100 * (1 - left.value), 100 * (1 - left.low)};
}

}  // namespace lmulsim::study::paper
