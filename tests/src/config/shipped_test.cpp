// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Every accelerator that ships loads, is called what its file is called, and stands in the README's table.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "config/load.hpp"
#include "util/file.hpp"

namespace lmulsim::config {
namespace {

using ::testing::HasSubstr;

TEST(Shipped, EveryAcceleratorLoadsUnderItsName) {
  const std::vector<std::string> names = shipped_names("accelerators", ".yaml");
  ASSERT_GE(names.size(), 20U);
  const std::string readme = util::read_file(configs_dir() + "/accelerators/README.md");
  for (const std::string& name : names) {
    const machine::Accelerator acc = load_accelerator(name);
    EXPECT_EQ(acc.name, name);
    EXPECT_EQ(acc.source, find_config("accelerators", ".yaml", name));
    EXPECT_THAT(readme, HasSubstr("| `" + name + "` | " + std::to_string(acc.rows) + "x" + std::to_string(acc.cols)));
  }
}

TEST(Shipped, ThePaperPairDiffersInTheMultiplierOnly) {
  machine::Accelerator lmul = load_accelerator("lmul-e4m3-ws-32x32");
  const machine::Accelerator exact = load_accelerator("exact-e4m3-ws-32x32");
  EXPECT_NE(lmul.pe, exact.pe);
  lmul.pe.multiplier = exact.pe.multiplier;
  EXPECT_EQ(lmul.pe, exact.pe);
  EXPECT_EQ(lmul.memory, exact.memory);
  EXPECT_EQ(lmul.shape(), exact.shape());
}

TEST(Shipped, TheFolderCanBeMovedByTheEnvironment) {
  const std::filesystem::path dir = std::filesystem::path(::testing::TempDir()) / "lmulsim_configs";
  std::filesystem::create_directories(dir / "accelerators");
  std::filesystem::copy_file(find_config("accelerators", ".yaml", "int8-ws-4x4"), dir / "accelerators/mine.yaml",
                             std::filesystem::copy_options::overwrite_existing);
  ASSERT_EQ(setenv("LMULSIM_CONFIGS", dir.c_str(), 1), 0);
  EXPECT_EQ(configs_dir(), dir.string());
  EXPECT_EQ(shipped_names("accelerators", ".yaml"), std::vector<std::string>{"mine"});
  EXPECT_EQ(load_accelerator("mine").name, "int8-ws-4x4");
  ASSERT_EQ(unsetenv("LMULSIM_CONFIGS"), 0);
  std::filesystem::remove_all(dir);
}

TEST(Shipped, APathIsTakenAsItIs) {
  const std::string path = find_config("accelerators", ".yaml", "int8-ws-4x4");
  EXPECT_EQ(load_accelerator(path).source, path);
}

}  // namespace
}  // namespace lmulsim::config
