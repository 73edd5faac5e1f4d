// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lmulsim::store {

/// What a column of a row holds.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;
using Cells = std::vector<Cell>;

enum class Access : std::uint8_t { read, write, memory };

/// A connection to an SQLite database. Every failure is an InputError "FILE: what SQLite says, in words"; a full disk
/// and a lock that another program holds too long are among them.
class Database {
 public:
  /// How long a lock of another program is waited for.
  static constexpr std::chrono::milliseconds kPatience{60'000};

  /// read: a file that cannot be written, in a folder that cannot be, is opened too, when no writer left a log beside
  /// it. write: made when it is missing. memory: the path is of messages only.
  Database(std::string path, Access access, std::chrono::milliseconds patience = kPatience);

  void run(const std::string& sql);
  /// The first column of the first row as a text; "" without a row.
  [[nodiscard]] std::string text(const std::string& sql);
  [[nodiscard]] std::int64_t integer(const std::string& sql);
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
  /// Throws what the connection's last error is.
  [[noreturn]] void fail() const;

 private:
  void open(Access access, const std::string& name, int flags);

  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  std::string path_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// A prepared statement. The database must outlive it.
class Statement {
 public:
  Statement(Database& database, const std::string& sql);

  /// Binds all parameters from the first on, after a reset.
  void bind(std::span<const Cell> cells);
  /// False at the end.
  [[nodiscard]] bool step();
  /// Runs to the end.
  void execute(std::span<const Cell> cells);
  [[nodiscard]] Cell cell(int column) const;
  [[nodiscard]] Cells cells() const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// While one lives and commit() was not called, what is written is undone at its end.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace lmulsim::store
