// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Questions to a store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "explore/front.hpp"
#include "explore/importance.hpp"
#include "explore/metrics.hpp"
#include "explore/stored_text.hpp"
#include "store/store.hpp"

namespace lmulsim::study::sweep {

struct StoredPoint {
  store::Member member;
  explore::RunRow row;
  std::vector<explore::Assignment> parameters{};

  [[nodiscard]] bool is_ok() const { return row.outcome == "ok"; }
  /// "-" where the point does not set it.
  [[nodiscard]] std::string parameter(std::string_view name) const;
};

struct StoredSweep {
  store::SweepEntry entry;
  explore::StoredText text;
  std::vector<StoredPoint> points;  ///< with a run, in their order; of equal designs the first
};

/// The sweep of this name or of an id that begins so; empty: the only one. Throws InputError naming those there are.
[[nodiscard]] StoredSweep load_sweep(store::Store& store, const std::string& name_or_id);

struct FrontRequest {
  std::vector<explore::Objective> objectives{};  ///< empty: the sweep's
  std::vector<std::string> limits{};             ///< beside the sweep's
  std::vector<std::string> group_by{};           ///< parameters: one front for each of their values
};

struct JudgedPoint {
  const StoredPoint* point = nullptr;
  std::string group;
  std::vector<explore::Interval> values{};  ///< one an objective
  explore::FrontClass standing = explore::FrontClass::dominated;
  const StoredPoint* by = nullptr;  ///< who dominates it
};

struct Front {
  std::vector<explore::Objective> objectives;
  std::vector<JudgedPoint> points{};         ///< feasible ones with every objective
  std::int64_t infeasible = 0;               ///< a limit does not hold
  std::vector<const StoredPoint*> beyond{};  ///< those
  std::int64_t without = 0;                  ///< lack an objective
  std::string quality_note{};                ///< whose perplexity it is, where it is not the workload's model's
};

/// Throws InputError for names that are no metrics, and without objectives.
[[nodiscard]] Front front_of(const StoredSweep& sweep, const FrontRequest& request);

struct BestPoint {
  std::vector<std::string> cell;
  const StoredPoint* point = nullptr;
  explore::Interval value{};
};

/// The best point by a metric for each combination of values of the parameters.
[[nodiscard]] std::vector<BestPoint> best_of(const StoredSweep& sweep, const std::vector<std::string>& per,
                                             const std::string& metric);

/// Which of the sweep's parameters a metric depends on. Throws InputError for a name that is no metric, and where no
/// point has it.
[[nodiscard]] explore::Importance importance_of(const StoredSweep& sweep, const std::string& metric);

/// The ingredients of a run's key, with the accelerator's values one by one instead of their digest.
[[nodiscard]] std::string expanded_key(store::Store& store, const explore::RunRow& row);

/// A run whose id begins so, with the point that it is, if any. Throws InputError when none or several do.
struct FoundRun {
  explore::RunRow row;
  std::optional<store::Member> member{};
  std::optional<explore::StoredText> text{};
};
[[nodiscard]] FoundRun find_run(store::Store& store, const std::string& id);

/// The command that runs a stored point alone. Without a perplexity it names no table of quality: the table has no row
/// of the point's arithmetic, and a run would refuse it.
[[nodiscard]] std::string command_of(explore::StoredText text, const store::Member& member, const explore::RunRow& row);

/// Ingredients of two keys that differ: name, one value, the other.
struct KeyDifference {
  std::string name, a, b;
};
[[nodiscard]] std::vector<KeyDifference> key_differences(const std::string& a, const std::string& b);

/// A point of two sweeps with another number.
struct ChangedPoint {
  std::string parameters;
  std::string metric;
  double a = 0, b = 0;
  std::string a_id, b_id;
  std::vector<KeyDifference> reasons{};
};
struct SweepDifference {
  std::int64_t same = 0;
  std::int64_t only_a = 0, only_b = 0;
  std::vector<ChangedPoint> changed{};  ///< largest ratio first
};
/// Points are the same where they set the same.
[[nodiscard]] SweepDifference compare_sweeps(const StoredSweep& a, const StoredSweep& b);

/// Deletes runs, with their attempts and members: those of another simulator than this one, or those that no sweep
/// names. Their number.
struct PruneRequest {
  bool other_models = false;
  bool outside_sweeps = false;
};
[[nodiscard]] std::int64_t prune(store::Store& store, const PruneRequest& request);

}  // namespace lmulsim::study::sweep
