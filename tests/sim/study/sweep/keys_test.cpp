// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What changes the name of a point, and what does not.
#include "config/keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include "study/point/model_digest.hpp"
#include "sweeps.hpp"
#include "util/command.hpp"

namespace lmulsim::study::sweep {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

explore::RunRow row_of(const std::string& base, const std::string& set = "") {
  const explore::Sweep sweep = explore::parse_sweep(
      "name: s\nbase: {" + base + ", set: {" + set + "}}\nparameters: {array.cols: [16]}", "s.yaml");
  point::Evaluator evaluator(sweep);
  return evaluator.prepare(*explore::Space(sweep).at(0)).row;
}

const std::string kBert = "accelerator: exact-e4m3-ws-32x32, workload: bert-base, run: {seq: 8}";

TEST(Keys, EveryKeyOfTheAcceleratorChangesTheName) {
  const std::map<std::string, std::string> other{{"array.rows", "16"},
                                                 {"array.dataflow", "os"},
                                                 {"pe.multiplier", "lmul"},
                                                 {"pe.activation_format", "e5m2"},
                                                 {"pe.weight_format", "e5m2"},
                                                 {"pe.subnormals", "daz"},
                                                 {"pe.accumulator", "bf16"},
                                                 {"pe.mul_stages", "0"},
                                                 {"pe.acc_latency", "3"},
                                                 {"pe.max_k", "64"},
                                                 {"operands.rounding", "truncate"},
                                                 {"operands.scaling", "channel"},
                                                 {"memory.sram_kib", "512"},
                                                 {"memory.activation_kib", "33"},
                                                 {"memory.weight_kib", "34"},
                                                 {"memory.accumulator_kib", "35"},
                                                 {"memory.word_bits", "128"},
                                                 {"clock_mhz", "123"}};
  const std::set<std::string> without{"name", "array.cols", "pe.product", "memory_model",
                                      "clock"};  // one value, or set
  std::set<std::string> ids{row_of(kBert).id};
  for (const config::Key& key : config::accelerator_keys()) {
    const std::string name(key.name);
    if (!key.is_written() || without.contains(name)) {
      continue;
    }
    ASSERT_TRUE(other.contains(name)) << name << ": a new key needs another value here";
    std::string set = name + ": " + other.at(name);
    set += name == "pe.max_k" ? ", pe.accumulator: fixed" : "";
    const explore::RunRow row = row_of(kBert, set);
    EXPECT_EQ(row.outcome, "") << name << ": " << row.message;
    EXPECT_TRUE(ids.insert(row.id).second) << name;
  }
}

TEST(Keys, EveryOptionOfARunChangesTheName) {
  std::set<std::string> ids;
  for (const char* run : {"seq: 8", "seq: 9", "seq: 8, batch: 2", "seq: 8, layers: 1", "seq: 8, technology: asap7",
                          "seq: 8, technology: horowitz-45nm-hp", "seq: 8, sram: hp", "seq: 8, dram: hbm2",
                          "seq: 8, engine: systemc", "seq: 8, engine: rtl", "seq: 8, operands: random",
                          "seq: 8, operands: random, seed: 2", "seq: 8, stall_percent: 10"}) {
    const explore::RunRow row =
        row_of("accelerator: exact-e4m3-ws-32x32, workload: bert-base, run: {" + std::string(run) + "}");
    EXPECT_TRUE(ids.insert(row.id).second) << run;
  }
}

TEST(Keys, ASeedThatNothingIsDrawnWithChangesNothing) {
  EXPECT_EQ(row_of(kBert).id,
            row_of("accelerator: exact-e4m3-ws-32x32, workload: bert-base, run: {seq: 8, seed: 7}").id);
}

TEST(Keys, NamesPathsAndCommentsChangeNothing) {
  const TestFolder folder;
  const std::string shipped =
      util::read_file(fs::path(LMULSIM_SOURCE_DIR) / "configs/accelerators/exact-e4m3-ws-32x32.yaml");
  std::ofstream(folder.file("mine.yaml")) << "# a comment\n" << shipped;
  EXPECT_EQ(row_of(kBert).id,
            row_of("accelerator: " + folder.file("mine.yaml") + ", workload: bert-base, run: {seq: 8}").id);
  // What is set and what a file says are the same.
  EXPECT_EQ(row_of(kBert).id, row_of("accelerator: lmul-e4m3-ws-32x32, workload: bert-base, run: {seq: 8}",
                                     "pe.multiplier: exact, pe.subnormals: normalize")
                                  .id);
}

/// The shipped configurations in a folder of their own, until the end.
class CopiedConfigs {
 public:
  CopiedConfigs() {
    fs::copy(fs::path(LMULSIM_SOURCE_DIR) / "configs", folder_.file("configs"), fs::copy_options::recursive);
    setenv("LMULSIM_CONFIGS", folder_.file("configs").c_str(), 1);
  }
  ~CopiedConfigs() { unsetenv("LMULSIM_CONFIGS"); }
  CopiedConfigs(const CopiedConfigs&) = delete;
  CopiedConfigs& operator=(const CopiedConfigs&) = delete;

