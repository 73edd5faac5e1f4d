// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "explore/sweep_file.hpp"
#include "store/journal.hpp"
#include "study/study_progress.hpp"
#include "study/sweep/point_worker.hpp"

namespace lmulsim::study::sweep {

struct ExploreRequest {
  const lmulsim::explore::Sweep* sweep = nullptr;
  std::string store;                                      ///< file; made when it is missing
  std::optional<std::vector<std::uint64_t>> positions{};  ///< only these
  std::optional<store::Shard> shard{};                    ///< only its positions, into a journal beside the store
  int jobs = 1;                                           ///< worker processes
  bool retry = false;                  ///< also points that crashed, took too long or too much memory before
  std::function<bool()> is_stopped{};  ///< asked several times a second
  EvaluatePosition evaluate{};         ///< instead of the simulator, for tests
};

/// Points are positions of the sweep that are points; those that describe the same design count once.
struct ExploreSummary {
  std::string sweep;             ///< its id in the store
  std::int64_t points = 0;       ///< distinct
  std::int64_t folded = 0;       ///< further positions of the same designs
  std::int64_t from_store = 0;   ///< were there before
  std::int64_t run = 0;          ///< evaluated now, with a result
  std::int64_t unbuildable = 0;  ///< found now not to be buildable
  std::int64_t check_failed = 0;
  std::int64_t crashed = 0;  ///< as are these two, in the end
  std::int64_t timeout = 0;
  std::int64_t memory = 0;
  std::map<std::string, std::int64_t> reasons{};  ///< of unbuildable points, from the store too
  std::vector<std::string> conflicts{};           ///< points of which the store says something else
  std::int64_t generations = 0;                   ///< of a search
  std::vector<std::string> notes{};               ///< what was not as asked for and changes no number
  bool stopped = false;
  std::string machine_fault{};  ///< why the rest was given up; empty: it was not

  [[nodiscard]] std::int64_t failed() const { return crashed + timeout + memory; }
};

/// Evaluates every point of the sweep that the store does not have, in `jobs` processes, and stores each as it comes: a
/// kill at any time loses what is not stored yet, and calling this again goes on. Points that end their process are
/// tried again alone, as often as the sweep says. Throws InputError for a sweep or a store that cannot be used, and
/// when the store cannot be written; what was stored stays.
[[nodiscard]] ExploreSummary explore(const ExploreRequest& request, const Progress& progress = {});

/// What explore() would do.
struct DryRun {
  double positions = 0;
  std::int64_t points = 0;
  std::int64_t folded = 0;
  std::int64_t stored = 0;
  std::int64_t unbuildable = 0;
  std::map<std::string, std::int64_t> reasons{};
  double seconds_a_point = 0;  ///< of a few that were tried; 0: none
  std::vector<std::string> commands{};
};

/// `with_commands`: of every point the command that runs it alone. Throws InputError as explore() does.
[[nodiscard]] DryRun dry_run(const ExploreRequest& request, bool with_commands);

}  // namespace lmulsim::study::sweep
