// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::report {
namespace {

namespace fs = std::filesystem;

class Folder : public ::testing::Test {
 protected:
  void TearDown() override { fs::remove_all(root_); }

  const fs::path root_ = fs::path(::testing::TempDir()) / ("lmulsim_folder_" + std::to_string(::getpid()));
};

TEST_F(Folder, IsTriedWithoutATrace) {
  fs::create_directories(root_);
  EXPECT_NO_THROW(check_folder(root_ / "a" / "b"));
  EXPECT_TRUE(fs::is_empty(root_));
  EXPECT_THROW(check_folder(root_ / std::string(300, 'a')), InputError);
  util::write_file_atomic(root_ / "file", "x");
  EXPECT_THROW(check_folder(root_ / "file"), InputError);
  EXPECT_THROW(check_folder(root_ / "file" / "below"), InputError);
}

TEST_F(Folder, OfManyWritersAtOnceHoldsTheFilesOfOne) {
  constexpr int kWriters = 8;
  std::array<pid_t, kWriters> children{};
  for (int i = 0; i < kWriters; ++i) {
    children[static_cast<std::size_t>(i)] = fork();
    if (children[static_cast<std::size_t>(i)] == 0) {
      for (int round = 0; round < 20; ++round) {
        const std::string text = std::to_string(i * 100 + round);
        const std::array<NamedText, 3> files{{{"a", text}, {"b", text}, {"last", text}}};
        write_folder(files, root_ / "d");
      }
      _exit(0);
    }
  }
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  const std::string last = util::read_file(root_ / "d" / "last");
  EXPECT_EQ(util::read_file(root_ / "d" / "a"), last);
  EXPECT_EQ(util::read_file(root_ / "d" / "b"), last);
  EXPECT_EQ(std::distance(fs::directory_iterator(root_ / "d"), fs::directory_iterator{}), 3);
}

TEST_F(Folder, WhatAKilledRunLeftIsSwept) {
  fs::create_directories(root_ / ".report.abcdef");
  util::write_file_atomic(root_ / ".report.abcdef" / "report.txt", "half");
  const std::array<NamedText, 1> files{{{"last", "x"}}};
  write_folder(files, root_);
  EXPECT_FALSE(fs::exists(root_ / ".report.abcdef"));
}

TEST(FolderNames, AreSafeDistinctAndShort) {
  constexpr std::array<std::string_view, 1> kTaken{"comparison.txt"};
  const auto names = [&](const std::vector<std::string>& texts) { return folder_names(texts, kTaken); };
  using Names = std::vector<std::string>;
  EXPECT_EQ(names({"a", "b"}), (Names{"a", "b"}));
  EXPECT_EQ(names({"a", "a", "a"}), (Names{"a", "a-2", "a-3"}));
  EXPECT_EQ(names({"..", "a/b", ""}), (Names{"_..", "a_b", "_"}));
  EXPECT_EQ(names({"comparison.txt", "é"}), (Names{"comparison.txt-2", "__"}));
  EXPECT_EQ(names({"x+rows=8"}), Names{"x+rows=8"});
  EXPECT_EQ(names({std::string(300, 'a')})[0].size(), 64U);
}

}  // namespace
}  // namespace lmulsim::report
