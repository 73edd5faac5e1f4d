// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/report_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cmath>
#include <filesystem>
#include <functional>

#include "report/json_text.hpp"
#include "report/writers.hpp"
#include "result/comparison.hpp"
#include "sample.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::report {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using ::testing::HasSubstr;
using testing::sample_report;
using ::testing::ThrowsMessage;

/// The parser may be one unit of the last place off.
void expect_equal(const result::TotalCost& found, const result::TotalCost& expected) {
  ASSERT_EQ(found.parts.size(), expected.parts.size());
  for (std::size_t i = 0; i < expected.parts.size(); ++i) {
    EXPECT_EQ(found.parts[i].name, expected.parts[i].name);
    EXPECT_DOUBLE_EQ(found.parts[i].band.low, expected.parts[i].band.low);
    EXPECT_DOUBLE_EQ(found.parts[i].band.value, expected.parts[i].band.value);
    EXPECT_DOUBLE_EQ(found.parts[i].band.high, expected.parts[i].band.high);
  }
  EXPECT_DOUBLE_EQ(found.total.value, expected.total.value);
}

class ReportReader : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directory(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  /// Reads the sample report after a change.
  [[nodiscard]] result::Design read(const std::function<void(json::object&)>& change) const {
    json::object report = to_json(sample_report());
    change(report);
    util::write_file_atomic(folder_ / "report.json", pretty(report));
    return read_report(folder_);
  }
  void refused(const char* message, const std::function<void(json::object&)>& change) const {
    EXPECT_THAT([&] { (void)read(change); }, ThrowsMessage<InputError>(HasSubstr(message))) << message;
  }

  const fs::path folder_ = fs::path(::testing::TempDir()) / ("lmulsim_reader_" + std::to_string(::getpid()));
};

TEST_F(ReportReader, ReadsWhatTheWriterWrote) {
  const result::Design expected = result::design_of(sample_report());
  const result::Design found = read([](json::object&) {});
  EXPECT_EQ(found.name, expected.name);
  EXPECT_EQ(found.macs_issued, expected.macs_issued);
  EXPECT_EQ(found.failed_checks, 0);
  ASSERT_EQ(found.operators.size(), expected.operators.size());
  expect_equal(*found.operators[1].energy_pj, *expected.operators[1].energy_pj);
  expect_equal(*found.energy_pj, *expected.energy_pj);
  expect_equal(*found.area_um2, *expected.area_um2);
  EXPECT_EQ(found.energy_pj->parts[0].entries, expected.energy_pj->parts[0].entries);
}

TEST_F(ReportReader, ReadsQualityTokensAndThePe) {
  const auto add_quality = [](json::object& report) {
    result::RunReport with = sample_report();
    with.quality.emplace();
    with.quality->perplexity = 3.5;
    with.quality->ratio = std::nan("");
    report = to_json(with);
  };
  const result::Design found = read(add_quality);
  ASSERT_TRUE(found.quality);
  EXPECT_DOUBLE_EQ(found.quality->perplexity, 3.5);
  EXPECT_TRUE(std::isnan(found.quality->ratio));
  EXPECT_EQ(found.tokens, 6);
  EXPECT_EQ(found.pe->multiplier, sample_report().accelerator.pe.multiplier);
  EXPECT_EQ(found.pe->accumulator, sample_report().accelerator.pe.accumulator);
  EXPECT_FALSE(read([](json::object&) {}).quality);
}

TEST_F(ReportReader, RefusesAQualityThatIsNone) {
  refused("quality: arithmetic: expected a string", [](json::object& r) { r["quality"] = json::object(); });
  refused("pe: multiplier: expected one of",
          [](json::object& r) { r["accelerator"].at("pe").as_object()["multiplier"] = "booth"; });
  refused("workload: batch: expected an integer", [](json::object& r) { r["workload"].as_object()["batch"] = -1; });
}

TEST_F(ReportReader, TakesAFileAsWellAsAFolder) {
  write_report(sample_report(), folder_);
  EXPECT_EQ(read_report(folder_ / "report.json").cycles, read_report(folder_).cycles);
}

TEST_F(ReportReader, AFolderWithoutAReportIsRefused) {
  EXPECT_THAT([&] { (void)read_report(folder_); }, ThrowsMessage<InputError>(HasSubstr("found no report.json in it")));
}

TEST_F(ReportReader, CountsChecksThatFailed) {
  const result::Design d = read([](json::object& r) { r["checks"].as_array()[2].as_object()["passed"] = false; });
  EXPECT_EQ(d.failed_checks, 1);
}

TEST_F(ReportReader, TakesReportsThatDoNotSayHowOperandsWereMade) {
  const auto older = [](json::object& r) {
    r["schema"] = "lmulsim-report/1";
    r["accelerator"].as_object().erase("operands");
    r["accelerator"].as_object().erase("memory_model");
  };
  EXPECT_EQ(read(older).operands, machine::OperandMaking{});
  const result::Design cut = read([](json::object& r) {
    r["accelerator"].as_object()["operands"] = {{"rounding", "truncate"}, {"scaling", "channel"}};
  });
  EXPECT_EQ(cut.operands,
            (machine::OperandMaking{.rounding = arith::OperandRounding::truncate, .scaling = arith::Scaling::channel}));
}

TEST_F(ReportReader, RefusesWhatIsNoReport) {
  refused("schema: expected 'lmulsim-report/2'", [](json::object& r) { r["schema"] = "lmulsim-report/3\n"; });
  refused("unknown key", [](json::object& r) { r["extra"] = 1; });
  refused("macs", [](json::object& r) { r.erase("macs"); });
  refused("macs", [](json::object& r) { r["macs"] = -1; });
  refused("utilization", [](json::object& r) { r["utilization"] = 1.5; });
  refused("cycles: total", [](json::object& r) { r["cycles"].as_object()["total"] = "many"; });
  refused("control characters", [](json::object& r) { r["accelerator"].as_object()["name"] = "a\x1b[2J"; });
  refused("operators[1]", [](json::object& r) { r["operators"].as_array()[1] = 3; });
  refused("activity", [](json::object& r) { r["operators"].as_array()[0].as_object().erase("activity"); });
  refused("energy_pj", [](json::object& r) { r["energy_pj"] = json::array(); });
}

TEST_F(ReportReader, RefusesEnergiesThatDoNotHold) {
  const auto energy = [](json::object& r) -> json::object& { return r["energy_pj"].as_object(); };
  refused("sum of the parts", [&](json::object& r) {
    energy(r)["multipliers"] = energy(r)["multipliers"].as_double() * 1.01;
    energy(r)["bands"].as_object()["multipliers"] = {0, 1e9};
  });
  refused("around the value", [&](json::object& r) { energy(r)["bands"].as_object()["dram"] = {1e20, 1e21}; });
  refused("around the value", [&](json::object& r) { energy(r)["bands"].as_object()["dram"] = {0}; });
  refused("around the value", [&](json::object& r) { energy(r)["bands"].as_object()["dram"] = {"0", "1"}; });
  refused("dram", [&](json::object& r) { energy(r)["dram"] = -1; });
  refused("bands", [&](json::object& r) { energy(r).erase("bands"); });
  refused("planted", [&](json::object& r) { energy(r)["bands"].as_object()["planted"] = {0, 1}; });
  refused("entries", [&](json::object& r) { energy(r)["entries"].as_object()["dram"] = json::array{1}; });
}

}  // namespace
}  // namespace lmulsim::report
