// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "store/database.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <utility>

#include "util/error.hpp"

namespace lmulsim::store {
namespace {

namespace fs = std::filesystem;

/// The path in a URI of SQLite.
std::string uri_of(const std::string& path) {
  std::string out = "file:";
  for (const char c : fs::absolute(path).string()) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = std::isalnum(byte) != 0 || c == '/' || c == '.' || c == '-' || c == '_';
    out += plain ? std::string(1, c) : fmt::format("%{:02x}", byte);
  }
  return out + "?immutable=1";
}

/// SQLite takes a file of a few bytes for an empty one and would write over it.
bool is_other_file(const std::string& path) {
  constexpr std::string_view kMagic = "SQLite format 3";
  std::ifstream file(path, std::ios::binary);
  std::string begin(kMagic.size(), '\0');
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return file.gcount() > 0 && begin != kMagic;
}

std::string reason_of(int code, const char* message) {
  switch (code & 0xFF) {  // the kind, without its details
    case SQLITE_NOTADB:
      return "not a store: expected an SQLite database, found another file";
    case SQLITE_CORRUPT:
      return "damaged: 'lmulsim results verify --salvage OLD --into NEW' copies what still holds";
    case SQLITE_FULL:
      return "cannot write: No space left on device; what was stored stays, and the same command goes on";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another program has kept it locked";
    case SQLITE_READONLY:
      return "cannot write: the file or its folder is read-only";
    case SQLITE_CANTOPEN:
      return "cannot open";
    case SQLITE_IOERR:
      return fmt::format("cannot read or write ({}); what was stored stays", message);
    default:
      return message;
  }
}

}  // namespace

Database::Database(std::string path, Access access, std::chrono::milliseconds patience) : path_(std::move(path)) {
  std::error_code unknown;
  const fs::file_status status = fs::status(path_, unknown);
  if (access != Access::memory && fs::exists(status) && !fs::is_regular_file(status)) {
    throw InputError(fmt::format("{}: expected a store, found {}", path_,
                                 fs::is_directory(status) ? "a folder" : "no regular file"));
  }
  if (access == Access::read && !fs::exists(status)) {
    throw InputError(fmt::format("{}: cannot read: No such file or directory", path_));
  }
  if (access != Access::memory && is_other_file(path_)) {
    throw InputError(fmt::format("{}: {}", path_, reason_of(SQLITE_NOTADB, "")));
  }
  switch (access) {
    case Access::memory:
      open(access, ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
      break;
    case Access::write:
      open(access, path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
      break;
    case Access::read:
      open(access, path_, SQLITE_OPEN_READONLY);
      break;
  }
  sqlite3_busy_timeout(handle(), static_cast<int>(patience.count()));
}

void Database::open(Access access, const std::string& name, int flags) {
  sqlite3* opened = nullptr;
  // A leading dash or "file:" in a path means nothing: relative paths are given from their folder on.
  const std::string file = access == Access::memory ? name : fs::absolute(name).string();
  int code = sqlite3_open_v2(file.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(opened);
  if (code == SQLITE_OK && access == Access::read) {
    code = sqlite3_exec(opened, "select count(*) from sqlite_schema", nullptr, nullptr, nullptr);
    const bool no_log = !fs::exists(path_ + "-wal");
    if (((code & 0xFF) == SQLITE_CANTOPEN || (code & 0xFF) == SQLITE_READONLY) && no_log &&
        ::access(path_.c_str(), R_OK) == 0) {
      code = sqlite3_open_v2(uri_of(path_).c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, nullptr);
      handle_.reset(opened);
    }
  }
  if ((code & 0xFF) == SQLITE_CANTOPEN && access == Access::read && fs::exists(path_ + "-wal")) {
    throw InputError(
        fmt::format("{}: in use or left by a killed writer, and its folder is read-only: its owner makes a copy that "
                    "opens here with 'lmulsim results publish'",
                    path_));
  }
  if (code != SQLITE_OK) {
    fail();
  }
}

void Database::fail() const {
  if (!handle_) {
    throw InputError(path_ + ": out of memory");
  }
  throw InputError(
      fmt::format("{}: {}", path_, reason_of(sqlite3_extended_errcode(handle()), sqlite3_errmsg(handle()))));
}

void Database::run(const std::string& sql) {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    fail();
  }
}

std::string Database::text(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.text(0) : "";
}

std::int64_t Database::integer(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.integer(0) : 0;
}

Statement::Statement(Database& database, const std::string& sql) : database_(database) {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(database.handle(), sql.c_str(), static_cast<int>(sql.size()), &prepared, nullptr) !=
      SQLITE_OK) {
    database.fail();
  }
  statement_.reset(prepared);
}

void Statement::bind(std::span<const Cell> cells) {
  sqlite3_reset(statement_.get());
  int index = 0;
  for (const Cell& cell : cells) {
    ++index;
    int code = SQLITE_OK;
    if (const auto* text = std::get_if<std::string>(&cell)) {
      code = sqlite3_bind_text(statement_.get(), index, text->data(), static_cast<int>(text->size()), SQLITE_TRANSIENT);
    } else if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
      code = sqlite3_bind_int64(statement_.get(), index, *integer);
    } else if (const auto* real = std::get_if<double>(&cell)) {
      code = sqlite3_bind_double(statement_.get(), index, *real);
    } else {
      code = sqlite3_bind_null(statement_.get(), index);
    }
    if (code != SQLITE_OK) {
      database_.fail();
    }
  }
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code != SQLITE_DONE) {
    database_.fail();
  }
  return false;
}

void Statement::execute(std::span<const Cell> cells) {
  bind(cells);
  while (step()) {
  }
  sqlite3_reset(statement_.get());
}

Cell Statement::cell(int column) const {
  switch (sqlite3_column_type(statement_.get(), column)) {
    case SQLITE_INTEGER:
      return integer(column);
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement_.get(), column);
    case SQLITE_TEXT:
    case SQLITE_BLOB:
      return text(column);
    default:
      return {};
  }
}

Cells Statement::cells() const {
  Cells out;
  const int columns = sqlite3_column_count(statement_.get());
  for (int i = 0; i < columns; ++i) {
    out.push_back(cell(i));
  }
  return out;
}

std::string Statement::text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return bytes == nullptr ? "" : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

Transaction::Transaction(Database& database) : database_(database) {
  database.run("begin immediate");
}

Transaction::~Transaction() {
  if (open_) {
    sqlite3_exec(database_.handle(), "rollback", nullptr, nullptr, nullptr);
  }
}

void Transaction::commit() {
  database_.run("commit");
  open_ = false;
}

}  // namespace lmulsim::store
