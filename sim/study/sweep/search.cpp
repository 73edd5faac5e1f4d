// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/sweep/search.hpp"

#include <fmt/format.h>

#include <utility>

#include "explore/metrics.hpp"
#include "explore/nsga2.hpp"
#include "study/sweep/manager.hpp"
#include "util/error.hpp"

namespace lmulsim::study::sweep {
namespace {

using lmulsim::explore::Judgement;
using lmulsim::explore::MetricExpression;
using lmulsim::explore::MetricRef;
using lmulsim::explore::RunRow;

/// What the sweep thinks of results.
class Judge {
 public:
  explicit Judge(const lmulsim::explore::Sweep& sweep) {
    for (const lmulsim::explore::Objective& objective : sweep.objectives) {
      objectives_.emplace_back(lmulsim::explore::metric(objective.metric, "objectives"),
                               objective.maximise ? -1.0 : 1.0);
    }
    for (const std::string& text : sweep.limits) {
      limits_.push_back(lmulsim::explore::metric_expression(text, "limits"));
    }
  }

  [[nodiscard]] Judgement of(const std::optional<RunRow>& row) const {
    Judgement out;
    if (!row || row->outcome != "ok") {
      return out;
    }
    for (const auto& [metric, sign] : objectives_) {
      const auto value = metric.of(*row);
      if (!value) {
        return Judgement{};
      }
      out.objectives.push_back(sign * value->value);
    }
    out.violation = 0;
    for (const MetricExpression& limit : limits_) {
      out.violation += limit.violation(*row);
    }
    return out;
  }

 private:
  std::vector<std::pair<MetricRef, double>> objectives_{};
  std::vector<MetricExpression> limits_{};
};

std::vector<Judgement> judgements(const Judge& judge, const std::string& store, const std::string& sweep,
                                  const std::vector<std::uint64_t>& positions) {
  store::Store results(store, store::Access::read);
  std::vector<Judgement> out;
  out.reserve(positions.size());
  for (const std::uint64_t position : positions) {
    out.push_back(judge.of(results.run_at(sweep, static_cast<std::int64_t>(position))));
  }
  return out;
}

void add(const ExploreSummary& one, ExploreSummary& all) {
  all.sweep = one.sweep;
  for (std::int64_t ExploreSummary::*count :
       {&ExploreSummary::points, &ExploreSummary::folded, &ExploreSummary::from_store, &ExploreSummary::run,
        &ExploreSummary::unbuildable, &ExploreSummary::check_failed, &ExploreSummary::crashed, &ExploreSummary::timeout,
        &ExploreSummary::memory}) {
    all.*count += one.*count;
  }
  for (const auto& [reason, count] : one.reasons) {
    all.reasons[reason] += count;
  }
  all.conflicts.insert(all.conflicts.end(), one.conflicts.begin(), one.conflicts.end());
  all.notes.insert(all.notes.end(), one.notes.begin(), one.notes.end());
  all.stopped = one.stopped;
  all.machine_fault = one.machine_fault;
}

}  // namespace

ExploreSummary search(const ExploreRequest& request, const Progress& progress) {
  if (request.shard) {
    throw InputError("--shard: expected a sweep whose points are known beforehand; a search takes --jobs");
  }
  const lmulsim::explore::Sweep& sweep = *request.sweep;
  const lmulsim::explore::Space space(sweep);
  space.check_size();
  const Judge judge(sweep);
  lmulsim::explore::Nsga2 nsga2(space.genes(), sweep.search,
                                [&](const auto& digits) { return space.position_of(digits); });
  ExploreSummary all;
  ExploreRequest generation = request;
  for (auto positions = nsga2.ask(); !positions.empty(); positions = nsga2.ask()) {
    generation.positions = positions;
    add(Manager(generation, progress).run(), all);
    ++all.generations;
    if (all.stopped || !all.machine_fault.empty()) {
      break;
    }
    nsga2.tell(judgements(judge, request.store, all.sweep, positions));
  }
  return all;
}

}  // namespace lmulsim::study::sweep
