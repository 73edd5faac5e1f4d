// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "explore/space.hpp"
#include "store/journal.hpp"
#include "store/store.hpp"
#include "study/point/evaluator.hpp"

namespace lmulsim::study::sweep {

/// A position, its point and its name.
struct PlannedPoint {
  lmulsim::explore::Point point;
  store::Member member;
  lmulsim::explore::RunRow row;  ///< its names; of what cannot be built all
  std::string accelerator;       ///< canonical, for the table of designs
  std::string workload;
  bool has_quality = false;  ///< the sweep's table has a row of its arithmetic
  bool is_first = true;      ///< no earlier position describes the same design
};

/// The points of a sweep one after the other, and what the store already has of them.
class SweepPlan {
 public:
  /// The sweep must outlive the plan. Only the positions of the shard are planned.
  SweepPlan(const lmulsim::explore::Sweep& sweep, point::Evaluator& evaluator, const store::Shard& shard = {});

  /// The next point; nothing at the end.
  [[nodiscard]] std::optional<PlannedPoint> next();
  [[nodiscard]] PlannedPoint at(const lmulsim::explore::Point& point);
  /// Goes on with these positions alone.
  void only(std::vector<std::uint64_t> positions);

  /// Of the shard.
  [[nodiscard]] std::int64_t points() const { return points_; }
  [[nodiscard]] const lmulsim::explore::Space& space() const { return space_; }
  /// The sweep as the store knows it: its id is of its text, its input files and the simulator.
  [[nodiscard]] const store::SweepEntry& entry() const { return entry_; }
  [[nodiscard]] const std::vector<point::SweepInput>& inputs() const { return inputs_; }

 private:
  [[nodiscard]] std::int64_t count(const store::Shard& shard) const;

  const lmulsim::explore::Sweep& sweep_;
  point::Evaluator& evaluator_;
  store::Shard shard_;
  lmulsim::explore::Space space_;
  std::vector<point::SweepInput> inputs_;
  store::SweepEntry entry_;
  std::int64_t points_ = 0;
  std::uint64_t next_ = 0;
  std::optional<std::vector<std::uint64_t>> only_{};
  std::unordered_set<std::string> seen_;
};

}  // namespace lmulsim::study::sweep
