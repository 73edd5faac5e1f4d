// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <span>

#include "explore/run_row.hpp"
#include "util/error.hpp"
#include "util/json.hpp"
#include "util/number.hpp"

namespace lmulsim::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnd = "{\"end\":true}";
constexpr std::string_view kExtension = ".jsonl";
constexpr std::int64_t kJournalVersion = 1;

/// What tells the attempts at a shard apart: a job of Slurm and its restarts, else a random word.
std::string attempt_word() {
  std::random_device random;
  const std::string word = fmt::format("{:08x}", random());
  const char* job = std::getenv("SLURM_JOB_ID");
  const char* restart = std::getenv("SLURM_RESTART_COUNT");
  const auto is_number = [](const char* text) { return text != nullptr && util::to_number<std::uint64_t>(text); };
  return is_number(job) ? fmt::format("{}-{}-{}", job, is_number(restart) ? restart : "0", word) : word;
}

std::string file_begin(const Shard& shard) {
  return fmt::format("{}-of-{}.", shard.index, shard.count);
}

[[noreturn]] void fail_write(const std::string& path, int error) {
  throw InputError(fmt::format("{}: cannot write: {}; what was written stays, and the same command goes on", path,
                               std::strerror(error)));
}

/// Reads one row from its canonical JSON. Boost's parser reads reals to within a unit in the last place only.
class RowReader {
 public:
  RowReader(const Table& table, std::string_view json) : table_(table), json_(json) {}

  /// Nothing where the text is no row of the table.
  [[nodiscard]] std::optional<Cells> read() {
    Cells out;
    for (const Column& column : table_.columns) {
      if (!accept(out.empty() ? "{\"" : ",\"") || !accept(column.name) || !accept("\":")) {
        return std::nullopt;
      }
      auto cell = value();
      if (!cell) {
        return std::nullopt;
      }
      out.push_back(std::move(*cell));
    }
    return json_ == "}" ? std::optional(std::move(out)) : std::nullopt;
  }

 private:
  bool accept(std::string_view text) {
    const bool found = json_.starts_with(text);
    json_.remove_prefix(found ? text.size() : 0);
    return found;
  }

  [[nodiscard]] std::optional<Cell> value() {
    if (json_.starts_with('"')) {
      return text();
    }
    if (accept("null")) {
      return Cell();
    }
    if (accept("[")) {
      const auto real = util::to_number<double>(until("]"));
      return real && accept("]") ? std::optional(Cell(*real)) : std::nullopt;
    }
    const auto integer = util::to_number<std::int64_t>(until(",}"));
    return integer ? std::optional(Cell(*integer)) : std::nullopt;
  }

  std::string_view until(std::string_view ends) {
    const std::size_t end = std::min(json_.find_first_of(ends), json_.size());
    const std::string_view out = json_.substr(0, end);
    json_.remove_prefix(end);
    return out;
  }

  [[nodiscard]] std::optional<Cell> text() {
    std::size_t end = 1;
    while (end < json_.size() && json_[end] != '"') {
      end += json_[end] == '\\' ? 2 : 1;
    }
    if (end >= json_.size()) {
      return std::nullopt;
    }
    boost::system::error_code error;
    const boost::json::value parsed = boost::json::parse(json_.substr(0, end + 1), error);
    json_.remove_prefix(end + 1);
    return !error && parsed.is_string() ? std::optional(Cell(std::string(parsed.as_string()))) : std::nullopt;
  }

  const Table& table_;
  std::string_view json_;
};

struct Row {
  const Table* table;
  Cells cells;
};

/// {"table":"NAME","digest":"DIGEST","row":{...}}
std::optional<Row> row_of(std::string_view line) {
  for (const Table& table : tables()) {
    const std::string begin = fmt::format("{{\"table\":\"{}\",\"digest\":\"", table.name);
    if (!line.starts_with(begin)) {
      continue;
    }
    constexpr std::string_view kRow = "\",\"row\":";
    const std::size_t digest_end = line.find('"', begin.size());
    if (digest_end == std::string_view::npos || line.substr(digest_end, kRow.size()) != kRow || line.back() != '}') {
      return std::nullopt;
    }
    const std::size_t row_at = digest_end + kRow.size();
    auto cells = RowReader(table, line.substr(row_at, line.size() - row_at - 1)).read();
    const std::string_view digest = line.substr(begin.size(), digest_end - begin.size());
    if (!cells || digest_of(table, *cells) != digest) {
      return std::nullopt;
    }
    return Row{&table, std::move(*cells)};
  }
  return std::nullopt;
}

std::string head_line(const JournalHead& head) {
  return fmt::format("{{\"lmulsim_journal\":{},\"sweep\":{},\"shard\":{},\"of\":{}}}\n", kJournalVersion,
                     explore::json_string(head.sweep), head.shard.index, head.shard.count);
}