  void append(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.file("configs/" + name), std::ios::app) << text;
  }

 private:
  TestFolder folder_;
};

TEST(Keys, AnotherTechnologyFileChangesTheNamesOfItsPointsAlone) {
  const std::string before = row_of(kBert).id;
  const std::string asap = "accelerator: exact-e4m3-ws-32x32, workload: bert-base, run: {seq: 8, technology: asap7}";
  const std::string asap_before = row_of(asap).id;
  const CopiedConfigs configs;
  EXPECT_EQ(row_of(kBert).id, before);  // elsewhere, the same
  configs.append("technologies/asap7.json", " ");
  EXPECT_EQ(row_of(kBert).id, before);
  EXPECT_NE(row_of(asap).id, asap_before);
  configs.append("technologies/horowitz-45nm.json", " ");
  EXPECT_NE(row_of(kBert).id, before);
}

TEST(Keys, AnotherSramTableChangesTheName) {
  const std::string before = row_of(kBert).id;
  const CopiedConfigs configs;
  for (const auto& entry : fs::directory_iterator(fs::path(std::getenv("LMULSIM_CONFIGS")) / "technologies/sram")) {
    if (entry.path().extension() == ".csv") {
      configs.append("technologies/sram/" + entry.path().filename().string(), "\n");
    }
  }
  EXPECT_NE(row_of(kBert).id, before);
}

TEST(Keys, AQualityRowIsAnIngredientAndTheRestOfItsTableIsNot) {
  const auto id = [](const std::string& quality) {
    const explore::Sweep sweep = explore::parse_sweep(
        "name: s\nbase: {" + kBert + "}\nparameters: {array.cols: [16]}\nquality: " + quality, "s.yaml");
    point::Evaluator evaluator(sweep);
    return evaluator.prepare(*explore::Space(sweep).at(0)).row;
  };
  const explore::RunRow row = id("kjv-1m");
  EXPECT_NE(row.id, row_of(kBert).id);
  EXPECT_NE(row.id, id("stories260k").id);
  const TestFolder folder;
  std::string table = util::read_file(fs::path(LMULSIM_SOURCE_DIR) / "configs/quality/kjv-1m.json");
  std::ofstream(folder.file("copy.json")) << table << "\n";
  EXPECT_EQ(row.id, id(folder.file("copy.json")).id);
}

