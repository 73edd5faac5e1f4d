// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "arith/names.hpp"
#include "result/run_report.hpp"

namespace lmulsim::result {
namespace {

constexpr std::string_view kWhole = "the whole run";

void add_terms(std::vector<Term>& sum, const std::vector<Term>& terms) {
  for (const Term& term : terms) {
    const auto it = std::ranges::find(sum, term.name, &Term::name);
    if (it == sum.end()) {
      sum.push_back(term);
    } else {
      it->cycles += term.cycles;
    }
  }
}

std::int64_t total(const std::vector<Term>& terms) {
  std::int64_t sum = 0;
  for (const Term& term : terms) {
    sum += term.cycles;
  }
  return sum;
}

/// Each text once.
void add_texts(std::vector<std::string>& all, const std::vector<std::string>& more) {
  std::ranges::copy_if(more, std::back_inserter(all),
                       [&](const std::string& text) { return std::ranges::find(all, text) == all.end(); });
}

void add_breakdown(cost::Breakdown& sum, const cost::Breakdown& part) {
  for (const cost::Component& c : part.components) {
    const auto it = std::ranges::find(sum.components, c.part, &cost::Component::part);
    if (it == sum.components.end()) {
      sum.components.push_back(c);
    } else {
      it->band += c.band;
      std::ranges::copy_if(c.entries, std::back_inserter(it->entries), [&](const std::string& entry) {
        return std::ranges::find(it->entries, entry) == it->entries.end();
      });
    }
  }
  add_texts(sum.notes, part.notes);
  add_texts(sum.warnings, part.warnings);
  sum.total += part.total;
}

/// a + b, or nothing when one of them is not known.
std::optional<std::int64_t> plus(std::optional<std::int64_t> a, std::optional<std::int64_t> b) {
  return a && b ? std::optional(*a + *b) : std::nullopt;
}

}  // namespace

void add_up(RunReport& report) {
  report.cycles = {.total = 0, .closed_form = 0, .scalesim_compatible = 0, .terms = {}, .scalesim_gap = {}};
  report.activity = {};
  report.energy_pj.reset();
  for (OperatorReport& op : report.operators) {
    op.start_cycle = report.cycles.total;
    if (!op.timed()) {
      continue;
    }
    report.cycles.total += op.cycles;
    report.cycles.closed_form = plus(report.cycles.closed_form, op.closed_form);
    report.cycles.scalesim_compatible = plus(report.cycles.scalesim_compatible, op.scalesim_compatible);
    add_terms(report.cycles.terms, op.terms);
    add_terms(report.cycles.scalesim_gap, op.scalesim_gap);
    report.activity += op.activity;
    if (op.energy_pj) {
      report.energy_pj = report.energy_pj.value_or(cost::Breakdown{});
      add_breakdown(*report.energy_pj, *op.energy_pj);
      check_breakdown(report.checks, "an operator's energy", *op.energy_pj, op.name);
    }
    if (!op.terms.empty()) {
      report.checks.equal("terms of the cycles add up to the total", op.cycles, total(op.terms), op.name);
    }
    if (!op.scalesim_gap.empty() && op.scalesim_compatible) {
      report.checks.equal("SCALE-Sim's cycles and the named differences add up to the total", op.cycles,
                          *op.scalesim_compatible + total(op.scalesim_gap), op.name);
    }
    if (op.closed_form) {
      report.checks.equal("closed form = cycles", *op.closed_form, op.cycles, op.name);
    }
  }
  const double possible = report.accelerator.macs_a_cycle() * static_cast<double>(report.cycles.total);
  report.utilization = possible > 0 ? static_cast<double>(report.activity.macs_useful) / possible : 0;
  report.time_s = static_cast<double>(report.cycles.total) / report.accelerator.clock_hz;
  report.checks.equal("busy + stall + idle = total cycles of the run", report.cycles.total,
                      report.activity.total_cycles(), kWhole);
  if (report.energy_pj) {
    check_breakdown(report.checks, "energy", *report.energy_pj, kWhole);
  }
  if (report.area_um2) {
    check_breakdown(report.checks, "area", *report.area_um2, kWhole);
  }
}

namespace {

/// What is to be said of sums that left the accumulator's range, of all operators together.
std::vector<std::string> left_range(const RunReport& report) {
  SumRange all;
  for (const OperatorReport& op : report.operators) {
    all.results += op.sums ? op.sums->results : 0;
    all.left += op.sums ? op.sums->left : 0;
  }
  if (all.left == 0) {
    return {};
  }
  return {fmt::format("{} of {} sums left the range of the accumulator {} on their way", all.left, all.results,
                      arith::accumulator_name(report.accelerator.pe.accumulator))};
}

}  // namespace

std::vector<std::string> warnings_of(const RunReport& report) {
  std::vector<std::string> out = report.warnings;
  for (const auto& breakdown : {report.energy_pj, report.area_um2}) {
    add_texts(out, breakdown ? breakdown->warnings : std::vector<std::string>{});
  }
  add_texts(out, left_range(report));
  if (report.scaled) {
    for (const std::string& warning : report.scaled->factors.warnings) {
      add_texts(out, {"scaled figures: " + warning});
    }
  }
  if (report.quality && !report.quality->of_workload) {
    out.push_back(of_another_model(*report.quality, report.workload.name));
  }
  for (const Check& check : report.checks.all()) {
    if (!check.passed()) {
      out.push_back(fmt::format("the check '{}' failed: {}", check.name, check.first_failure));
    }
  }
  return out;
}

std::optional<double> tokens_per_s(const RunReport& report) {
  return report.tokens() > 0 && report.time_s > 0 ? std::optional(static_cast<double>(report.tokens()) / report.time_s)
                                                  : std::nullopt;
}

std::optional<cost::Band> energy_per_token_pj(const RunReport& report) {
  return report.tokens() > 0 && report.energy_pj
             ? std::optional(report.energy_pj->total * (1 / static_cast<double>(report.tokens())))
             : std::nullopt;
}

cost::Band power_w(const RunReport& report) {
  constexpr double kPjPerJoule = 1e12;
  return report.energy_pj && report.time_s > 0 ? report.energy_pj->total * (1 / (kPjPerJoule * report.time_s))
                                               : cost::Band{};
}

}  // namespace lmulsim::result