JournalHead read_head(const std::string& path, const std::string& line) {
  try {
    const boost::json::value value = util::parse_json(line, path);
    util::JsonReader json(value, path);
    const std::int64_t version = json.integer("lmulsim_journal", 0);
    if (version != kJournalVersion) {
      throw InputError(
          fmt::format("{}: expected a journal of version {}, found version {}", path, kJournalVersion, version));
    }
    JournalHead head{json.string("sweep"), {}};
    head.shard = {static_cast<std::uint64_t>(json.integer("shard", 0)),
                  static_cast<std::uint64_t>(json.integer("of", 1))};
    if (head.shard.index >= head.shard.count) {
      throw InputError(fmt::format("{}: expected a shard below its number, found {}", path, head.shard.text()));
    }
    return head;
  } catch (const InputError& e) {
    throw InputError(fmt::format("{}: expected a journal of lmulsim ({})", path, e.what()));
  }
}

std::ifstream open_journal(const std::string& path) {
  std::error_code unknown;
  if (!fs::is_regular_file(path, unknown)) {
    throw InputError(fmt::format("{}: expected a journal, found no regular file", path));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw InputError(fmt::format("{}: cannot read: {}", path, std::strerror(errno)));
  }
  return file;
}

std::optional<JournalHead> first_line(std::ifstream& file, const std::string& path) {
  constexpr std::size_t kLongest = 4096;  // another file may have no lines at all
  std::string line(kLongest, '\0');
  file.getline(line.data(), static_cast<std::streamsize>(line.size()));
  line.resize(std::strlen(line.c_str()));
  if (file.eof()) {
    return std::nullopt;
  }
  return read_head(path, line);
}

}  // namespace

std::string Shard::text() const {
  return fmt::format("{} of {}", index, count);
}

Journal::Journal(const std::string& folder, const JournalHead& head) : lines_(head_line(head)) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw InputError(fmt::format("{}: cannot make the folder of journals: {}", folder, error.message()));
  }
  constexpr int kMostTries = 8;
  constexpr mode_t kMode = 0666;
  for (int tries = 0; file_ < 0; ++tries) {
    path_ = (fs::path(folder) / (file_begin(head.shard) + attempt_word() + std::string(kExtension))).string();
    file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, kMode);
    if (file_ < 0 && (errno != EEXIST || tries == kMostTries)) {
      fail_write(path_, errno);
    }
  }
}

Journal::~Journal() {
  ::close(file_);
}

void Journal::add(const Table& table, const Cells& cells) {
  lines_ += fmt::format("{{\"table\":\"{}\",\"digest\":\"{}\",\"row\":{}}}\n", table.name, digest_of(table, cells),
                        row_json(table, cells));
}

void Journal::add_end() {
  lines_ += kEnd;
  lines_ += '\n';
}

void Journal::write(bool durable) {
  std::string_view left = lines_;
  while (!left.empty()) {
    const ssize_t written = ::write(file_, left.data(), left.size());
    if (written < 0 && errno != EINTR) {
      const int error = errno;
      lines_.erase(0, lines_.size() - left.size());
      fail_write(path_, error);
    }
    left.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  lines_.clear();
  if (durable && ::fsync(file_) != 0) {
    fail_write(path_, errno);
  }
}

std::optional<JournalHead> journal_head(const std::string& path) {
  std::ifstream file = open_journal(path);
  return first_line(file, path);
}

JournalFacts read_journal(const std::string& path, const std::function<void(const Table&, const Cells&)>& use) {
  std::ifstream file = open_journal(path);
  JournalFacts out{.head = first_line(file, path)};
  if (!out.head) {
    out.is_torn = true;
    return out;
  }
  std::string line;
  std::int64_t number = 1;
  while (std::getline(file, line)) {
    ++number;
    if (file.eof()) {  // no end of line: not whole, whatever it says
      out.is_torn = true;
    } else if (line == kEnd) {
      out.has_end = true;
    } else if (const auto row = row_of(line)) {
      ++out.rows;
      use(*row->table, row->cells);
    } else {
      out.damaged.push_back(number);
    }
  }
  return out;
}

std::string journal_folder(const std::string& store) {
  return store + ".shards";
}

std::vector<std::string> journals_in(const std::string& folder) {
  std::vector<std::string> out;
  std::error_code missing;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, missing)) {
    if (entry.path().extension() == kExtension) {
      out.push_back(entry.path().string());
    }
  }
  std::ranges::sort(out);
  return out;
}

std::vector<std::string> journals_of(const std::string& folder, const Shard& shard) {
  std::vector<std::string> out = journals_in(folder);
  std::erase_if(
      out, [&](const std::string& path) { return !fs::path(path).filename().string().starts_with(file_begin(shard)); });
  return out;
}

}  // namespace lmulsim::store
