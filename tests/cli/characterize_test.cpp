// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Characterisation from the command line: libraries that cannot be used, tools that are missing or others, and what is
// left when it is interrupted.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <csignal>
#include <filesystem>
#include <map>
#include <regex>

#include "../sim/flow/gates/tools.hpp"
#include "bad_input.hpp"
#include "program.hpp"
#include "util/file.hpp"

namespace lmulsim::cli_test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kSource = LMULSIM_SOURCE_DIR;

/// A program `yosys` that says it is of a version and does the rest as `command`.
std::pair<std::string, std::string> fake_yosys(const std::string& version, const std::string& command) {
  return {"bin/yosys", fmt::format("#!/bin/sh\nif [ \"$1\" = -V ]; then echo 'Yosys {} (git sha1 0)'; exit; fi\n{}\n",
                                   version, command)};
}
const std::string kWithFakeYosys = "chmod +x bin/yosys; PATH=$PWD/bin:$PATH";

std::string tiny_library() {
  return util::read_file(kSource + "/tests/data/tiny.lib");
}

BadInput library(const char* name, Files files, std::vector<std::string> fragments) {
  files.push_back(fake_yosys("0.23", "exit 1"));  // as far as these get, only the version is asked for
  return {name, "characterize --liberty cells.lib --name mine --node-nm 45 --out t.json", std::move(files),
          std::move(fragments)};
}

std::vector<BadInput> bad_libraries() {
  const std::string tiny = tiny_library();
  const std::string no_power = std::regex_replace(tiny, std::regex("internal_power"), "other_power");
  const std::string no_flip_flop = std::regex_replace(tiny, std::regex("\\bff \\("), "latch (");
  std::string no_nand = tiny;
  no_nand.replace(no_nand.find("!(A B)"), 6, "!(A+B)");
  return {
      library("Missing", {}, {"cells.lib", "No such file"}),
      library("Empty", {{"cells.lib", ""}}, {"cells.lib: empty file"}),
      library("NotLiberty", {{"cells.lib", "module adder;\nendmodule\n"}}, {"cells.lib:1: not liberty", "'module'"}),
      library("Truncated", {{"cells.lib", tiny.substr(0, tiny.size() / 2)}}, {"cells.lib:"}),
      library("TruncatedGzip", {{"cells.lib", std::string("\x1f\x8b\x08\x00\x00\x00", 6)}}, {"cells.lib", "gzip"}),
      library("WithoutPowerTables", {{"cells.lib", no_power}}, {"cells.lib: no cell has internal_power tables"}),
      library("WithoutFlipFlops", {{"cells.lib", no_flip_flop}}, {"cells.lib: no flip-flop that synthesis can use"}),
      library("WithoutNand", {{"cells.lib", no_nand}}, {"library tiny: expected a two-input NAND, found none"}),
  };
}

class BadLibrary : public ::testing::TestWithParam<BadInput> {};

TEST_P(BadLibrary, IsRefusedInOneLine) {
  expect_refused(GetParam(), kWithFakeYosys);
}

INSTANTIATE_TEST_SUITE_P(Characterize, BadLibrary, ::testing::ValuesIn(bad_libraries()), CaseName());

TEST(Characterize, ListsUnitsWithoutLibraryOrTools) {
  const Workspace work;
  const Outcome o = work.run("characterize --list --accelerator int8-ws-4x4", "PATH=$PWD");
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(o.out,
            "multiplier/exact/int8\naccumulator/int32\npe-stationary/exact/int8/int32/s1/l1\nregister/8\n"
            "register/32\n");
}

TEST(Characterize, SaysWhatWorksWithoutYosys) {
  expect_refused({"",
                  "characterize --liberty cells.lib --name mine --node-nm 45 --out t.json",
                  {{"cells.lib", tiny_library()}},
                  {"yosys: not found", "Debian package yosys", "technologies that come with the program work without"}},
                 "PATH=$PWD");
}

TEST(Characterize, SaysWhereALibraryThatIsNotShippedIsLookedFor) {
  expect_refused({"", "characterize --library sky130hd", {}, {"sky130hd_tt.lib.gz: not found", "set LMULSIM_LIBERTY"}},
                 "LMULSIM_LIBERTY=$PWD");
}

/// Characterises small units on osu018 with a cache of its own.
class Measured : public ::testing::Test {
 protected:
  static constexpr const char* kCache = "LMULSIM_CACHE=$PWD/cache";

