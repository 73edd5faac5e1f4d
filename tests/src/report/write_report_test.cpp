// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <set>

#include "report/json_text.hpp"
#include "report/writers.hpp"
#include "sample.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::report {
namespace {

namespace fs = std::filesystem;
using testing::sample_report;

class WriteReport : public ::testing::Test {
 protected:
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::set<std::string> names() const {
    std::set<std::string> out;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      out.insert(entry.path().filename().string());
    }
    return out;
  }

  const fs::path folder_ = fs::path(::testing::TempDir()) / ("lmulsim_report_" + std::to_string(::getpid()));
  const std::set<std::string> files_{"report.txt", "report.json", "report.html", "timeline.json", "operators.csv"};
};

TEST_F(WriteReport, WritesAllFilesAndNothingElse) {
  const result::RunReport r = sample_report();
  write_report(r, folder_ / "deep" / "er");
  EXPECT_EQ(names(), std::set<std::string>{"deep"});
  fs::remove_all(folder_);
  write_report(r, folder_);
  EXPECT_EQ(names(), files_);
  EXPECT_EQ(util::read_file(folder_ / "report.json"), pretty(to_json(r)));
  EXPECT_EQ(util::read_file(folder_ / "report.txt"), to_text(r));
  EXPECT_NO_THROW((void)boost::json::parse(util::read_file(folder_ / "timeline.json")));
}

TEST_F(WriteReport, ReplacesAnEarlierReportAndKeepsOtherFiles) {
  write_report(sample_report("int8-ws-4x4"), folder_);
  util::write_file_atomic(folder_ / "notes.txt", "mine");
  write_report(sample_report(), folder_);
  EXPECT_THAT(util::read_file(folder_ / "report.json"), ::testing::HasSubstr("lmul-e4m3-ws-4x4"));
  EXPECT_EQ(util::read_file(folder_ / "notes.txt"), "mine");
  EXPECT_EQ(names().size(), files_.size() + 1);
}

TEST_F(WriteReport, AFolderThatIsAFileIsRefusedByName) {
  util::write_file_atomic(folder_, "a file");
  EXPECT_THAT([&] { write_report(sample_report(), folder_); },
              ::testing::ThrowsMessage<InputError>(::testing::HasSubstr(folder_.string())));
  EXPECT_EQ(util::read_file(folder_), "a file");
}

TEST_F(WriteReport, AFileThatCannotBePutInPlaceLeavesNoReportThatLooksWhole) {
  write_report(sample_report("int8-ws-4x4"), folder_);
  fs::remove(folder_ / "operators.csv");
  fs::create_directories(folder_ / "operators.csv" / "in the way");
  EXPECT_THROW(write_report(sample_report(), folder_), InputError);
  EXPECT_FALSE(fs::exists(folder_ / "report.json"));
  EXPECT_FALSE(fs::exists(folder_ / ".report.part"));
}

}  // namespace
}  // namespace lmulsim::report
