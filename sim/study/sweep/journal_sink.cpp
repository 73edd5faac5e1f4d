// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/sweep/journal_sink.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "util/error.hpp"

namespace lmulsim::study::sweep {

JournalSink::JournalSink(std::string store, const store::Shard& shard) : store_(std::move(store)), shard_(shard) {}

void JournalSink::begin(const store::SweepEntry& sweep, const std::vector<point::SweepInput>& inputs) {
  sweep_ = sweep;
  for (const point::SweepInput& input : inputs) {
    inputs_.push_back(cells_of(input));
  }
  read_store();
  read_journals();
}

/// A store that nobody writes at this moment: shards do not wait for one another.
void JournalSink::read_store() {
  if (!std::filesystem::exists(store_) || std::filesystem::exists(store_ + "-wal")) {
    return;
  }
  store::Store store(store_, store::Access::read);
  for (const auto& [run, outcome] : store.standings(sweep_.id).outcomes) {
    if (!outcome.empty()) {
      known_.insert(run);
    }
  }
}

void JournalSink::read_journals() {
  const std::string folder = store::journal_folder(store_);
  for (const std::string& path : store::journals_in(folder)) {
    const std::optional<store::JournalHead> head = store::journal_head(path);
    if (head && head->sweep != sweep_.id) {
      throw InputError(
          fmt::format("{}: expected a journal of this sweep ({}), found one of {}: the sweep, a file that it names or "
                      "the simulator is another one; merge and remove the folder, or use another store",
                      path, sweep_.id, head->sweep));
    }
  }
  for (const std::string& path : store::journals_of(folder, shard_)) {
    const store::JournalFacts facts = store::read_journal(path, [&](const store::Table& table, const auto& cells) {
      if (table.name == "run") {
        known_.insert(std::get<std::string>(cells[0]));
      } else if (table.name == "member") {
        positions_.insert(std::get<std::int64_t>(cells[1]));
      }
    });
    was_whole_ = was_whole_ || facts.has_end;
  }
}

store::Journal& JournalSink::journal() {
  if (!journal_) {
    journal_ = std::make_unique<store::Journal>(store::journal_folder(store_), store::JournalHead{sweep_.id, shard_});
    journal_->add(store::table("sweep"), store::cells_of(sweep_));
    for (const store::Cells& input : inputs_) {
      journal_->add(store::table("input"), input);
    }
  }
  return *journal_;
}

std::vector<std::string> JournalSink::write(const Rows& rows, bool durable) {
  for (const store::Cells& design : rows.designs) {
    journal().add(store::table("design"), design);
  }
  for (const store::Member& member : rows.members) {
    if (!positions_.contains(member.position)) {
      journal().add(store::table("member"), store::cells_of(member));
    }
  }
  for (const explore::RunRow& row : rows.runs) {
    journal().add(store::table("run"), store::cells_of(row));
  }
  if (journal_) {
    journal_->write(durable);
  }
  return {};
}

void JournalSink::end(bool is_whole) {
  if (is_whole && !was_whole_) {
    journal().add_end();
    journal_->write(true);
  }
}

}  // namespace lmulsim::study::sweep