  static std::string characterize(const std::string& more, const std::string& library = "--library osu018") {
    return fmt::format("characterize {} --vectors 512 --model '{}/tests/data/tiny.bin' {} {}", library, kSource, more,
                       more.find("--families") == std::string::npos ? "--families 2" : "");
  }
  [[nodiscard]] Outcome run(const std::string& more, const std::string& before = kCache) const {
    return work_.run(characterize(more), before);
  }
  [[nodiscard]] json::object gates(const std::string& file) const {
    return json::parse(work_.read(file)).as_object().at("gates").as_object();
  }
  /// Files of finished recipes, or of another kind, with the times they were written.
  [[nodiscard]] std::map<std::string, fs::file_time_type> finished(const std::string& kind = "drawn") const {
    std::map<std::string, fs::file_time_type> files;
    for (const std::string& file : work_.files()) {
      if (file.starts_with("cache/characterize/" + kind + "-") && file.ends_with(".json")) {
        files[file] = fs::last_write_time(work_.path() / file);
      }
    }
    return files;
  }
  [[nodiscard]] const Workspace& work() const { return work_; }

 private:
  Workspace work_;
};

std::vector<std::string> keys(const json::value& object) {
  std::vector<std::string> all;
  for (const auto& member : object.as_object()) {
    all.emplace_back(member.key());
  }
  return all;
}

TEST_F(Measured, TakesAGzippedLibraryForWhatIsInIt) {
  LMULSIM_NEED_OSU018();
  ASSERT_EQ(run("--only register/8 --out plain.json").code, 0);
  const auto before = finished();
  ASSERT_EQ(before.size(), 1U) << "half of two recipes";
  const Outcome o =
      work().run(characterize("--only register/8 --out gzip.json", "--liberty cells.lib.gz --name mine --node-nm 180"),
                 fmt::format("gzip -c {} >cells.lib.gz; {}", gates_test::kOsu018, kCache));
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(json::parse(work().read("gzip.json")).at("name").as_string(), "mine");
  EXPECT_EQ(gates("gzip.json").at("library_files"), json::value{"cells.lib.gz"});
  EXPECT_EQ(gates("gzip.json").at("units"), gates("plain.json").at("units"));
  EXPECT_EQ(finished(), before) << "the same bytes are the same library";
}

TEST_F(Measured, SaysThatYosysIsOfAnotherVersionAndGoesOn) {
  LMULSIM_NEED_OSU018();
  const auto [script, text] = fake_yosys("0.99", "PATH=${PATH#*:} exec yosys \"$@\"");
  work().write(script, text);
  const Outcome o = run("--only register/8 --out t.json", kWithFakeYosys + " " + kCache);
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.err, ::testing::AllOf(HasSubstr("0.99"), HasSubstr("0.23")));
  EXPECT_THAT(o.err, ::testing::StartsWith("lmulsim: warning: Yosys 0.99;"));
  EXPECT_EQ(o.err.find("warning", std::string("lmulsim: warning").size()), std::string::npos) << o.err;
  EXPECT_EQ(gates("t.json").at("tools"), (json::value{{"yosys", "0.99"}}));
}

TEST_F(Measured, ThatCannotBeWrittenAreNotBegun) {
  LMULSIM_NEED_OSU018();
  const Outcome o = run("--only register/8 --out missing/t.json");
  EXPECT_EQ(o.code, 2);
  EXPECT_THAT(o.err, HasSubstr("missing/t.json: cannot write"));
  EXPECT_EQ(finished().size(), 0U);
}

TEST_F(Measured, AreNotMeasuredAgainInALargerSet) {
  LMULSIM_NEED_OSU018();
  ASSERT_EQ(run("--only register/8 --out small.json").code, 0);
  const auto first = finished();
  ASSERT_EQ(run("--only register --jobs 2 --out large.json").code, 0);
  auto second = finished();
  EXPECT_EQ(second.size(), 2U);
  EXPECT_THAT(first, ::testing::IsSubsetOf(second));
  EXPECT_THAT(keys(gates("large.json").at("units")), ElementsAre("register/32", "register/8"));
  EXPECT_EQ(gates("large.json").at("units").at("register/8"), gates("small.json").at("units").at("register/8"));
  ASSERT_EQ(run("--only register/8 --seed 2 --out other.json").code, 0);
  EXPECT_EQ(finished().size(), 3U) << "another seed is another measurement";
}

/// Runs a program, and kills it and the tools it has started as soon as a file of the pattern is there.
std::string killed_at(const std::string& pattern) {
  return fmt::format(R"(setsid "$@" & pid=$!
while ! ls {} >/dev/null 2>&1 && kill -0 $pid 2>/dev/null; do sleep 0.01; done
kill -KILL -$pid
wait $pid
)",
                     pattern);
}

