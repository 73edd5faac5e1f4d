// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Rows in a file that one process appends to: what a shard of a sweep writes where no database can be shared.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/schema.hpp"
#include "store/store.hpp"

namespace lmulsim::store {

/// A part of a sweep: the positions that leave `index` when divided by `count`.
struct Shard {
  std::uint64_t index = 0;
  std::uint64_t count = 1;

  [[nodiscard]] bool has(std::uint64_t position) const { return position % count == index; }
  /// "3 of 7".
  [[nodiscard]] std::string text() const;

  friend bool operator==(const Shard&, const Shard&) = default;
};

/// The first line of a journal.
struct JournalHead {
  std::string sweep;  ///< its id in a store
  Shard shard;
};

/// A journal that this process made and nobody else writes. Each row is a line of its own with the digest that it has
/// in a store.
class Journal {
 public:
  /// A new file of this shard in the folder, which is made when it is missing. Throws InputError when it cannot be.
  Journal(const std::string& folder, const JournalHead& head);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Appends a row to what write() writes.
  void add(const Table& table, const Cells& cells);
  /// The last line: the shard has been run to its end.
  void add_end();
  /// Writes what there is; when this returns it survives the end of the process, and the machine's when `durable`.
  /// Throws InputError when it cannot.
  void write(bool durable);

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  int file_ = -1;
  std::string lines_;
};

/// What stood in a journal beside its rows.
struct JournalFacts {
  std::optional<JournalHead> head{};  ///< nothing: its writer was killed before the first line was whole
  std::int64_t rows = 0;
  bool is_torn = false;                 ///< the last line is not whole: its writer was killed, or is at work
  bool has_end = false;                 ///< add_end()
  std::vector<std::int64_t> damaged{};  ///< numbers of lines that do not hold
};

/// The first line; nothing where it is not whole. Throws as read_journal() does.
[[nodiscard]] std::optional<JournalHead> journal_head(const std::string& path);

/// Calls `use` for each row that holds. Throws InputError for a file that cannot be read or is no journal.
JournalFacts read_journal(const std::string& path, const std::function<void(const Table&, const Cells&)>& use);

/// "F.shards" of a store F.
[[nodiscard]] std::string journal_folder(const std::string& store);
/// The journals in a folder, sorted; none without it.
[[nodiscard]] std::vector<std::string> journals_in(const std::string& folder);
/// Of them those of one shard.
[[nodiscard]] std::vector<std::string> journals_of(const std::string& folder, const Shard& shard);

}  // namespace lmulsim::store
