// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "store/schema.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "explore/metrics.hpp"
#include "explore/run_row.hpp"
#include "util/error.hpp"
#include "util/sha256.hpp"

namespace lmulsim::store {
namespace {

constexpr std::string_view kText = "text not null";

std::string_view type_of(const explore::RunColumn& column) {
  struct Types {
    std::string_view operator()(std::string explore::RunRow::* /*member*/) const { return kText; }
    std::string_view operator()(explore::RunRow::Integer explore::RunRow::* /*member*/) const { return "int"; }
    std::string_view operator()(explore::RunRow::Real explore::RunRow::* /*member*/) const { return "real"; }
  };
  return std::visit(Types{}, column.member);
}

std::vector<Column> run_columns() {
  std::vector<Column> out;
  out.reserve(explore::kRunColumns.size());
  for (const explore::RunColumn& column : explore::kRunColumns) {
    out.push_back({column.name, type_of(column)});
  }
  return out;
}

std::vector<std::string_view> names_of(const Table& table) {
  std::vector<std::string_view> names;
  for (const Column& column : table.columns) {
    names.push_back(column.name);
  }
  names.emplace_back("digest");
  return names;
}

std::string quoted_name(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    out += c == '"' ? std::string("\"\"") : std::string(1, c);
  }
  return out + "\"";
}

std::string json_of(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    return explore::json_string(*text);
  }
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    return fmt::format("{}", *integer);
  }
  if (const auto* real = std::get_if<double>(&cell)) {
    return fmt::format("[{}]", explore::real_text(*real));  // a real is never taken for the integer of its value
  }
  return "null";
}

}  // namespace

std::span<const Table> tables() {
  static const std::vector<Table> all{
      {"meta", {{"name", kText}, {"value", kText}}},
      {"sweep", {{"id", kText}, {"name", kText}, {"text", kText}, {"names", kText}, {"positions", "int not null"}}},
      {"input", {{"sha256", kText}, {"role", kText}, {"name", kText}}, 3},
      {"design", {{"id", kText}, {"accelerator", kText}, {"workload", kText}}},
      {"run", run_columns()},
      {"member", {{"sweep", kText}, {"position", "int not null"}, {"run", kText}, {"parameters", kText}}, 2},
      {"attempt",
       {{"run", kText},
        {"number", "int not null"},
        {"outcome", kText},
        {"message", kText},
        {"worker", "int not null"},
        {"started_unix", "real not null"},
        {"wall_s", "real not null"}},
       2,
       false},
  };
  return all;
}

const Table& table(std::string_view name) {
  const std::span<const Table> all = tables();
  const auto at = std::ranges::find(all, name, &Table::name);
  if (at == all.end()) {
    throw InputError(fmt::format("a store has no table '{}'", name));
  }
  return *at;
}

std::string create_sql(const Table& table) {
  std::string columns;
  std::vector<std::string_view> keys;
  for (const Column& column : table.columns) {
    columns += fmt::format("{} {}, ", column.name, column.type);
    if (keys.size() < table.keys) {
      keys.push_back(column.name);
    }
  }
  return fmt::format("create table {} ({}digest {}, primary key ({})) strict, without rowid", table.name, columns,
                     kText, fmt::join(keys, ", "));
}

std::string insert_sql(const Table& table) {
  const std::vector<std::string_view> names = names_of(table);
  std::string marks;
  for (std::size_t i = 0; i < names.size(); ++i) {
    marks += i == 0 ? "?" : ", ?";
  }
  return fmt::format("insert into {} ({}) values ({})", table.name, fmt::join(names, ", "), marks);
}

std::string select_sql(const Table& table, std::string_view condition) {
  const std::vector<std::string_view> names = names_of(table);
  const std::vector<std::string_view> keys(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(table.keys));
  return fmt::format("select {} from {} where {} order by {}", fmt::join(names, ", "), table.name, condition,
                     fmt::join(keys, ", "));
}

std::string points_view_sql(const std::vector<std::string>& parameters) {
  std::string columns;
  for (const std::string& name : parameters) {
    columns += fmt::format(", json_extract(m.parameters, '$.\"{}\"') as {}", name, quoted_name(name));
  }
  for (const explore::Metric& metric : explore::metrics()) {
    columns += fmt::format(", {} as {}", metric.sql, metric.name);
  }
  return fmt::format(
      "create view points as select s.name as sweep, m.position as position, m.run as id, r.outcome as outcome, "
      "r.message as message{} from member m join sweep s on s.id = m.sweep left join run r on r.id = m.run",
      columns);
}

std::string row_json(const Table& table, std::span<const Cell> cells) {
  std::string out = "{";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    out += fmt::format("{}\"{}\":{}", i == 0 ? "" : ",", table.columns[i].name, json_of(cells[i]));
  }
  return out + "}";
}

std::string digest_of(const Table& table, std::span<const Cell> cells) {
  constexpr std::size_t kDigits = 32;
  return util::sha256(fmt::format("{} {}", table.name, row_json(table, cells))).substr(0, kDigits);
}

}  // namespace lmulsim::store