// In the first of many recipes' netlists of the only unit.
TEST_F(Measured, LoseNoFinishedRecipeWhenTheyAreKilled) {
  LMULSIM_NEED_OSU018();
  work().write("kill.sh", killed_at("cache/characterize/drawn-*.json"));
  const std::string one = "--only register/32 --families 48 --jobs 1 --out ";  // half of them, as for any register
  ASSERT_EQ(run(one + "t.json", fmt::format("{} sh kill.sh", kCache)).code, 128 + SIGKILL);
  const auto first = finished("drawn");
  ASSERT_GE(first.size(), 1U);
  ASSERT_LT(first.size(), 24U) << "killed too late to show anything";
  for (const std::string& file : work().files()) {
    EXPECT_FALSE(file.ends_with(".part") && !file.starts_with("cache/")) << file;
  }
  ASSERT_EQ(run(one + "t.json").code, 0);
  EXPECT_EQ(finished("drawn").size(), 24U);
  EXPECT_THAT(first, ::testing::IsSubsetOf(finished("drawn")));
  ASSERT_EQ(run(one + "whole.json", "LMULSIM_CACHE=$PWD/other").code, 0);
  EXPECT_EQ(gates("t.json").at("units"), gates("whole.json").at("units"));
  const json::array netlists = gates("t.json").at("units").at("register/32").at("netlists").as_array();
  EXPECT_EQ(netlists.size(), 3U * 24);
}

TEST_F(Measured, ExtendWhatAFileHas) {
  LMULSIM_NEED_OSU018();
  ASSERT_EQ(run("--only register/8 --families 4 --out first.json").code, 0);
  const std::string other = "LMULSIM_CACHE=$PWD/other";
  const Outcome more = run("--only register --families 6 --extend first.json --out more.json", other);
  ASSERT_EQ(more.code, 0) << more.err;
  std::size_t measured = 0;
  for (const std::string& file : work().files()) {
    measured += file.starts_with("other/characterize/drawn-") ? 1 : 0;
  }
  EXPECT_EQ(measured, 1U + 3U) << "one recipe more of register/8, all three of register/32";
  ASSERT_EQ(run("--only register --families 6 --out whole.json").code, 0);
  EXPECT_EQ(gates("more.json").at("units"), gates("whole.json").at("units"));
  const Outcome less = run("--only register/8 --families 2 --extend whole.json --out kept.json", other);
  ASSERT_EQ(less.code, 0) << less.err;
  EXPECT_EQ(gates("kept.json").at("units"), gates("whole.json").at("units")) << "nothing that was there is lost";
  EXPECT_EQ(gates("kept.json").at("drawn_recipes").as_array().size(), 6U);
}

TEST_F(Measured, OtherStepsStandInNoTableBesideTheirs) {
  LMULSIM_NEED_OSU018();
  ASSERT_EQ(run("--only register --families 2 --out whole.json").code, 0);
  std::string text = work().read("whole.json");
  const std::string steps = "then dch -f; map -B 0.9";
  for (std::size_t at = text.find(steps); at != std::string::npos; at = text.find(steps)) {
    text.replace(at, steps.size(), "then nothing");
  }
  work().write("other.json", text);
  const Outcome o = run("--only register/8 --families 2 --extend other.json --out t.json");
  EXPECT_EQ(o.code, 2);
  EXPECT_THAT(o.err, HasSubstr("--extend other.json: register/32 was drawn by other steps, '0: "));
}

TEST_F(Measured, ExtendNothingThatWasMeasuredOtherwise) {
  LMULSIM_NEED_OSU018();
  ASSERT_EQ(run("--only register/8 --out first.json").code, 0);
  const auto refused = [&](const std::string& more, const std::string& fragment) {
    const Outcome o = run("--only register/8 --out t.json " + more);
    EXPECT_EQ(o.code, 2) << more;
    EXPECT_THAT(o.err, HasSubstr(fragment));
  };
  refused("--extend first.json --seed 2", "measured with another seed: expected 2, found 1");
  refused("--extend " + kSource + "/tests/data/gates.json", "expected a technology whose units have netlists");
  std::string text = work().read("first.json");
  const std::string key = "\"library_sha256\": \"";
  text[text.find(key) + key.size()] = text[text.find(key) + key.size()] == '0' ? '1' : '0';
  work().write("other.json", text);
  refused("--extend other.json", "measured with another library (library_sha256)");
}

// Libraries differ in what they have: asap7's plain flip-flops store the inverse of their data.
class KnownLibrary : public Measured, public ::testing::WithParamInterface<const char*> {};

TEST_P(KnownLibrary, HasWhatARegisterNeeds) {
  LMULSIM_NEED("yosys")
  const Outcome o =
      work().run(characterize("--only register/8 --out t.json", std::string("--library ") + GetParam()), kCache);
  if (o.err.find("set LMULSIM_LIBERTY") != std::string::npos) {
    GTEST_SKIP() << "SKIPPED: " << o.err;
  }
  ASSERT_EQ(o.code, 0) << o.err;
  EXPECT_EQ(gates("t.json").at("units").at("register/8").at("flip_flops"), 8);
}

INSTANTIATE_TEST_SUITE_P(Characterize, KnownLibrary, ::testing::Values("sky130hd", "ihp-sg13g2", "asap7"),
                         [](const auto& test) {
                           return test.param == std::string("ihp-sg13g2") ? "sg13g2" : test.param;
                         });

}  // namespace
}  // namespace lmulsim::cli_test
