// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The tables of a store, one row each: what makes, checks, copies and publishes rows walks the list.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace lmulsim::store {

inline constexpr std::int64_t kApplicationId = 0x4c4d5531;  ///< "LMU1"
inline constexpr std::int64_t kVersion = 1;
/// A row of a run has some 1.5 KiB; on smaller pages most of it would lie on a page of its own.
inline constexpr int kPageBytes = 8192;

/// Which points are there, without a look at their numbers.
inline constexpr std::string_view kOutcomeIndexSql = "CREATE INDEX run_outcome on run (outcome)";

struct Column {
  std::string_view name;
  std::string_view type;  ///< "text", "int" or "real", with its constraints
};

/// A table; every one has a further last column, digest: see digest_of().
struct Table {
  std::string_view name;
  std::vector<Column> columns;
  std::size_t keys = 1;      ///< so many columns from the first on are the primary key
  bool is_published = true;  ///< history is not
};

[[nodiscard]] std::span<const Table> tables();
[[nodiscard]] const Table& table(std::string_view name);

/// SQL that makes the table, that inserts a row with its digest, and that reads rows in the order of
/// the key.
[[nodiscard]] std::string create_sql(const Table& table);
[[nodiscard]] std::string insert_sql(const Table& table);
[[nodiscard]] std::string select_sql(const Table& table, std::string_view condition = "true");

/// The view `points`: one row a point, one column a parameter of any sweep and one a metric.
[[nodiscard]] std::string points_view_sql(const std::vector<std::string>& parameters);

/// A row as one line of JSON, the same bytes everywhere.
[[nodiscard]] std::string row_json(const Table& table, std::span<const Cell> cells);
/// The first 32 digits of the SHA-256 of row_json() and the table's name.
[[nodiscard]] std::string digest_of(const Table& table, std::span<const Cell> cells);

}  // namespace lmulsim::store
