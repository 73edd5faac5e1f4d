// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "store/store.hpp"

#include <fmt/format.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <set>
#include <span>
#include <type_traits>
#include <utility>

#include "util/error.hpp"
#include "util/json.hpp"

namespace lmulsim::store {
namespace {

using explore::RunRow;

Cell cell_of(const std::string& value) {
  return value;
}
template <class T>
Cell cell_of(const std::optional<T>& value) {
  return value ? Cell(*value) : Cell();
}

void read_cell(const Cell& cell, std::string& value) {
  value = std::holds_alternative<std::string>(cell) ? std::get<std::string>(cell) : "";
}
template <class T>
void read_cell(const Cell& cell, std::optional<T>& value) {
  value = std::holds_alternative<T>(cell) ? std::optional(std::get<T>(cell)) : std::nullopt;
}

const std::string& text_of(const Cell& cell) {
  static const std::string none;
  const auto* text = std::get_if<std::string>(&cell);
  return text == nullptr ? none : *text;
}

std::int64_t integer_of(const Cell& cell) {
  const auto* integer = std::get_if<std::int64_t>(&cell);
  return integer == nullptr ? 0 : *integer;
}

/// Whether the file lies where shared memory and locks cannot be trusted.
bool is_remote(const std::string& path) {
  struct statfs info {};
  if (statfs(path.c_str(), &info) != 0) {
    return false;
  }
  constexpr std::array<std::uint32_t, 9> kRemote{0x6969,       // NFS
                                                 0x0bd00bd0,   // Lustre
                                                 0x47504653,   // GPFS
                                                 0xff534d42,   // CIFS
                                                 0xfe534d42,   // SMB 2
                                                 0x517b,       // SMB
                                                 0x65735546,   // FUSE
                                                 0x01021997,   // 9p
                                                 0x19830326};  // BeeGFS
  return std::ranges::find(kRemote, static_cast<std::uint32_t>(info.f_type)) != kRemote.end();
}

Member member_of(std::span<const Cell> cells) {
  return {text_of(cells[0]), integer_of(cells[1]), text_of(cells[2]), text_of(cells[3])};
}

}  // namespace

Cells cells_of(const RunRow& row) {
  Cells out;
  for (const explore::RunColumn& column : explore::kRunColumns) {
    std::visit([&](const auto member) { out.push_back(cell_of(row.*member)); }, column.member);
  }
  return out;
}

Cells cells_of(const SweepEntry& sweep) {
  boost::json::array names;
  for (const std::string& name : sweep.names) {
    names.emplace_back(name);
  }
  return {sweep.id, sweep.name, sweep.text, boost::json::serialize(names), sweep.positions};
}

Cells cells_of(const Member& member) {
  return {member.sweep, member.position, member.run, member.parameters};
}

SweepEntry sweep_of(const Cells& cells) {
  SweepEntry out{text_of(cells[0]), text_of(cells[1]), text_of(cells[2]), {}, integer_of(cells[4])};
  const boost::json::value names = util::parse_json(text_of(cells[3]), "names of a sweep");
  for (const boost::json::value& name : names.as_array()) {
    out.names.emplace_back(name.as_string());
  }
  return out;
}

RunRow run_of(const Cells& cells) {
  RunRow row;
  for (std::size_t i = 0; i < explore::kRunColumns.size(); ++i) {
    std::visit([&](const auto member) { read_cell(cells[i], row.*member); }, explore::kRunColumns[i].member);
  }
  return row;
}

void check_digest(const std::string& path, const Table& table, const Cells& cells) {
  if (digest_of(table, std::span(cells).first(table.columns.size())) == text_of(cells.back())) {
    return;
  }
  std::string key;
  for (std::size_t i = 0; i < table.keys; ++i) {
    const auto* text = std::get_if<std::string>(&cells[i]);
    key += " " + (text != nullptr ? *text : fmt::format("{}", integer_of(cells[i])));
  }
  throw CheckError(
      fmt::format("{}: {}{}: the row is not what was stored: its digest does not hold", path, table.name, key));
}

Store::Store(const std::string& path, Access access) : database_(std::make_unique<Database>(path, access)) {
  if (access == Access::read || !is_new()) {
    check_kind();
  }
  if (access == Access::read) {
    return;
  }
  database_->run(fmt::format("pragma page_size = {}", kPageBytes));  // of a new file
  if (access == Access::write) {
    use_log();
  }
  write([this] { make_tables(); });
  check_kind();
}

bool Store::is_new() {
  return database_->integer("pragma application_id") == 0 &&
         database_->integer("select count(*) from sqlite_schema") == 0;
}

void Store::use_log() {
  is_remote_ = is_remote(path());
  if (is_remote_) {
    database_->run("pragma locking_mode = exclusive; pragma journal_mode = delete");
    return;
  }
  // Points of a sweep come in any order of their ids, so that each commit touches as many pages as it has points: they
  // are carried over from the log some at a time.
  database_->run("pragma wal_autocheckpoint = 4000; pragma cache_size = -65536");
  // Where another process does the same at this moment, SQLite fails at once instead of waiting.
  constexpr int kMostTries = 200;
  constexpr useconds_t kPause = 20'000;
  for (int tries = 1;; ++tries) {
    try {
      database_->run("pragma journal_mode = wal");
      return;
    } catch (const InputError&) {
      if (tries == kMostTries || (sqlite3_errcode(database_->handle()) & 0xFF) != SQLITE_BUSY) {
        throw;
      }
      usleep(kPause);
    }
  }
}

void Store::make_tables() {
  const bool is_new =
      database_->integer("pragma application_id") == 0 && database_->integer("select count(*) from sqlite_schema") == 0;
  if (!is_new) {
    return;
  }
  database_->run(fmt::format("pragma application_id = {}; pragma user_version = {}", kApplicationId, kVersion));
  for (const Table& table : tables()) {
    database_->run(create_sql(table));
  }
  database_->run(std::string(kOutcomeIndexSql));
  database_->run(points_view_sql({}));
  put(table("meta"), {std::string("schema"), fmt::format("lmulsim-store/{}", kVersion)});
}

void Store::check_kind() {
  if (database_->integer("pragma application_id") != kApplicationId) {
    throw InputError(fmt::format("{}: expected a store of lmulsim, found another program's database", path()));
  }
  if (const std::int64_t version = database_->integer("pragma user_version"); version != kVersion) {
    throw InputError(fmt::format("{}: expected a store of version {}, found version {}", path(), kVersion, version));
  }
}

Statement& Store::prepared(const std::string& sql) {
  auto at = statements_.find(sql);
  if (at == statements_.end()) {
    at = statements_.emplace(sql, std::make_unique<Statement>(*database_, sql)).first;
  }
  return *at->second;
}

void Store::write(const std::function<void()>& work, bool durable) {
  database_->run(durable || is_remote_ ? "pragma synchronous = full" : "pragma synchronous = normal");
  Transaction transaction(*database_);
  work();
  transaction.commit();
}

Put Store::put(const Table& table, const Cells& cells) {
  Cells all = cells;
  all.emplace_back(digest_of(table, cells));
  prepared(insert_sql(table) + " on conflict do nothing").execute(all);
  if (sqlite3_changes(database_->handle()) > 0) {
    return Put::stored;
  }
  std::string where;
  for (std::size_t i = 0; i < table.keys; ++i) {
    where += fmt::format("{}{} = ?", i == 0 ? "" : " and ", table.columns[i].name);
  }
  Statement& query = prepared(fmt::format("select digest from {} where {}", table.name, where));
  query.bind(std::span(cells).first(table.keys));
  const bool same = query.step() && query.text(0) == text_of(all.back());
  query.bind({});
  return same ? Put::same : Put::differs;
}

Put Store::put(const RunRow& row) {
  return put(table("run"), cells_of(row));
}

void Store::put(const SweepEntry& sweep) {
  put(table("sweep"), cells_of(sweep));
  make_view();
}

void Store::put(const Member& member) {
  put(table("member"), cells_of(member));
}

void Store::put(const Attempt& attempt) {
  Statement& count = prepared("select coalesce(max(number), 0) + 1 from attempt where run = ?");
  const Cells key{attempt.run};
  count.bind(key);
  const std::int64_t number = count.step() ? count.integer(0) : 1;
  count.bind(key);
  put(table("attempt"),
      {attempt.run, number, attempt.outcome, attempt.message, attempt.worker, attempt.started_unix, attempt.wall_s});
}

void Store::make_view() {
  std::set<std::string> names;
  for (const SweepEntry& sweep : sweeps()) {
    names.insert(sweep.names.begin(), sweep.names.end());
  }
  statements_.clear();
  database_->run("drop view if exists points");
  database_->run(points_view_sql({names.begin(), names.end()}));
}

bool Store::has_run(const std::string& id) {
  Statement& query = prepared("select 1 from run where id = ?");
  const Cells key{id};
  query.bind(key);
  const bool found = query.step();
  query.bind(key);
  return found;
}

std::optional<RunRow> Store::find_run(const std::string& id) {
  Statement query(*database_, select_sql(table("run"), "id = ?"));
  const Cells key{id};
  query.bind(key);
  if (!query.step()) {
    return std::nullopt;
  }
  const Cells cells = query.cells();
  check_digest(path(), table("run"), cells);
  return run_of(cells);
}

std::vector<SweepEntry> Store::sweeps() {
  std::vector<SweepEntry> out;
  for_each(table("sweep"), [&](const Cells& cells) { out.push_back(sweep_of(cells)); });
  return out;
}

std::vector<std::string> Store::runs_beginning(const std::string& prefix) {
  Statement query(*database_, "select id from run where substr(id, 1, length(?)) = ? order by id limit 3");
  const Cells cells{prefix, prefix};
  query.bind(cells);
  std::vector<std::string> out;
  while (query.step()) {
    out.push_back(query.text(0));
  }
  return out;
}

void Store::for_each(const Table& table, const std::function<void(const Cells&)>& use) {
  Statement query(*database_, select_sql(table));
  while (query.step()) {
    const Cells cells = query.cells();
    check_digest(path(), table, cells);
    use(cells);
  }
}

void Store::for_each_point(const std::string& sweep, const std::function<void(const Member&, const RunRow&)>& use) {
  std::string columns;
  for (const explore::RunColumn& column : explore::kRunColumns) {
    columns += fmt::format("r.{}, ", column.name);
  }
  Statement query(*database_,
                  fmt::format("select {}r.digest, m.sweep, m.position, m.run, m.parameters, m.digest from member m "
                              "join run r on r.id = m.run where m.sweep = ? order by m.position",
                              columns));
  const Cells key{sweep};
  query.bind(key);
  const std::size_t run_cells = explore::kRunColumns.size() + 1;
  while (query.step()) {
    const Cells cells = query.cells();
    const Cells run(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(run_cells));
    const Cells member(cells.begin() + static_cast<std::ptrdiff_t>(run_cells), cells.end());
    check_digest(path(), table("run"), run);
    check_digest(path(), table("member"), member);
    use(member_of(member), run_of(run));
  }
}

std::string Store::accelerator_of(const std::string& design) {
  Statement query(*database_, select_sql(table("design"), "id = ?"));
  const Cells key{design};
  query.bind(key);
  if (!query.step()) {
    return "";
  }
  const Cells cells = query.cells();
  check_digest(path(), table("design"), cells);
  return text_of(cells[1]);
}

std::optional<RunRow> Store::run_at(const std::string& sweep, std::int64_t position) {
  Statement query(*database_, select_sql(table("member"), "sweep = ? and position = ?"));
  const Cells key{sweep, position};
  query.bind(key);
  if (!query.step()) {
    return std::nullopt;
  }
  const Cells cells = query.cells();
  check_digest(path(), table("member"), cells);
  return find_run(store::member_of(cells).run);
}

std::optional<Member> Store::member_of_run(const std::string& sweep, const std::string& run) {
  Statement query(*database_, select_sql(table("member"), "sweep = ? and run = ?"));
  const Cells key{sweep, run};
  query.bind(key);
  if (!query.step()) {
    return std::nullopt;
  }
  const Cells cells = query.cells();
  check_digest(path(), table("member"), cells);
  return store::member_of(cells);
}

std::int64_t Store::remove_runs(const std::string& condition) {
  std::int64_t removed = 0;
  write(
      [&] {
        database_->run(fmt::format("create temp table gone as select id from run where {}", condition));
        removed = database_->integer("select count(*) from temp.gone");
        database_->run(
            "delete from member where run in (select id from temp.gone);"
            "delete from attempt where run in (select id from temp.gone);"
            "delete from run where id in (select id from temp.gone);"
            "delete from sweep where id not in (select sweep from member);"
            "delete from design where id not in (select design from run);"
            "drop table temp.gone");
        make_view();
      },
      true);
  return removed;
}

void Store::for_each_member(const std::string& sweep, const std::function<void(const Member&)>& use) {
  Statement query(*database_,
                  "select sweep, position, run, parameters, digest from member where sweep = ? order by position");
  const Cells key{sweep};
  query.bind(key);
  while (query.step()) {
    const Cells cells = query.cells();
    check_digest(path(), table("member"), cells);
    use(member_of(cells));
  }
}

std::int64_t Store::member_count(const std::string& sweep) {
  Statement query(*database_, "select count(*) from member where sweep = ?");
  const Cells key{sweep};
  query.bind(key);
  return query.step() ? query.integer(0) : 0;
}

std::map<std::string, std::int64_t> Store::outcomes(const std::string& sweep) {
  std::map<std::string, std::int64_t> out;
  for (const auto& [run, outcome] : standings(sweep).outcomes) {
    ++out[outcome.empty() ? "missing" : outcome];
  }
  return out;
}

SweepStandings Store::standings(const std::string& sweep) {
  SweepStandings out;
  Statement members(*database_, "select position, run from member where sweep = ? order by position");
  const Cells key{sweep};
  members.bind(key);
  std::vector<std::pair<std::uint64_t, std::string>> all;
  while (members.step()) {
    all.emplace_back(static_cast<std::uint64_t>(members.integer(0)), members.text(1));
    out.outcomes.try_emplace(all.back().second);
  }
  // The index has outcomes and ids alone: the rows themselves are not read.
  Statement runs(*database_, "select id, outcome from run indexed by run_outcome");
  while (runs.step()) {
    if (const auto at = out.outcomes.find(runs.text(0)); at != out.outcomes.end()) {
      at->second = runs.text(1);
    }
  }
  for (const auto& [position, run] : all) {
    if (out.outcomes.at(run).empty()) {
      out.missing.push_back(position);
    }
  }
  out.members = static_cast<std::int64_t>(all.size());
  return out;
}

std::map<std::string, std::int64_t> Store::reasons(const std::string& sweep) {
  Statement query(
      *database_,
      "select r.message, count(*) from run r indexed by run_outcome where r.outcome = 'unbuildable' and r.id in "
      "(select run from member where sweep = ?) group by 1");
  const Cells key{sweep};
  query.bind(key);
  std::map<std::string, std::int64_t> out;
  while (query.step()) {
    out[query.text(0)] = query.integer(1);
  }
  return out;
}

std::vector<Attempt> Store::unfinished(const std::string& sweep) {
  Statement query(*database_,
                  "select a.run, a.outcome, a.message, a.worker, max(a.number) from attempt a where a.outcome in "
                  "('crashed', 'timeout', 'memory') and a.run in (select m.run from member m where m.sweep = ?) and "
                  "not exists (select 1 from run r where r.id = a.run) "
                  "group by a.run order by a.run");
  const Cells key{sweep};
  query.bind(key);
  std::vector<Attempt> out;
  while (query.step()) {
    out.push_back({query.text(0), query.text(1), query.text(2), query.integer(3)});
  }
  return out;
}

}  // namespace lmulsim::store
