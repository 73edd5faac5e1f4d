// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Points that end their process, take for ever or eat memory cost no other point.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "sweeps.hpp"
#include "util/error.hpp"

namespace lmulsim::study::sweep {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kBad = 5;

explore::Sweep sweep_of_twelve(const std::string& limits = "") {
  return small_sweep(kTwelve + "limits_of_a_point: {" + limits + "}\n");
}

ExploreSummary run_with(const explore::Sweep& sweep, const std::string& store, const EvaluatePosition& evaluate,
                        bool retry = false) {
  return explore({.sweep = &sweep, .store = store, .jobs = 2, .retry = retry, .evaluate = evaluate});
}

std::string last_message(const std::string& path, const std::string& sweep) {
  store::Store store(path, store::Access::read);
  const std::vector<store::Attempt> unfinished = store.unfinished(sweep);
  return unfinished.size() == 1 ? unfinished[0].outcome + ": " + unfinished[0].message : "not one";
}

TEST(Faults, APointThatAbortsIsTriedOnceMoreAndNeverAgain) {
  const TestFolder folder;
  const explore::Sweep sweep = sweep_of_twelve();
  Planted planted(sweep);
  const EvaluatePosition evaluate = [&](std::uint64_t position) {
    if (position == kBad) {
      std::fprintf(stderr, "the point's last words\n");
      std::abort();
    }
    return planted(position);
  };
  const ExploreSummary first = run_with(sweep, folder.file("s"), evaluate);
  EXPECT_EQ(first.run, 11);
  EXPECT_EQ(first.crashed, 1);
  EXPECT_THAT(last_message(folder.file("s"), first.sweep), HasSubstr("crashed: signal 6"));
  EXPECT_THAT(last_message(folder.file("s"), first.sweep), HasSubstr("the point's last words"));
  const auto attempts = [&] {
    store::Store store(folder.file("s"), store::Access::read);
    return store.database().integer("select count(*) from attempt where outcome = 'crashed'");
  };
  EXPECT_EQ(attempts(), 2);
  const ExploreSummary again = run_with(sweep, folder.file("s"), evaluate);
  EXPECT_EQ(again.run, 0);
  EXPECT_EQ(again.crashed, 1);
  EXPECT_EQ(attempts(), 2);
  const ExploreSummary retried = run_with(
      sweep, folder.file("s"), [&](std::uint64_t p) { return planted(p); }, true);
  EXPECT_EQ(retried.run, 1);
  EXPECT_EQ(retried.crashed, 0);
}

TEST(Faults, AnEndlessPointIsGivenUp) {
  const TestFolder folder;
  const explore::Sweep sweep = sweep_of_twelve("seconds: 3");
  Planted planted(sweep);
  const ExploreSummary summary = run_with(sweep, folder.file("s"), [&](std::uint64_t position) {
    while (position == kBad) {
      usleep(1000);
    }
    return planted(position);
  });
  EXPECT_EQ(summary.run, 11);
  EXPECT_EQ(summary.timeout, 1);
  EXPECT_THAT(last_message(folder.file("s"), summary.sweep), HasSubstr("timeout: longer than 3 s"));
}

TEST(Faults, APointThatEatsMemoryIsGivenUp) {
  const TestFolder folder;
  const explore::Sweep sweep = sweep_of_twelve("memory_gib: 0.25");
  Planted planted(sweep);
  const ExploreSummary summary = run_with(sweep, folder.file("s"), [&](std::uint64_t position) {
    std::vector<std::vector<char>> eaten;
    while (position == kBad) {
      eaten.emplace_back(std::size_t{1} << 24, 'x');
    }
    return planted(position);
  });
  EXPECT_EQ(summary.run, 11);
  EXPECT_EQ(summary.memory, 1);
}

TEST(Faults, WhatAPointPrintsStopsNothing) {
  const TestFolder folder;
  const explore::Sweep sweep = sweep_of_twelve();
  Planted planted(sweep);
  const ExploreSummary summary = run_with(sweep, folder.file("s"), [&](std::uint64_t position) {
    if (position == kBad) {
      const std::string line(1 << 20, 'x');
      for (int i = 0; i < 50; ++i) {
        std::fprintf(stderr, "%s\n", line.c_str());
        std::fprintf(stdout, "%s\n", line.c_str());
      }
    }
    return planted(position);
  });
  EXPECT_EQ(summary.run, 12);
}

TEST(Faults, AWorkerThatIsKilledCostsNoPoint) {
  const TestFolder folder;
  const explore::Sweep sweep = sweep_of_twelve("attempts: 3");
  Planted planted(sweep);
  for (std::uint64_t victim = 0; victim < 12; ++victim) {
    const std::string name = std::to_string(victim);
    const ExploreSummary summary = run_with(sweep, folder.file(name), [&](std::uint64_t position) {
      if (position == victim && !std::filesystem::exists(folder.file("killed" + name))) {
        std::ofstream(folder.file("killed" + name)) << "once";
        kill(getpid(), SIGKILL);
      }
      return planted(position);
    });
    EXPECT_EQ(summary.run, 12);
    EXPECT_EQ(summary.failed(), 0);
    EXPECT_EQ(published(folder.file(name)), published(folder.file("0")));
  }
}

TEST(Faults, WhenEveryPointDiesItIsTheMachine) {
  const TestFolder folder;
  const explore::Sweep sweep = sweep_of_twelve();
  const ExploreSummary summary =
      run_with(sweep, folder.file("s"), [](std::uint64_t /*position*/) -> explore::RunRow { std::abort(); });
  EXPECT_THAT(summary.machine_fault, HasSubstr("the machine, not the points"));
  EXPECT_EQ(summary.run, 0);
}

/// While it lives, this process may open only so many descriptors more.
class FewDescriptors {
 public:
  explicit FewDescriptors(rlim_t more) {
    getrlimit(RLIMIT_NOFILE, &before_);
    const auto open = std::filesystem::directory_iterator("/proc/self/fd");
    const auto count = static_cast<rlim_t>(std::distance(begin(open), end(open)));
    const rlimit few{count + more, before_.rlim_max};
    setrlimit(RLIMIT_NOFILE, &few);
  }
  ~FewDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
  FewDescriptors(const FewDescriptors&) = delete;
  FewDescriptors& operator=(const FewDescriptors&) = delete;

