// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Values of the command line in place of a file's.
#include "config/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <vector>

#include "arith/spec.hpp"
#include "sample.hpp"

namespace lmulsim::config {
namespace {

using testing::sample_with;

machine::Accelerator with(const std::string& text, const std::vector<Setting>& settings) {
  AcceleratorFile file = parse_accelerator(text, "sample.yaml");
  apply_settings(settings, file);
  return resolve(file);
}

std::vector<Setting> set(std::initializer_list<const char*> texts) {
  std::vector<Setting> settings;
  for (const char* const text : texts) {
    settings.push_back(parse_setting(text));
  }
  return settings;
}

machine::Accelerator sample(std::initializer_list<const char*> texts) {
  return with(std::string(testing::kSample), set(texts));
}

template <typename F>
std::string error(F&& f) {
  try {
    (void)f();
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

std::string error_of(std::initializer_list<const char*> texts) {
  return error([&] { return sample(texts); });
}

TEST(Settings, ReplaceTheFileAndChangeTheName) {
  const machine::Accelerator acc = sample({"array.dataflow=os", "array.rows=4"});
  EXPECT_EQ(acc.name, "sample+dataflow=os+rows=4");
  EXPECT_EQ(acc.rows, 4);
  EXPECT_EQ(acc.cols, 16);
  EXPECT_EQ(acc.dataflow, machine::Dataflow::output_stationary);
}

TEST(Settings, ReplaceASection) {
  const machine::Accelerator acc = sample({"array={rows: 4, cols: 2}", "pe.multiplier='exact'"});
  EXPECT_EQ(acc.name, "sample+rows=4+cols=2+multiplier=exact");
  EXPECT_EQ(acc.cols, 2);
  EXPECT_EQ(acc.pe.multiplier.kind, arith::MultiplierKind::exact);
}

TEST(Settings, OfOneKeyTheLastCounts) {
  EXPECT_EQ(sample({"array.rows=4", "array.cols=2", "array.rows=5"}).name, "sample+cols=2+rows=5");
}

TEST(Settings, ANameThatIsSetStays) {
  EXPECT_EQ(sample({"array.rows=4", "name=mine"}).name, "mine");
}

TEST(Settings, DropWhatTheyReplace) {
  const std::string fixed = sample_with("accumulator: fp32", "accumulator: fixed\n  max_k: 64");
  EXPECT_EQ(with(fixed, set({"pe.accumulator=bf16"})).max_k, 0);
  EXPECT_EQ(with(fixed, set({"pe.accumulator=fixed", "pe.max_k=32"})).max_k, 32);
  EXPECT_EQ(sample({"memory.sram_kib=64"}).memory.weight_bytes, 24 * 1024);
  EXPECT_TRUE(sample({"clock=auto"}).clock_auto);
  EXPECT_DOUBLE_EQ(with(sample_with("clock_mhz: 500", "clock: auto"), set({"clock_mhz=250"})).clock_hz, 2.5e8);
}

TEST(Settings, ThatContradictEachOtherAreRefused) {
  EXPECT_EQ(error_of({"clock=auto", "clock_mhz=250"}),
            "--set clock: expected 'clock: auto' or 'clock_mhz', found both");
  EXPECT_EQ(error_of({"memory.sram_kib=64", "memory.weight_kib=4"}),
            "--set memory.weight_kib: expected memory.sram_kib or the three sizes that it is split into, found both");
  EXPECT_EQ(error_of({"pe.max_k=64"}),
            "--set pe.max_k: only the accumulator 'fixed' has a largest K, found accumulator 'fp32'");
  const auto two = [] {
    return with(std::string(testing::kSample), {{"array.rows", "4", "--rows"}, parse_setting("array.rows=4")});
  };
  EXPECT_EQ(error(two), "--set array.rows: expected the key set once, found also --rows");
}

TEST(Settings, AreHeldToTheRulesOfTheFile) {
  EXPECT_EQ(error_of({"array.rows=0"}), "--set array.rows: expected 1 to 1024, found 0");
  EXPECT_EQ(error_of({"array.rows=eight"}), "--set array.rows: expected an integer, found 'eight'");
  EXPECT_EQ(error_of({"array.rows='8'"}), "--set array.rows: expected an integer, found the quoted text '8'");
  EXPECT_EQ(error_of({"array.rows="}), "--set array.rows: expected an integer, found nothing");
  EXPECT_EQ(error_of({"array.rows=[8]"}), "--set array.rows: expected an integer, found a list");
  EXPECT_EQ(error_of({"array={rows: 0}"}), "--set array.rows: expected 1 to 1024, found 0");
  EXPECT_EQ(error_of({"array={row: 4}"}),
            "--set array.row: unknown key 'array.row'; the nearest known key is 'array.rows'");
  EXPECT_EQ(error_of({"array=8"}), "--set array: expected a map, found '8'");
  EXPECT_EQ(error_of({"array.rows=&a 8"}), "--set array.rows: expected values written out, found an anchor (&)");
  EXPECT_EQ(error_of({"array={rows: 8"}).substr(0, 28), "--set array: malformed YAML:");
  EXPECT_EQ(error_of({"array.rows=8\n---\n9"}), "--set array.rows: expected one value, found 2 documents");
  EXPECT_EQ(error_of({"array.dataflow=wz"}),
            "--set array.dataflow: expected a dataflow (ws, os, is), found 'wz'; the nearest is 'ws'");
}

TEST(Settings, OfUnknownKeysAreRefused) {
  EXPECT_EQ(error_of({"array.row=8"}),
            "--set array.row: unknown key 'array.row'; the nearest known key is 'array.rows'");
  EXPECT_EQ(error_of({"rows=8"}), "--set rows: unknown key 'rows'; the nearest known key is 'array.rows'");
  EXPECT_EQ(error_of({"source=there"}).substr(0, 41), "--set source: unknown key 'source'; the n");
  EXPECT_EQ(error_of({"array.rows"}), "--set: expected KEY=VALUE, as array.rows=8, found 'array.rows'");
  EXPECT_EQ(error_of({"=8"}), "--set: expected KEY=VALUE, as array.rows=8, found '=8'");
}

TEST(Settings, OfAnOptionOfTheirOwnAreBlamedOnIt) {
  const auto rows = [](const char* value) {
    return with(std::string(testing::kSample), {{"array.rows", value, "--rows"}});
  };
  EXPECT_EQ(error([&] { return rows("0"); }), "--rows: expected 1 to 1024, found 0");
  EXPECT_EQ(error([&] { return rows("{a: b}"); }), "--rows: expected an integer, found '{a: b}'");
}

}  // namespace
}  // namespace lmulsim::config
