// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "store/publish.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <set>
#include <span>
#include <system_error>
#include <utility>

#include "util/error.hpp"

namespace lmulsim::store {
namespace {

namespace fs = std::filesystem;

/// The rows of sweeps are written by themselves: they make the view anew.
void copy_sweeps(Store& source, Store& target) {
  for (const SweepEntry& sweep : source.sweeps()) {
    target.put(sweep);
  }
}

std::string view_of(Store& store) {
  return store.database().text("select sql from sqlite_schema where name = 'points'");
}

std::string expected_view(Store& store) {
  std::set<std::string> names;
  for (const SweepEntry& sweep : store.sweeps()) {
    names.insert(sweep.names.begin(), sweep.names.end());
  }
  std::string sql = points_view_sql({names.begin(), names.end()});
  return "CREATE VIEW" + sql.substr(std::string_view("create view").size());
}

void check_schema(Store& store, Verified& out) {
  for (const Table& table : tables()) {
    std::string expected = create_sql(table);
    expected = "CREATE TABLE" + expected.substr(std::string_view("create table").size());
    if (store.database().text(fmt::format("select sql from sqlite_schema where name = '{}'", table.name)) != expected) {
      out.faults.push_back(fmt::format("the table {} is not as this version makes it", table.name));
    }
  }
  if (store.database().text("select sql from sqlite_schema where name = 'run_outcome'") != kOutcomeIndexSql) {
    out.faults.emplace_back("the index run_outcome is not as this version makes it");
  }
  if (view_of(store) != expected_view(store)) {
    out.faults.emplace_back("the view points is not as this version makes it");
  }
}

void check_rows(Store& store, const Table& table, Verified& out) {
  Statement query(store.database(), select_sql(table));
  while (query.step()) {
    ++out.rows;
    try {
      check_digest(store.path(), table, query.cells());
    } catch (const CheckError& e) {
      out.faults.emplace_back(e.what());
    }
  }
}

void put_counted(Store& target, const Table& table, const Cells& cells, Merged& out) {
  switch (target.put(table, cells)) {
    case Put::stored:
      ++out.stored;
      break;
    case Put::same:
      ++out.same;
      break;
    case Put::differs:
      out.conflicts.push_back(fmt::format("{} {}", table.name, std::get<std::string>(cells[0])));
      break;
  }
}

/// A store that is put in another's place would be read with the other's log.
void check_place(const Store& store, const std::string& target) {
  std::error_code unknown;
  if (fs::equivalent(store.path(), target, unknown)) {
    throw InputError(fmt::format("{}: expected another file than the store itself", target));
  }
  if (fs::is_directory(target, unknown)) {
    throw InputError(fmt::format("{}: expected a file, found a folder", target));
  }
  if (fs::exists(target + "-wal", unknown) || fs::exists(target + "-journal", unknown)) {
    throw InputError(fmt::format("{}: expected a file that nobody writes, found a log of one beside it", target));
  }
}

}  // namespace

void publish(Store& store, const std::string& target) {
  check_place(store, target);
  Store copy(target, Access::memory);
  copy.write([&] {
    copy_sweeps(store, copy);
    for (const Table& table : tables()) {
      if (table.is_published && table.name != "sweep" && table.name != "meta") {
        store.for_each(table, [&](const Cells& cells) { copy.put(table, {cells.begin(), cells.end() - 1}); });
      }
    }
  });
  const std::string beside = fmt::format("{}.{}.partial", target, getpid());
  std::error_code ignored;
  fs::remove(beside, ignored);
  try {
    Statement(copy.database(), "vacuum into ?").execute(std::vector<Cell>{fs::absolute(beside).string()});
  } catch (const InputError&) {
    fs::remove(beside, ignored);
    throw;
  }
  fs::rename(beside, target, ignored);
  if (ignored) {
    const std::string reason = ignored.message();
    fs::remove(beside, ignored);
    throw InputError(fmt::format("{}: cannot write: {}", target, reason));
  }
}

Merged merge(Store& source, Store& target) {
  Merged out;
  target.write(
      [&] {
        copy_sweeps(source, target);
        for (const Table& table : tables()) {
          if (table.is_published && table.name != "sweep" && table.name != "meta") {
            source.for_each(table, [&](const Cells& cells) {
              put_counted(target, table, {cells.begin(), cells.end() - 1}, out);
            });
          }
        }
      },
      true);
  return out;
}

MergedJournal merge_journal(const std::string& path, Store& target) {
  MergedJournal out;
  target.write(
      [&] {
        out.facts = read_journal(path, [&](const Table& table, const Cells& cells) {
          if (table.name == "sweep") {
            target.put(sweep_of(cells));
          } else if (table.is_published && table.name != "meta") {
            put_counted(target, table, cells, out.rows);
          }
        });
      },
      true);
  return out;
}

Verified verify(Store& store) {
  Verified out;
  try {
    const std::string whole = store.database().text("pragma integrity_check");
    if (whole != "ok") {
      out.faults.push_back(fmt::format("the file: {}", whole));
    }
    for (const Table& table : tables()) {
      check_rows(store, table, out);
    }
    check_schema(store, out);
    const std::int64_t orphans = store.database().integer(
        "select count(*) from run r where r.design != '' and not exists (select 1 from design d where d.id = "
        "r.design)");
    if (orphans > 0) {
      out.faults.push_back(fmt::format("{} runs without a design", orphans));
    }
  } catch (const std::runtime_error& e) {
    out.faults.emplace_back(e.what());
  }
  return out;
}

Salvaged salvage(const std::string& path, Store& target) {
  Salvaged out;
  if (!std::filesystem::is_regular_file(path)) {
    throw InputError(fmt::format("{}: expected a damaged store, found no file", path));
  }
  Database source(path, Access::memory);
  source.run("pragma writable_schema = on");  // else a file that is cut would not be opened at all
  Statement(source, "attach ? as old").execute(std::vector<Cell>{fs::absolute(path).string()});
  source.run("pragma query_only = on");
  const auto copy_table = [&](const Table& table) {
    try {
      // In the order of the file: a damaged index or order does not end it.
      Statement query(source, select_sql(table));
      while (query.step()) {
        const Cells cells = query.cells();
        try {
          check_digest(path, table, cells);
          target.put(table, {cells.begin(), cells.end() - 1});
          ++out.copied;
        } catch (const CheckError&) {
          ++out.lost;
        }
      }
    } catch (const InputError& e) {
      out.broken_off.push_back(fmt::format("{}: {}", table.name, e.what()));
    }
  };
  target.write(
      [&] {
        for (const Table& table : tables()) {
          if (table.name != "meta") {
            copy_table(table);
          }
        }
        for (const SweepEntry& sweep : target.sweeps()) {
          target.put(sweep);  // the view
        }
      },
      true);
  return out;
}

}  // namespace lmulsim::store
