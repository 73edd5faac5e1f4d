// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Journals give back what was put in, to the last bit, and nothing that was not.
#include "store/journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>

#include "sample_store.hpp"
#include "store/publish.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/random.hpp"

namespace lmulsim::store {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const JournalHead kHead{"sweep", {1, 3}};

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

/// Rows by table and key, as JSON.
std::map<std::string, std::string> rows_of(const std::string& path, JournalFacts* facts = nullptr) {
  std::map<std::string, std::string> out;
  const JournalFacts found = read_journal(path, [&](const Table& table, const Cells& cells) {
    out[std::string(table.name) + " " + std::get<std::string>(cells[0])] = row_json(table, cells);
  });
  if (facts != nullptr) {
    *facts = found;
  }
  return out;
}

/// A journal of some runs with reals of any bits; its path.
std::string random_journal(const std::string& folder, int runs, std::map<std::string, std::string>& expected) {
  util::SplitMix64 random(7);
  Journal journal(folder, kHead);
  for (int i = 0; i < runs; ++i) {
    explore::RunRow row = sample_run(i);
    const auto real = std::bit_cast<double>(random());
    row.energy_pj = std::isfinite(real) ? std::optional(real) : std::nullopt;
    row.cycles = static_cast<std::int64_t>(random());
    row.message = std::string("quote \" backslash \\ newline \n bell \x07 \xc3\xa4 ") + std::to_string(i);
    journal.add(table("run"), cells_of(row));
    expected["run " + row.id] = row_json(table("run"), cells_of(row));
  }
  journal.add_end();
  journal.write(true);
  return journal.path();
}

TEST(Journals, GiveBackEveryBit) {
  const Folder folder;
  std::map<std::string, std::string> expected;
  const std::string path = random_journal(folder.file("j"), 500, expected);
  JournalFacts facts;
  EXPECT_EQ(rows_of(path, &facts), expected);
  EXPECT_EQ(facts.rows, 500);
  EXPECT_TRUE(facts.has_end);
  EXPECT_FALSE(facts.is_torn);
  EXPECT_TRUE(facts.damaged.empty());
  ASSERT_TRUE(facts.head);
  EXPECT_EQ(facts.head->sweep, "sweep");
  EXPECT_EQ(facts.head->shard, kHead.shard);
}

TEST(Journals, CutAnywhereTheyGiveTheRowsBefore) {
  const Folder folder;
  std::map<std::string, std::string> expected;
  const std::string bytes = util::read_file(random_journal(folder.file("j"), 3, expected));
  const std::string cut = folder.file("cut.jsonl");
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    write_bytes(cut, bytes.substr(0, size));
    JournalFacts facts;
    for (const auto& [key, row] : rows_of(cut, &facts)) {
      EXPECT_EQ(row, expected.at(key)) << size;
    }
    const bool at_line = size > 0 && bytes[size - 1] == '\n';
    EXPECT_EQ(facts.is_torn, !at_line) << size;
    EXPECT_FALSE(facts.has_end) << size;
    EXPECT_TRUE(facts.damaged.empty()) << size;
    const auto lines = std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size), '\n');
    EXPECT_EQ(facts.rows, std::max<std::int64_t>(lines - 1, 0)) << size;
  }
}

TEST(Journals, NoFlippedBitGivesAnotherRow) {
  const Folder folder;
  std::map<std::string, std::string> expected;
  const std::string bytes = util::read_file(random_journal(folder.file("j"), 20, expected));
  const std::string damaged = folder.file("damaged.jsonl");
  util::SplitMix64 random(8);
  int noticed = 0;
  constexpr int kFlips = 600;
  for (int i = 0; i < kFlips; ++i) {
    std::string other = bytes;
    other[random() % other.size()] ^= static_cast<char>(1U << (random() % 8));
    write_bytes(damaged, other);
    try {
      JournalFacts facts;
      const auto rows = rows_of(damaged, &facts);
      for (const auto& [key, row] : rows) {
        ASSERT_EQ(row, expected.at(key)) << i;
      }
      noticed += facts.is_torn || !facts.damaged.empty() ? 1 : 0;
      EXPECT_GE(rows.size(), 18U) << i;  // two where an end of line is gone
    } catch (const InputError&) {
      ++noticed;  // the first line
    }
  }
  EXPECT_GE(noticed, kFlips - 20);  // the shard's numbers have no digest
}

TEST(Journals, WhatIsNoneIsRefused) {
  const Folder folder;
  write_bytes(folder.file("garbage.jsonl"), std::string(50'000, 'x'));
  write_bytes(folder.file("text.jsonl"), "hello\nworld\n");
  write_bytes(folder.file("newer.jsonl"), "{\"lmulsim_journal\":2,\"sweep\":\"s\",\"shard\":0,\"of\":1}\n");
  write_bytes(folder.file("shard.jsonl"), "{\"lmulsim_journal\":1,\"sweep\":\"s\",\"shard\":1,\"of\":1}\n");
  fs::create_directory(folder.file("folder.jsonl"));
  const auto use = [](const Table&, const Cells&) {};
  for (const char* name : {"garbage", "text", "newer", "shard", "folder", "missing"}) {
    const std::string path = folder.file(std::string(name) + ".jsonl");
    try {
      (void)read_journal(path, use);
      ADD_FAILURE() << name;
    } catch (const InputError& e) {
      EXPECT_THAT(e.what(), HasSubstr(path));
    }
  }
  write_bytes(folder.file("empty.jsonl"), "");
  EXPECT_TRUE(read_journal(folder.file("empty.jsonl"), use).is_torn);
}

TEST(Journals, MergedTwiceOrInAnyOrderTheyGiveTheSameStore) {
  const Folder folder;
  std::map<std::string, std::string> expected;
  const std::string path = random_journal(folder.file("j"), 30, expected);
  const std::string other = random_journal(folder.file("k"), 10, expected);
  const auto published = [&](const std::string& name, const std::vector<std::string>& paths) {
    Store store(folder.file(name), Access::write);
    for (const std::string& journal : paths) {
      EXPECT_TRUE(merge_journal(journal, store).rows.conflicts.empty());
    }
    publish(store, folder.file(name + ".p"));
    return util::read_file(folder.file(name + ".p"));
  };
  const std::string once = published("a", {path, other});
  EXPECT_EQ(published("b", {other, path}), once);
  EXPECT_EQ(published("c", {path, path, other, path}), once);
}

TEST(Journals, OtherNumbersOfOnePointAreAConflict) {
  const Folder folder;
  const auto journal_of = [&](const std::string& name, std::int64_t cycles) {
    explore::RunRow row = sample_run(1);
    row.cycles = cycles;
    Journal journal(folder.file(name), kHead);
    journal.add(table("run"), cells_of(row));
    journal.write(false);
    return journal.path();
  };
  Store store(folder.file("s"), Access::write);
  EXPECT_EQ(merge_journal(journal_of("a", 5), store).rows.stored, 1);
  EXPECT_EQ(merge_journal(journal_of("b", 6), store).rows.conflicts.size(), 1U);
  EXPECT_EQ(store.find_run(sample_run(1).id)->cycles, 5);
}

}  // namespace
}  // namespace lmulsim::store
