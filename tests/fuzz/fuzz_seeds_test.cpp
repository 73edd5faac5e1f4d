// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Every fuzz target over its seeds: inputs that reach all of the reader, and those that once broke it.
#include <gmock/gmock.h>

#include <filesystem>
#include <string>

#include "target.hpp"
#include "util/file.hpp"

#define TARGET(name, function) extern "C" int function(const std::uint8_t*, std::size_t);
#include "targets.inc"
#undef TARGET

namespace lmulsim::fuzz {
namespace {

namespace fs = std::filesystem;

struct Target {
  const char* name;
  int (*function)(const std::uint8_t*, std::size_t);
};

#define TARGET(name, function) Target{#name, function},
const Target kTargets[] = {
#include "targets.inc"
};
#undef TARGET

class FuzzTarget : public testing::TestWithParam<Target> {};

/// Seeds called good-* must be read to the end: a target that refuses everything proves nothing.
TEST_P(FuzzTarget, ReadsItsSeeds) {
  const fs::path folder = fs::path(LMULSIM_SOURCE_DIR) / "tests" / "fuzz" / "seeds" / GetParam().name;
  int good = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string bytes = util::read_file(entry.path());
    const int before = accepted;
    EXPECT_EQ(GetParam().function(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()), 0);
    if (entry.path().filename().string().starts_with("good-")) {
      EXPECT_EQ(accepted, before + 1) << entry.path() << " was refused";
      ++good;
    }
  }
  EXPECT_GT(good, 0) << folder;
}

INSTANTIATE_TEST_SUITE_P(All, FuzzTarget, testing::ValuesIn(kTargets),
                         [](const auto& target) { return std::string(target.param.name); });

}  // namespace
}  // namespace lmulsim::fuzz
