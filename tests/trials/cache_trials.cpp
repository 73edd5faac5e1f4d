// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The folder of built models: many processes at once, killed and interrupted builds, damage, and places others can
// write in.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const std::string kRtl = "gemm --accelerator int8-ws-4x4 --m 4 --n 4 --k 4 --engine rtl";
const std::string kCache = "LMULSIM_CACHE=$PWD/cache";

/// A verilator in the folder bin that counts its builds in the file `builds`, and words of the shell that use it.
std::string counting_verilator(const Workspace& work) {
  work.write("bin/verilator", fmt::format("#!/bin/sh\ncase \"$*\" in *--Mdir*) echo build >>'{}/builds';; esac\n"
                                          "PATH=${{PATH#*:}} exec verilator \"$@\"\n",
                                          work.path().string()));
  fs::permissions(work.path() / "bin" / "verilator", fs::perms::owner_all);
  return "export PATH=$PWD/bin:$PATH " + kCache + ";";
}

/// A verilator that does not come to an end within the test.
std::string slow_verilator(const Workspace& work) {
  work.write("bin/verilator",
             "#!/bin/sh\ncase \"$*\" in *--Mdir*) exec sleep 20;; esac\nPATH=${PATH#*:} exec verilator \"$@\"\n");
  fs::permissions(work.path() / "bin" / "verilator", fs::perms::owner_all);
  return "export PATH=$PWD/bin:$PATH; " + kCache;
}

std::vector<std::string> in_cache(const Workspace& work, const std::string& part) {
  std::vector<std::string> names = work.files();
  std::erase_if(names, [&](const std::string& name) {
    return !name.starts_with("cache/") || name.find(part) == std::string::npos;
  });
  return names;
}

TEST(ModelCache, EightProcessesAtOnceBuildOnce) {
  const Workspace work;
  const std::string one = "\"$@\" >out.$i 2>err.$i &";
  const Outcome o = work.run(kRtl, counting_verilator(work) + "each() { for i in 1 2 3 4 5 6 7 8; do " + one +
                                       " done; wait; cat err.*; }; each");
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(work.read("builds"), "build\n");
  EXPECT_THAT(o.out, HasSubstr("waiting for another process"));
  for (int i = 2; i <= 8; ++i) {
    EXPECT_EQ(work.read(fmt::format("out.{}", i)), work.read("out.1"));
  }
}

TEST(ModelCache, ADamagedModelIsBuiltAgain) {
  const Workspace work;
  const Outcome good = work.run(kRtl, kCache);
  ASSERT_EQ(good.code, 0) << good.err;
  const std::vector<std::string> models = in_cache(work, ".so");
  ASSERT_EQ(models.size(), 1U);
  const std::string whole = work.read(models[0]);
  std::string flipped = whole;
  flipped[whole.size() / 2] = static_cast<char>(flipped[whole.size() / 2] ^ 1);
  for (const std::string& damaged : {std::string(), whole.substr(0, 5000), flipped}) {
    work.write(models[0], damaged);
    const Outcome o = work.run(kRtl, kCache);
    EXPECT_EQ(o.code, 0) << o.err;
    EXPECT_EQ(o.out, good.out);
    EXPECT_THAT(o.err, HasSubstr("damaged"));
  }
}

TEST(ModelCache, WhatAKilledBuildLeftIsSwept) {
  const Workspace work;
  ASSERT_NE(work.run(kRtl, slow_verilator(work) + " timeout -s KILL 4").code, 0);
  const Outcome o = work.run(kRtl, kCache);
  EXPECT_EQ(o.code, 0) << o.err;
  int folders = 0;
  for (const auto& entry : fs::directory_iterator(work.path() / "cache")) {
    folders += entry.is_directory() ? 1 : 0;
  }
  EXPECT_EQ(folders, 0);
}

TEST(ModelCache, AnInterruptedBuildSaysSoAndLeavesNothing) {
  const Workspace work;
  const Outcome o = work.run(kRtl, slow_verilator(work) + " timeout -s INT 4");
  EXPECT_NE(o.code, 0);
  EXPECT_THAT(o.err, HasSubstr("interrupted"));
  EXPECT_EQ(in_cache(work, "").size(), 0U);
}

TEST(ModelCache, APlaceInWhichOthersCanWriteIsRefused) {
  const Workspace work;
  fs::create_directory(work.path() / "cache");
  for (const unsigned mode : {0777U, 0770U, 01777U}) {
    ASSERT_EQ(chmod((work.path() / "cache").c_str(), mode), 0);
    const Outcome o = work.run(kRtl, kCache);
    EXPECT_EQ(o.code, 2) << o.err;
    EXPECT_THAT(o.err, HasSubstr(fmt::format("permissions {:04o}", mode)));
  }
}

TEST(ModelCache, WithoutAPlaceThereIsAnError) {
  const Workspace work;
  const Outcome o = work.run(kRtl, "env -u HOME -u LMULSIM_CACHE -u XDG_CACHE_HOME");
  EXPECT_EQ(o.code, 2) << o.err;
  EXPECT_THAT(o.err, HasSubstr("LMULSIM_CACHE"));
}

}  // namespace
}  // namespace lmulsim::cli_test
