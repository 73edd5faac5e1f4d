// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "store/store.hpp"
#include "study/sweep/explore.hpp"
#include "study/sweep/point_worker.hpp"
#include "study/sweep/result_sink.hpp"
#include "study/sweep/sweep_plan.hpp"

namespace lmulsim::study::sweep {

/// Hands points to worker processes and stores what they report; the only one that writes.
class Manager {
 public:
  Manager(const ExploreRequest& request, const Progress& progress);

  [[nodiscard]] ExploreSummary run();

 private:
  using Clock = std::chrono::steady_clock;

  void begin();
  void go_on_where_it_ended(const store::SweepStandings& standings);
  /// Takes points from the plan until enough wait.
  void plan_some();
  void take(const PlannedPoint& planned);
  void dispatch();
  void start_worker();
  [[nodiscard]] std::size_t window() const;
  [[nodiscard]] bool has_work() const;
  /// Waits for workers, at most until something else is due.
  void wait();
  void handle(PointWorker& worker, const PointReport& report);
  void bury(PointWorker& worker);
  void blame(PointWorker& worker, int status);
  void fail(std::uint64_t position, explore::Outcome outcome, const std::string& message, std::int64_t worker);
  void end_overdue();
  void fail_count(explore::Outcome outcome);
  void finish_stopped();
  [[nodiscard]] bool is_alone(const PointWorker& worker) const;

  const ExploreRequest& request_;
  const explore::Sweep& sweep_;
  point::Evaluator evaluator_;
  SweepPlan plan_;
  std::unique_ptr<ResultSink> sink_;
  EvaluatePosition evaluate_;
  std::size_t jobs_;  ///< workers at a time; fewer than asked for where no more can be had
  Advance advance_;
  ExploreSummary summary_;

  std::deque<std::uint64_t> waiting_;
  std::deque<std::uint64_t> again_;                     ///< ended a worker: each is tried alone
  std::unordered_map<std::uint64_t, std::string> ids_;  ///< of positions that wait or are at work
  std::unordered_map<std::uint64_t, int> tries_;
  std::unordered_map<std::string, std::string> failed_before_;
  std::list<PointWorker> workers_;
  /// Were killed for the time that this position took.
  std::unordered_map<const PointWorker*, std::uint64_t> overdue_;
  std::unordered_set<const PointWorker*> alone_;  ///< have a point that ended another worker, and nothing else
  int started_ = 0;                               ///< workers so far
  bool is_planned_ = false;
  std::unordered_set<std::uint64_t> deaths_in_a_row_;  ///< points that ended a worker since the last result
  Clock::time_point last_report_ = Clock::now();
  double mean_seconds_ = 0.001;
};

}  // namespace lmulsim::study::sweep