TEST(ModelDigest, FollowsTheFoldersThatCountForTheEngineAndNoOther) {
  using engine::Engine;
  const std::span<const point::FolderDigest> folders = point::folder_digests();
  ASSERT_GT(folders.size(), 40U);
  for (const Engine engine : {Engine::fast, Engine::systemc, Engine::systemc_pe, Engine::rtl}) {
    const std::string before = point::model_digest(engine);
    for (std::size_t i = 0; i < folders.size(); ++i) {
      std::vector<point::FolderDigest> changed(folders.begin(), folders.end());
      changed[i].sha256 = "edited";
      EXPECT_EQ(point::model_digest(engine, changed) != before, point::counts(folders[i].folder, engine))
          << folders[i].folder;
    }
  }
  for (const char* folder : {"src/arith", "src/arith/kernels", "src/cost", "src/mapping", "src/config", "src/graph",
                             "src/formats/hf", "src/result", "src/util", "sim/accelerator", "sim/engine", "sim/bench",
                             "sim/study", "sim/study/point", "src/a_new_folder"}) {
    EXPECT_TRUE(point::counts(folder, Engine::fast)) << folder;
    EXPECT_TRUE(point::counts(folder, Engine::rtl)) << folder;
  }
  for (const char* folder : {"src/report", "src/explore", "src/store", "src/gates", "src/quality", "sim/cli",
                             "sim/study/sweep", "sim/study/paper", "sim/flow/gatesim", "sim/cosim"}) {
    EXPECT_FALSE(point::counts(folder, Engine::fast)) << folder;
    EXPECT_FALSE(point::counts(folder, Engine::rtl)) << folder;
  }
  EXPECT_TRUE(point::counts("rtl/pe", Engine::rtl));
  EXPECT_FALSE(point::counts("rtl/pe", Engine::fast));
  EXPECT_TRUE(point::counts("sim/fast", Engine::fast));
  EXPECT_FALSE(point::counts("sim/fast", Engine::rtl));
  EXPECT_TRUE(point::counts("sim/cycle", Engine::systemc));
  EXPECT_TRUE(point::counts("src/reporting", Engine::fast));  // only that folder, not one that begins so
}

std::map<std::string, std::string> digests_of(const fs::path& source, const fs::path& output) {
  const fs::path point = fs::path(LMULSIM_SOURCE_DIR) / "sim/study/point";
  util::run_step("digests", "cmake -DSOURCE=" + util::quoted(source) + " -DTEMPLATE=" +
                                util::quoted(point / "folder_digests.hpp.in") + " -DOUTPUT=" + util::quoted(output) +
                                " -P " + util::quoted(point / "folder_digests.cmake"));
  const std::string text = util::read_file(output);
  std::map<std::string, std::string> out;
  const std::regex row("FolderDigest\\{\"([^\"]+)\", \"([0-9a-f]{64})\"\\}");
  for (auto at = std::sregex_iterator(text.begin(), text.end(), row); at != std::sregex_iterator(); ++at) {
    out[(*at)[1]] = (*at)[2];
  }
  return out;
}

TEST(ModelDigest, ALineInAnyFolderOfACopyChangesThatFoldersDigest) {
  const TestFolder folder;
  fs::create_directory(folder.path() / "tree");
  for (const char* top : {"src", "sim", "rtl"}) {
    fs::copy(fs::path(LMULSIM_SOURCE_DIR) / top, folder.path() / "tree" / top, fs::copy_options::recursive);
  }
  const auto before = digests_of(folder.path() / "tree", folder.path() / "a.hpp");
  ASSERT_GT(before.size(), 40U);
  EXPECT_EQ(before.size(), point::folder_digests().size());
  // Comments for people count in none of them.
  for (const auto& [name, digest] : before) {
    std::ofstream(folder.path() / "tree" / name / "README.md", std::ios::app) << "more\n";
  }
  EXPECT_EQ(digests_of(folder.path() / "tree", folder.path() / "b.hpp"), before);
  for (const auto& [name, digest] : before) {
    for (const auto& entry : fs::directory_iterator(folder.path() / "tree" / name)) {
      const std::string extension = entry.path().extension();
      if (extension == ".cpp" || extension == ".hpp" || extension == ".sv" || extension == ".svh" ||
          extension == ".vlt") {
        std::ofstream(entry.path(), std::ios::app) << "\n";
        break;
      }
    }
  }
  for (const auto& [name, digest] : digests_of(folder.path() / "tree", folder.path() / "c.hpp")) {
    EXPECT_NE(digest, before.at(name)) << name;
  }
}

}  // namespace
}  // namespace lmulsim::study::sweep
