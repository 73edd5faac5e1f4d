// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "explore/run_row.hpp"
#include "store/database.hpp"
#include "store/schema.hpp"

namespace lmulsim::store {

/// A sweep as the store has it.
struct SweepEntry {
  std::string id;  ///< of its text and of everything its points depend on
  std::string name;
  std::string text;                ///< canonical
  std::vector<std::string> names;  ///< of its parameters, sorted
  std::int64_t positions = 0;      ///< points, folded ones among them
};

/// A point of a sweep and the run that has its numbers.
struct Member {
  std::string sweep;
  std::int64_t position = 0;
  std::string run;
  std::string parameters;  ///< JSON
};

/// One try at a point. History: not part of what is published.
struct Attempt {
  std::string run;
  std::string outcome;
  std::string message;
  std::int64_t worker = 0;  ///< a number of the sweep's
  double started_unix = 0;
  double wall_s = 0;
};

/// What a sweep has, without its numbers.
struct SweepStandings {
  std::unordered_map<std::string, std::string> outcomes{};  ///< of every run that its members name; "": not there
  std::vector<std::uint64_t> missing{};                     ///< positions of the members without a run, in their order
  std::int64_t members = 0;
};

enum class Put : std::uint8_t {
  stored,
  same,     ///< the row was there
  differs,  ///< another row of this key is there, and stays
};

/// A file of results. Rows are only ever added; each carries a digest of itself, which is checked whenever it is read:
/// a row that does not hold throws CheckError naming file, table and key. What cannot be opened throws InputError and
/// is left as it is.
class Store {
 public:
  Store(const std::string& path, Access access);

  /// Calls `work` in one transaction. What it wrote is there when this returns, whatever happens to the process; when
  /// `durable`, also when the machine loses its power. On a throw nothing was written.
  void write(const std::function<void()>& work, bool durable = false);

  // Inside write():
  Put put(const Table& table, const Cells& cells);
  Put put(const explore::RunRow& row);
  void put(const SweepEntry& sweep);
  void put(const Member& member);
  void put(const Attempt& attempt);

  [[nodiscard]] std::optional<explore::RunRow> find_run(const std::string& id);
  [[nodiscard]] bool has_run(const std::string& id);
  [[nodiscard]] std::vector<SweepEntry> sweeps();
  /// The runs whose id begins so.
  [[nodiscard]] std::vector<std::string> runs_beginning(const std::string& prefix);
  /// Every row of a table in the order of its key, checked.
  void for_each(const Table& table, const std::function<void(const Cells&)>& use);
  /// The members of a sweep that have a run, in their order, with it; checked.
  void for_each_point(const std::string& sweep, const std::function<void(const Member&, const explore::RunRow&)>& use);
  /// The run of the member at a position; nothing without a member, and where it has no run. Checked.
  [[nodiscard]] std::optional<explore::RunRow> run_at(const std::string& sweep, std::int64_t position);
  /// The first member of a sweep that has this run.
  [[nodiscard]] std::optional<Member> member_of_run(const std::string& sweep, const std::string& run);
  /// Deletes the runs for which an SQL condition on the table run holds, with their attempts, then members whose runs
  /// are gone, sweeps without members and designs without runs. The number of runs.
  std::int64_t remove_runs(const std::string& condition);
  /// Every member of a sweep, in its order.
  void for_each_member(const std::string& sweep, const std::function<void(const Member&)>& use);
  [[nodiscard]] std::int64_t member_count(const std::string& sweep);
  /// Distinct runs of a sweep by outcome; "missing" counts members without a run.
  [[nodiscard]] std::map<std::string, std::int64_t> outcomes(const std::string& sweep);
  [[nodiscard]] SweepStandings standings(const std::string& sweep);
  /// The canonical accelerator of a design; "" where there is none of this id. Checked.
  [[nodiscard]] std::string accelerator_of(const std::string& design);
  /// Messages of the sweep's runs that cannot be built, with their numbers.
  [[nodiscard]] std::map<std::string, std::int64_t> reasons(const std::string& sweep);
  /// The last attempt of each point of a sweep that has no run.
  [[nodiscard]] std::vector<Attempt> unfinished(const std::string& sweep);

  [[nodiscard]] Database& database() { return *database_; }
  [[nodiscard]] const std::string& path() const { return database_->path(); }

 private:
  [[nodiscard]] bool is_new();
  void make_tables();
  void check_kind();
  void use_log();
  void make_view();
  Statement& prepared(const std::string& sql);

  std::unique_ptr<Database> database_;
  bool is_remote_ = false;  ///< where shared memory and locks cannot be trusted
  std::map<std::string, std::unique_ptr<Statement>, std::less<>> statements_;
};

[[nodiscard]] Cells cells_of(const explore::RunRow& row);
[[nodiscard]] Cells cells_of(const SweepEntry& sweep);
[[nodiscard]] Cells cells_of(const Member& member);
[[nodiscard]] SweepEntry sweep_of(const Cells& cells);
[[nodiscard]] explore::RunRow run_of(const Cells& cells);

/// Throws CheckError "FILE: TABLE KEY: ..." unless the last cell is the digest of the others.
void check_digest(const std::string& path, const Table& table, const Cells& cells);

}  // namespace lmulsim::store
