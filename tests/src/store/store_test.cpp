// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "store/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "explore/metrics.hpp"
#include "sample_store.hpp"
#include "store/publish.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::store {
namespace {

TEST(Store, GivesBackWhatWasPutToTheLastBit) {
  const Folder folder;
  fill_store(folder.file("s"), numbers(20), 7);
  Store store(folder.file("s"), Access::read);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(store.find_run(sample_run(i).id), sample_run(i));
  }
  EXPECT_FALSE(store.find_run("nothing").has_value());
  EXPECT_EQ(store.outcomes("sweep").at("ok"), 20);
  EXPECT_EQ(store.sweeps().at(0).names, std::vector<std::string>{"array.rows"});
}

TEST(Store, ARowThatIsThereStaysAndAnotherOfItsKeyIsAConflict) {
  const Folder folder;
  fill_store(folder.file("s"), numbers(3), 1);
  Store store(folder.file("s"), Access::write);
  explore::RunRow other = sample_run(1);
  store.write([&] { EXPECT_EQ(store.put(other), Put::same); });
  other.energy_pj = *other.energy_pj * (1 + 1e-15);
  store.write([&] { EXPECT_EQ(store.put(other), Put::differs); });
  EXPECT_EQ(store.find_run(other.id), sample_run(1));
}

TEST(Store, WhatThrowsInATransactionLeavesNothing) {
  const Folder folder;
  Store store(folder.file("s"), Access::write);
  EXPECT_THROW(store.write([&] {
    (void)store.put(sample_run(1));
    throw InputError("stop");
  }),
               InputError);
  EXPECT_FALSE(store.has_run(sample_run(1).id));
}

TEST(Store, TwoWritersAndAReaderShareAFile) {
  const Folder folder;
  Store one(folder.file("s"), Access::write);
  Store two(folder.file("s"), Access::write);
  Store reader(folder.file("s"), Access::read);
  for (int i = 0; i < 50; ++i) {
    one.write([&] { put_sample(one, i); });
    two.write([&] { put_sample(two, i); });  // the same row again
    EXPECT_TRUE(reader.has_run(sample_run(i).id));
  }
  EXPECT_EQ(reader.database().integer("select count(*) from run"), 50);
}

TEST(Store, ItsViewHasTheMetricsThatTheProgramHas) {
  const Folder folder;
  fill_store(folder.file("s"), numbers(10), 10);
  Store store(folder.file("s"), Access::read);
  int compared = 0;
  for (const explore::Metric& metric : explore::metrics()) {
    Statement query(store.database(), "select id, " + std::string(metric.name) + " from points order by position");
    while (query.step()) {
      const explore::RunRow row = *store.find_run(query.text(0));
      const auto expected = metric.of(row);
      const Cell found = query.cell(1);
      ASSERT_EQ(expected.has_value(), !std::holds_alternative<std::monostate>(found)) << metric.name;
      if (expected) {
        const double value = std::holds_alternative<double>(found) ? std::get<double>(found)
                                                                   : static_cast<double>(std::get<std::int64_t>(found));
        EXPECT_DOUBLE_EQ(value, expected->value) << metric.name;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 120);
  EXPECT_EQ(store.database().integer("select \"array.rows\" from points where position = 7"), 7);
}

TEST(Publish, TheSameBytesForEveryOrderAndGrouping) {
  const Folder folder;
  std::vector<int> order = numbers(60);
  fill_store(folder.file("a"), order, 60);
  std::ranges::reverse(order);
  fill_store(folder.file("b"), order, 1);
  std::ranges::rotate(order, order.begin() + 17);
  fill_store(folder.file("c"), order, 9);
  {
    Store c(folder.file("c"), Access::write);  // history is not published
    c.write([&] { c.put(Attempt{sample_run(1).id, "crashed", "m", 1, 2.0, 3.0}); });
  }
  for (const char* name : {"a", "b", "c"}) {
    Store store(folder.file(name), Access::read);
    publish(store, folder.file(std::string(name) + ".published"));
  }
  const std::string bytes = util::read_file(folder.file("a.published"));
  EXPECT_GT(bytes.size(), 20'000U);
  EXPECT_EQ(bytes, util::read_file(folder.file("b.published")));
  EXPECT_EQ(bytes, util::read_file(folder.file("c.published")));
  Store published(folder.file("a.published"), Access::read);
  EXPECT_EQ(verify(published).faults, std::vector<std::string>{});
}

TEST(Merge, IsWhatOneStoreWouldHave) {
  const Folder folder;
  const std::vector<int> all = numbers(60);
  fill_store(folder.file("whole"), all, 60);
  fill_store(folder.file("even"), {0, 2, 4, 6, 8, 10}, 2);
  fill_store(folder.file("rest"), {all.begin() + 1, all.end()}, 5);
  Store target(folder.file("target"), Access::write);
  for (const char* name : {"rest", "even", "rest"}) {
    Store source(folder.file(name), Access::read);
    EXPECT_EQ(merge(source, target).conflicts, std::vector<std::string>{});
  }
  Store whole(folder.file("whole"), Access::read);
  publish(whole, folder.file("w"));
  publish(target, folder.file("t"));
  EXPECT_EQ(util::read_file(folder.file("w")), util::read_file(folder.file("t")));
}

TEST(Merge, ShowsWhatTwoStoresDisagreeOn) {
  const Folder folder;
  fill_store(folder.file("a"), numbers(3), 3);
  {
    Store b(folder.file("b"), Access::write);
    explore::RunRow row = sample_run(1);
    row.cycles = 1;
    b.write([&] { (void)b.put(row); });
  }
  Store a(folder.file("a"), Access::write);
  Store b(folder.file("b"), Access::read);
  EXPECT_EQ(merge(b, a).conflicts, std::vector<std::string>{"run " + sample_run(1).id});
  EXPECT_EQ(a.find_run(sample_run(1).id), sample_run(1));
}

TEST(Prune, LeavesNoMemberWithoutItsRun) {
  const Folder folder;
  fill_store(folder.file("s"), numbers(10), 10);
  Store store(folder.file("s"), Access::write);
  EXPECT_EQ(store.remove_runs("cycles < 1004"), 4);
  EXPECT_EQ(store.member_count("sweep"), 6);
  EXPECT_EQ(verify(store).faults, std::vector<std::string>{});
  EXPECT_EQ(store.remove_runs("true"), 6);
  EXPECT_TRUE(store.sweeps().empty());
}

}  // namespace
}  // namespace lmulsim::store
