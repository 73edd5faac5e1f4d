// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/technology.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "config/load.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::cost {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

constexpr const char* kEntry =
    R"({"value": 0.9, "unit": "pJ", "source": "a book", "method": "published", "node_nm": 45, "voltage_v": 0.9, "low": 0.8, "high": 1.0, "date": "2014"})";

class TechnologyFile : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ =
        fs::path(::testing::TempDir()) / ("lmulsim_technology_" + std::to_string(::getpid()) + "_" + test->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) {
    const fs::path path = folder_ / name;
    util::write_file_atomic(path, text);
    return path.string();
  }
  static std::string with_energy(const std::string& entries) {
    return R"({"schema": "lmulsim-technology/1", "name": "t", "summary": "s", "energy": {)" + entries + "}}";
  }

  fs::path folder_;
};

TEST(Technology, EveryShippedOneLoadsAndItsBandsHoldTheirValues) {
  const std::vector<std::string> names = config::shipped_names("technologies", ".json");
  ASSERT_GE(names.size(), 2U);
  for (const std::string& name : names) {
    const Technology t = load_technology(name);
    EXPECT_EQ(t.name, name);
    for (const auto& entries : {t.energy_pj, t.area_um2}) {
      for (const auto& entry : entries) {
        if (entry) {
          EXPECT_GT(entry->band.low, 0);
          EXPECT_LE(entry->band.low, entry->band.value);
          EXPECT_LE(entry->band.value, entry->band.high);
          EXPECT_FALSE(entry->origin.source.empty());
          EXPECT_EQ(entry->origin.method == Method::estimate, !entry->origin.reasoning.empty());
        }
      }
    }
    EXPECT_TRUE(t.sram.has_value());
  }
}

TEST(Technology, WhatThePublishedTableLacksIsMarkedAsEstimate) {
  const Technology t = load_technology("horowitz-45nm");
  for (const Operation op : {Operation::e4m3_mul, Operation::e5m2_mul, Operation::bf16_mul, Operation::bf16_add}) {
    EXPECT_EQ(t.get(Quantity::energy, op).origin.method, Method::estimate) << name(op);
    EXPECT_EQ(t.get(Quantity::area, op).origin.method, Method::estimate) << name(op);
  }
  for (const Operation op : {Operation::int_add_8, Operation::int_mul_8, Operation::fp32_add, Operation::fp32_mul}) {
    EXPECT_EQ(t.get(Quantity::energy, op).origin.method, Method::published) << name(op);
  }
}

TEST(Technology, ABaseLendsItsEntriesAndItsUserReplacesSome) {
  const Technology lstp = load_technology("horowitz-45nm");
  const Technology hp = load_technology("horowitz-45nm-hp");
  EXPECT_EQ(hp.get(Quantity::energy, Operation::fp32_add).band, lstp.get(Quantity::energy, Operation::fp32_add).band);
  EXPECT_NE(hp.get_sram().file, lstp.get_sram().file);
  ASSERT_EQ(hp.files.size(), lstp.files.size() + 1);
  EXPECT_THAT(hp.files[0], HasSubstr("horowitz-45nm-hp.json"));
  EXPECT_EQ(std::vector(hp.files.begin() + 1, hp.files.end()), lstp.files);
}

TEST(Technology, AMissingEntryIsNamedWhenItIsNeeded) {
  Technology t = load_technology("horowitz-45nm");
  t.energy_pj[static_cast<std::size_t>(Operation::fp32_add)].reset();
  t.sram.reset();
  EXPECT_THAT([&] { (void)t.get(Quantity::energy, Operation::fp32_add); },
              ::testing::ThrowsMessage<InputError>(HasSubstr("missing entry 'energy.fp32_add'")));
  EXPECT_THAT([&] { (void)t.get_sram(); }, ::testing::ThrowsMessage<InputError>(HasSubstr("missing entry 'sram'")));
}

TEST_F(TechnologyFile, AnUnknownNameIsAnsweredWithTheNearest) {
  EXPECT_THAT([] { (void)load_technology("horowitz-45mm"); },
              ::testing::ThrowsMessage<InputError>(HasSubstr("the nearest is 'horowitz-45nm'")));
}

TEST_F(TechnologyFile, ACircleOfBasesIsRefused) {
  const std::string a =
      write("a.json", R"({"schema": "lmulsim-technology/1", "name": "a", "summary": "s", "base": "b.json"})");
  (void)write("b.json", R"({"schema": "lmulsim-technology/1", "name": "b", "summary": "s", "base": "a.json"})");
  EXPECT_THAT([&] { (void)load_technology(a); }, ::testing::ThrowsMessage<InputError>(HasSubstr("in a circle")));
}

TEST_F(TechnologyFile, AGoodEntryIsRead) {
  const Technology t = load_technology(write("t.json", with_energy(std::string("\"fp32_add\": ") + kEntry)));
  const Entry& entry = t.get(Quantity::energy, Operation::fp32_add);
  EXPECT_EQ(entry.band, (Band{0.8, 0.9, 1.0}));
  EXPECT_EQ(entry.origin.source, "a book");
  EXPECT_EQ(entry.origin.date, "2014");
}

