// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/sweep/manager.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <cstring>
#include <utility>

#include "study/sweep/journal_sink.hpp"
#include "study/sweep/store_sink.hpp"
#include "util/error.hpp"

namespace lmulsim::study::sweep {
namespace {

using explore::Outcome;
using std::chrono::duration;
using std::chrono::milliseconds;

constexpr std::size_t kWaiting = 1024;  ///< points that are planned ahead
constexpr std::size_t kPlannedAtOnce = 64;
constexpr double kWindowSeconds = 0.15;  ///< longer than a commit takes, so that nobody waits for it
constexpr std::size_t kLargestWindow = 256;
constexpr std::size_t kMostDeaths = 3;

double unix_now() {
  return duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Outcome outcome_of(const explore::RunRow& row) {
  return explore::kOutcomeNames.find(row.outcome).value_or(Outcome::crashed);
}

std::unique_ptr<ResultSink> sink_of(const ExploreRequest& request) {
  if (request.shard) {
    return std::make_unique<JournalSink>(request.store, *request.shard);
  }
  return std::make_unique<StoreSink>(request.store);
}

}  // namespace

Manager::Manager(const ExploreRequest& request, const Progress& progress)
    : request_(request),
      sweep_(*request.sweep),
      evaluator_(sweep_),
      plan_(sweep_, evaluator_, request.shard.value_or(store::Shard{})),
      sink_(sink_of(request)),
      evaluate_(request.evaluate),
      jobs_(static_cast<std::size_t>(request.jobs)),
      advance_(
          study::begin(progress, "points",
                       request.positions ? static_cast<std::int64_t>(request.positions->size()) : plan_.points())) {
  if (!evaluate_) {
    evaluate_ = [this](std::uint64_t position) {
      point::Prepared prepared = evaluator_.prepare(*plan_.space().at(position));
      return prepared.is_decided() ? prepared.row : evaluator_.evaluate(prepared);
    };
  }
  std::signal(SIGPIPE, SIG_IGN);
}

ExploreSummary Manager::run() {
  begin();
  while (has_work()) {
    if (request_.is_stopped && request_.is_stopped()) {
      summary_.stopped = true;
      finish_stopped();
      break;
    }
    plan_some();
    dispatch();
    wait();
    end_overdue();
    sink_->flush();
  }
  workers_.clear();
  sink_->flush(true);
  sink_->end(!summary_.stopped && summary_.machine_fault.empty() && summary_.failed() == 0);
  summary_.conflicts = sink_->conflicts();
  return summary_;
}

void Manager::begin() {
  summary_.sweep = plan_.entry().id;
  sink_->begin(plan_.entry(), plan_.inputs());
  failed_before_ = sink_->failed_before();
  if (request_.positions) {
    plan_.only(*request_.positions);
  } else if (const auto standings = sink_->standings()) {
    go_on_where_it_ended(*standings);
  }
}

/// All members are there: only those without a run are looked at again.
void Manager::go_on_where_it_ended(const store::SweepStandings& standings) {
  summary_.from_store = std::ranges::count_if(standings.outcomes, [](const auto& run) { return !run.second.empty(); });
  summary_.points = summary_.from_store;
  summary_.reasons = sink_->reasons();
  const auto missing = static_cast<std::int64_t>(standings.missing.size());
  summary_.folded = plan_.points() - summary_.points - missing;
  advance_(plan_.points() - missing);
  plan_.only(standings.missing);
}

bool Manager::has_work() const {
  const bool at_work = std::ranges::any_of(workers_, [](const PointWorker& w) { return !w.outstanding().empty(); });
  return at_work || (summary_.machine_fault.empty() && (!is_planned_ || !waiting_.empty() || !again_.empty()));
}

void Manager::plan_some() {
  for (std::size_t i = 0; i < kPlannedAtOnce && !is_planned_ && waiting_.size() < kWaiting; ++i) {
    if (const std::optional<PlannedPoint> planned = plan_.next()) {
      take(*planned);
    } else {
      is_planned_ = true;
    }
  }
}

void Manager::take(const PlannedPoint& planned) {
  const std::string& id = planned.row.id;
  sink_->add(planned.member);
  if (!planned.is_first) {
    ++summary_.folded;
    advance_(1);
    return;
  }
  ++summary_.points;
  const bool is_decided = !planned.row.outcome.empty();
  if (is_decided) {
    ++summary_.reasons[planned.row.message];
  }
  if (sink_->has_run(id)) {
    ++summary_.from_store;
    advance_(1);
    return;
  }
  sink_->add_design({planned.row.design, planned.accelerator, planned.workload});
  if (is_decided) {
    ++summary_.unbuildable;
    sink_->add(planned.row);
    advance_(1);
    return;
  }
  if (const auto before = failed_before_.find(id); before != failed_before_.end() && !request_.retry) {
    fail_count(explore::kOutcomeNames.find(before->second).value_or(Outcome::crashed));
    advance_(1);
    return;
  }
  const auto position = static_cast<std::uint64_t>(planned.member.position);
  ids_[position] = id;
  waiting_.push_back(position);
}

std::size_t Manager::window() const {
  const double fitting = kWindowSeconds / std::max(mean_seconds_, 1e-6);
  const auto fair = waiting_.size() / jobs_ / 2;  // near the end, one by one
  return std::clamp<std::size_t>(std::min(static_cast<std::size_t>(fitting), std::max<std::size_t>(fair, 2)), 2,
                                 kLargestWindow);
}

/// Where no further process or pipe can be had, those that there are do the work.
void Manager::start_worker() {
  constexpr double kGib = 0x1p30;
  try {
    workers_.emplace_back(evaluate_, static_cast<std::size_t>(sweep_.point_limits.memory_gib * kGib), started_ + 1);
    ++started_;
  } catch (const InputError& e) {
    if (workers_.empty()) {
      throw;
    }
    jobs_ = workers_.size();
    summary_.notes.push_back(fmt::format("{} processes instead of {}: {}", jobs_, request_.jobs, e.what()));
  }
}

void Manager::dispatch() {
  if (!summary_.machine_fault.empty()) {
    waiting_.clear();
    again_.clear();
    return;
  }
  while (workers_.size() < jobs_ && workers_.size() < waiting_.size() + again_.size()) {
    start_worker();
  }
  for (PointWorker& worker : workers_) {
    while (!waiting_.empty() && worker.outstanding().size() < window() && !is_alone(worker)) {
      worker.send(waiting_.front());
      waiting_.pop_front();
    }
    if (!again_.empty() && worker.outstanding().empty()) {
      alone_.insert(&worker);
      worker.send(again_.front());
      again_.pop_front();
    }
  }
}

bool Manager::is_alone(const PointWorker& worker) const {
  return alone_.contains(&worker);
}

void Manager::wait() {
  std::vector<pollfd> files;
  for (const PointWorker& worker : workers_) {
    files.push_back({worker.results(), POLLIN, 0});
    files.push_back({worker.errors(), POLLIN, 0});
  }
  const bool more_to_plan = !is_planned_ && waiting_.size() < kWaiting;
  constexpr int kPatienceMs = 50;
  if (poll(files.data(), files.size(), more_to_plan ? 0 : kPatienceMs) <= 0) {
    return;
  }
  std::vector<PointWorker*> ended;
  std::size_t at = 0;
  for (PointWorker& worker : workers_) {
    if ((files[at + 1].revents & (POLLIN | POLLHUP)) != 0) {
      (void)worker.read_errors();
    }
    if ((files[at].revents & (POLLIN | POLLHUP)) != 0) {
      std::vector<PointReport> reports;
      const bool lives = worker.read(reports);
      for (const PointReport& report : reports) {
        handle(worker, report);
      }
      if (!lives) {
        ended.push_back(&worker);
      }
    }
    at += 2;
  }
  for (PointWorker* worker : ended) {
    bury(*worker);
  }
}

void Manager::handle(PointWorker& worker, const PointReport& report) {
  alone_.erase(&worker);
  const auto id = ids_.find(report.position);
  if (report.out_of_memory) {
    return fail(report.position, Outcome::memory, "more memory than limits_of_a_point.memory_gib", worker.number());
  }
  if (id == ids_.end() || id->second != report.row.id) {
    throw CheckError(fmt::format("point {}: its worker calls it {}, the manager {}", report.position, report.row.id,
                                 id == ids_.end() ? "nothing" : id->second));
  }
  deaths_in_a_row_.clear();
  const double seconds = duration<double>(Clock::now() - last_report_).count();
  last_report_ = Clock::now();
  mean_seconds_ += 0.05 * (std::min(seconds * static_cast<double>(workers_.size()), 10.0) - mean_seconds_);
  switch (outcome_of(report.row)) {
    case Outcome::ok:
      ++summary_.run;
      break;
    case Outcome::unbuildable:
      ++summary_.unbuildable;
      ++summary_.reasons[report.row.message];
      break;
    case Outcome::check_failed:
      ++summary_.check_failed;
      break;
    case Outcome::crashed:
    case Outcome::timeout:
    case Outcome::memory:
      throw CheckError("a worker reported an outcome that is not a result: " + report.row.outcome);
  }
  sink_->add(report.row);
  sink_->add(store::Attempt{report.row.id, report.row.outcome, "", worker.number(), unix_now(), seconds});
  ids_.erase(id);
  advance_(1);
}

void Manager::bury(PointWorker& worker) {
  (void)worker.read_errors();
  const int status = worker.wait();
  std::deque<std::uint64_t> left = worker.outstanding();
  const bool is_spent = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (!is_spent && !left.empty()) {
    blame(worker, status);
    left.pop_front();
  }
  waiting_.insert(waiting_.begin(), left.begin(), left.end());
  alone_.erase(&worker);
  overdue_.erase(&worker);
  workers_.remove_if([&](const PointWorker& w) { return &w == &worker; });
}

/// The first point that a worker did not report is what ended it.
void Manager::blame(PointWorker& worker, int status) {
  const std::uint64_t position = worker.outstanding().front();
  if (const auto overdue = overdue_.find(&worker); overdue != overdue_.end()) {
    if (overdue->second != position) {  // the overdue one came to its end after all, this one was not to be killed
      waiting_.push_front(position);
      return;
    }
    return fail(position, Outcome::timeout, fmt::format("longer than {} s", sweep_.point_limits.seconds),
                worker.number());
  }
  std::string message = WIFSIGNALED(status)
                            ? fmt::format("signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)))
                            : fmt::format("ended with {}", WEXITSTATUS(status));
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
    message += ", killed from outside: out of memory?";
  }
  const std::string errors = worker.last_errors();
  deaths_in_a_row_.insert(position);
  if (deaths_in_a_row_.size() >= kMostDeaths) {
    summary_.machine_fault = fmt::format("{} points in a row ended their process: the machine, not the points ({})",
                                         deaths_in_a_row_.size(), message);
  }
  fail(position, Outcome::crashed, errors.empty() ? message : message + ": " + errors, worker.number());
}

void Manager::fail_count(Outcome outcome) {
  summary_.crashed += outcome == Outcome::crashed ? 1 : 0;
  summary_.timeout += outcome == Outcome::timeout ? 1 : 0;
  summary_.memory += outcome == Outcome::memory ? 1 : 0;
}

void Manager::fail(std::uint64_t position, Outcome outcome, const std::string& message, std::int64_t worker) {
  const std::string& id = ids_[position];
  sink_->add(store::Attempt{id, std::string(explore::kOutcomeNames[outcome]), message, worker, unix_now(), 0});
  const int most = outcome == Outcome::timeout ? 1 : sweep_.point_limits.attempts;
  if (++tries_[position] < most && summary_.machine_fault.empty()) {
    again_.push_back(position);
    return;
  }
  fail_count(outcome);
  ids_.erase(position);
  advance_(1);
}

void Manager::end_overdue() {
  const auto now = Clock::now();
  for (PointWorker& worker : workers_) {
    const double seconds = duration<double>(now - worker.since()).count();
    if (!worker.outstanding().empty() && seconds > sweep_.point_limits.seconds &&
        overdue_.try_emplace(&worker, worker.outstanding().front()).second) {
      worker.kill();
    }
  }
}

/// Hands out nothing more, and lets what is at work come to its end.
void Manager::finish_stopped() {
  constexpr double kLongest = 5;
  const auto until = Clock::now() + duration<double>(kLongest);
  is_planned_ = true;
  waiting_.clear();
  again_.clear();
  for (PointWorker& worker : workers_) {
    worker.no_more();
  }
  while (Clock::now() < until && !workers_.empty()) {
    wait();
    waiting_.clear();
    again_.clear();
    sink_->flush();
  }
}

}  // namespace lmulsim::study::sweep