 private:
  rlimit before_{};
};

TEST(Faults, WithoutFurtherDescriptorsFewerWorkersDoIt) {
  const TestFolder folder;
  const explore::Sweep sweep = sweep_of_twelve();
  Planted planted(sweep);
  const EvaluatePosition evaluate = [&](std::uint64_t position) {
    usleep(20'000);
    return planted(position);
  };
  ExploreSummary summary;
  {
    const FewDescriptors few(24);
    summary = explore({.sweep = &sweep, .store = folder.file("s"), .jobs = 12, .evaluate = evaluate});
  }
  EXPECT_EQ(summary.run, 12);
  EXPECT_EQ(summary.failed(), 0);
  ASSERT_EQ(summary.notes.size(), 1U);
  EXPECT_THAT(summary.notes[0], HasSubstr("processes instead of 12: cannot make a pipe"));
}

TEST(Faults, ACheckThatFailsIsAnAnswer) {
  const TestFolder folder;
  const explore::Sweep sweep = sweep_of_twelve();
  Planted planted(sweep);
  const EvaluatePosition evaluate = [&](std::uint64_t position) {
    explore::RunRow row = planted(position);
    if (position == kBad) {
      row.outcome = "check_failed";
      row.message = "cycles: expected 1, found 2";
    }
    return row;
  };
  EXPECT_EQ(run_with(sweep, folder.file("s"), evaluate).check_failed, 1);
  EXPECT_EQ(run_with(sweep, folder.file("s"), evaluate).from_store, 12);
}

TEST(Faults, ANondeterministicSimulatorIsFound) {
  const TestFolder folder;
  const explore::Sweep sweep = sweep_of_twelve();
  Planted planted(sweep);
  for (const char* name : {"a", "b"}) {
    (void)run_with(sweep, folder.file(name), [&](std::uint64_t position) {
      explore::RunRow row = planted(position);
      row.cycles = position == kBad ? getpid() : row.cycles;
      return row;
    });
  }
  store::Store a(folder.file("a"), store::Access::write);
  store::Store b(folder.file("b"), store::Access::read);
  EXPECT_EQ(store::merge(b, a).conflicts.size(), 1U);
}

TEST(Faults, AWorkerThatNamesAPointOtherwiseEndsTheSweep) {
  const TestFolder folder;
  const explore::Sweep sweep = sweep_of_twelve();
  Planted planted(sweep);
  EXPECT_THROW((void)run_with(sweep, folder.file("s"),
                              [&](std::uint64_t position) { return planted(position == kBad ? kBad - 1 : position); }),
               CheckError);
}

}  // namespace
}  // namespace lmulsim::study::sweep