/// Replacements in one good entry, and what the message says.
struct Case {
  const char* from;
  const char* to;
  const char* message;
};

TEST_F(TechnologyFile, EveryWayAnEntryCanBeWrongIsNamed) {
  const Case cases[] = {
      {R"("value": 0.9, )", "", "energy: fp32_add: value"},
      {R"("value": 0.9)", R"("value": -0.9)", "energy: fp32_add: value"},
      {R"("value": 0.9)", R"("value": "0.9")", "energy: fp32_add: value"},
      {R"("value": 0.9)", R"("value": 1.9)", "expected a value within low 0.8 and high 1, found 1.9"},
      {R"("low": 0.8)", R"("low": 0.95)", "expected a value within low 0.95 and high 1, found 0.9"},
      {R"("low": 0.8)", R"("low": -0.8)", "energy: fp32_add: low"},
      {R"("high": 1.0, )", "", "energy: fp32_add: high"},
      {R"("unit": "pJ")", R"("unit": "nJ")", "energy: fp32_add: unit: expected 'pJ', found 'nJ'"},
      {R"("unit": "pJ")", R"("unit": "pJ/bit")", "expected 'pJ', found 'pJ/bit'"},
      {R"("unit": "pJ", )", "", "energy: fp32_add: unit"},
      {R"("source": "a book")", R"("source": "")", "energy: fp32_add: source: expected a text, found an empty one"},
      {R"("source": "a book", )", "", "energy: fp32_add: source"},
      {R"("method": "published")", R"("method": "publishd")", "published"},
      {R"("method": "published")", R"("method": "estimate")",
       "energy: fp32_add: reasoning: expected the reasoning behind an estimate"},
      {R"("node_nm": 45)", R"("node_nm": 0)", "energy: fp32_add: node_nm"},
      {R"("voltage_v": 0.9)", R"("voltage_v": 900)", "energy: fp32_add: voltage_v"},
      {R"("date": "2014")", R"("date": "last year")",
       "energy: fp32_add: date: expected YYYY, YYYY-MM or YYYY-MM-DD, found 'last year'"},
      {R"("date": "2014")", R"("date": "2014", "dat": 1)", "date"},
  };
  for (const Case& c : cases) {
    std::string entry = kEntry;
    const std::size_t at = entry.find(c.from);
    ASSERT_NE(at, std::string::npos) << c.from;
    entry.replace(at, std::string(c.from).size(), c.to);
    const std::string path = write("t.json", with_energy("\"fp32_add\": " + entry));
    EXPECT_THAT([&] { (void)load_technology(path); }, ::testing::ThrowsMessage<InputError>(HasSubstr(c.message)))
        << c.to;
    EXPECT_THAT([&] { (void)load_technology(path); }, ::testing::ThrowsMessage<InputError>(HasSubstr(path))) << c.to;
  }
}

TEST_F(TechnologyFile, EveryWayTheFileCanBeWrongIsNamed) {
  const std::pair<std::string, const char*> cases[] = {
      {"{", "t.json:1"},
      {"[]", "expected an object"},
      {R"({"name": "t", "summary": "s"})", "schema"},
      {R"({"schema": "lmulsim-technology/3", "name": "t", "summary": "s"})",
       "schema: expected 'lmulsim-technology/1' or 'lmulsim-technology/2', found 'lmulsim-technology/3'"},
      {R"({"schema": "lmulsim-technology/1", "summary": "s"})", "name"},
      {with_energy("\"fp32_ad\": " + std::string(kEntry)), "fp32_add"},
      {R"({"schema": "lmulsim-technology/1", "name": "t", "summary": "s", "energi": {}})", "energ"},
      {R"({"schema": "lmulsim-technology/1", "name": "t", "summary": "s", "base": "none.json"})", "none.json"},
      {R"({"schema": "lmulsim-technology/1", "name": "t", "summary": "s", "sram": {"table": "none.csv"}})",
       "sram: source"},
      {R"({"schema": "lmulsim-technology/1", "name": "t", "summary": "s", "sram": {"table": "none.csv", "source": "x", "method": "published", "node_nm": 45, "voltage_v": 1, "date": "2014", "low_factor": 1, "high_factor": 1}})",
       "none.csv"},
      {R"({"schema": "lmulsim-technology/1", "name": "t", "summary": "s", "sram": {"table": "none.csv", "source": "x", "method": "published", "node_nm": 45, "voltage_v": 1, "date": "2014", "low_factor": 1.5, "high_factor": 1}})",
       "low_factor"},
  };
  for (const auto& [text, message] : cases) {
    const std::string path = write("t.json", text);
    EXPECT_THAT([&] { (void)load_technology(path); }, ::testing::ThrowsMessage<InputError>(HasSubstr(message))) << text;
  }
}

}  // namespace
}  // namespace lmulsim::cost
