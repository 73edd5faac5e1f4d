// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/sweep/explore.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "study/point/point_request.hpp"
#include "study/sweep/manager.hpp"
#include "study/sweep/search.hpp"
#include "util/error.hpp"

namespace lmulsim::study::sweep {
namespace {

constexpr int kMostProbes = 5;

/// Seconds that a point takes, of a few that are spread over the plan.
class Probe {
 public:
  explicit Probe(point::Evaluator& evaluator) : evaluator_(evaluator) {}

  void add(const lmulsim::explore::Point& point) {
    point::Prepared prepared = evaluator_.prepare(point);
    const auto start = std::chrono::steady_clock::now();
    (void)evaluator_.evaluate(prepared);
    seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    ++count_;
  }
  [[nodiscard]] int count() const { return count_; }
  [[nodiscard]] double mean() const { return count_ == 0 ? 0 : seconds_ / count_; }

 private:
  point::Evaluator& evaluator_;
  double seconds_ = 0;
  int count_ = 0;
};

}  // namespace

ExploreSummary explore(const ExploreRequest& request, const Progress& progress) {
  point::check_words(*request.sweep);
  return request.sweep->strategy == lmulsim::explore::Strategy::nsga2 ? search(request, progress)
                                                                      : Manager(request, progress).run();
}

DryRun dry_run(const ExploreRequest& request, bool with_commands) {
  if (request.sweep->strategy == lmulsim::explore::Strategy::nsga2) {
    throw InputError(
        fmt::format("--dry-run: expected a sweep that names its points; a search chooses at most {} of {:.0f} "
                    "positions by their results",
                    request.sweep->search.most_evaluations(), lmulsim::explore::Space(*request.sweep).size()));
  }
  point::check_words(*request.sweep);
  point::Evaluator evaluator(*request.sweep);
  SweepPlan plan(*request.sweep, evaluator);
  std::optional<store::Store> store;
  if (!request.store.empty() && std::filesystem::exists(request.store)) {
    store.emplace(request.store, store::Access::read);
  }
  DryRun out{.positions = plan.space().size()};
  Probe probe(evaluator);
  while (const std::optional<PlannedPoint> planned = plan.next()) {
    if (!planned->is_first) {
      ++out.folded;
      continue;
    }
    ++out.points;
    if (with_commands) {
      out.commands.push_back(command_line(settings_at(*request.sweep, planned->point),
                                          planned->has_quality ? request.sweep->quality : ""));
    }
    if (store && store->has_run(planned->row.id)) {
      ++out.stored;
    } else if (!planned->row.outcome.empty()) {
      ++out.unbuildable;
      ++out.reasons[planned->row.message];
    } else if (probe.count() < kMostProbes && out.points * kMostProbes > probe.count() * plan.points()) {
      probe.add(planned->point);
    }
  }
  out.seconds_a_point = probe.mean();
  return out;
}

}  // namespace lmulsim::study::sweep
