// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "explore/run_row.hpp"
#include "store/store.hpp"
#include "study/point/point_request.hpp"

namespace lmulsim::study::sweep {

[[nodiscard]] store::Cells cells_of(const point::SweepInput& input);

/// Where the results of a sweep go. Collects rows and writes them in groups: a commit for each would cost more than a
/// point does.
class ResultSink {
 public:
  using Clock = std::chrono::steady_clock;

  virtual ~ResultSink() = default;

  /// Before everything else: the sweep and the files it depends on.
  virtual void begin(const store::SweepEntry& sweep, const std::vector<point::SweepInput>& inputs) = 0;
  [[nodiscard]] virtual bool has_run(const std::string& id) = 0;
  /// Points without a result of which the last attempt failed, with its outcome.
  [[nodiscard]] virtual std::unordered_map<std::string, std::string> failed_before() = 0;
  /// What there is of the sweep, where every one of its points has been named; else nothing.
  [[nodiscard]] virtual std::optional<store::SweepStandings> standings() = 0;
  /// Of the sweep's points that cannot be built: messages with their numbers.
  [[nodiscard]] virtual std::map<std::string, std::int64_t> reasons() = 0;
  /// After everything else. `is_whole`: every point has a result.
  virtual void end(bool is_whole) = 0;

  void add(store::Member member) { rows_.members.push_back(std::move(member)); }
  void add_design(store::Cells design) { rows_.designs.push_back(std::move(design)); }
  void add(explore::RunRow row) { rows_.runs.push_back(std::move(row)); }
  void add(store::Attempt attempt) { rows_.attempts.push_back(std::move(attempt)); }

  /// Writes what there is when it is much or old enough, or when `now` is set. What was written is stored when this
  /// returns. Throws InputError when it cannot be.
  void flush(bool now = false);
  /// Points of which the store says something else.
  [[nodiscard]] const std::vector<std::string>& conflicts() const { return conflicts_; }

 protected:
  struct Rows {
    std::vector<store::Member> members{};
    std::vector<store::Cells> designs{};
    std::vector<explore::RunRow> runs{};
    std::vector<store::Attempt> attempts{};
  };
  /// All or nothing. Gives the points of which there are other numbers already.
  [[nodiscard]] virtual std::vector<std::string> write(const Rows& rows, bool durable) = 0;

 private:
  Rows rows_{};
  std::vector<std::string> conflicts_{};
  Clock::time_point flushed_ = Clock::now();
  Clock::time_point durable_ = Clock::now();
};

}  // namespace lmulsim::study::sweep
