// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Every accelerator that ships loads, is called what its file is called, has the PE that somebody would build, and
// stands in the README's table as it is.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "config/dataflow_names.hpp"
#include "config/load.hpp"
#include "machine/pipeline.hpp"
#include "sample.hpp"
#include "util/file.hpp"

namespace lmulsim::config {
namespace {

using ::testing::HasSubstr;
using testing::resolve_text;
using ::testing::UnorderedElementsAre;

/// What names of PEs that do all in one cycle end in.
constexpr std::string_view kOneCycle = "-s0l1";

/// Whether the registers of the PE are those of the rule, or none where the name says so.
bool is_as_named(const machine::Accelerator& acc) {
  const machine::Pipeline expected = acc.name.ends_with(kOneCycle)
                                         ? machine::Pipeline{.mul_stages = 0, .acc_latency = 1}
                                         : machine::reference_pipeline(acc.pe.accumulator.kind);
  return machine::Pipeline{acc.pe.mul_stages, acc.pe.acc_latency} == expected;
}

/// The accelerator's row of the README's table, up to what it is for.
std::string row_of(const machine::Accelerator& acc) {
  const std::string_view activations = arith::info(acc.pe.activation_format).name;
  const std::string_view weights = arith::info(acc.pe.weight_format).name;
  EXPECT_EQ(acc.memory.weight_bytes, acc.memory.activation_bytes);
  EXPECT_EQ(acc.memory.accumulator_bytes, acc.memory.activation_bytes);
  return fmt::format("| `{}` | {}x{} | {} | {} | {} | {} | {} / {} | {} KiB x 3 | ", acc.name, acc.rows, acc.cols,
                     dataflow_name(acc.dataflow), arith::multiplier_name(acc.pe.multiplier),
                     activations == weights ? std::string(activations) : fmt::format("{} x {}", activations, weights),
                     arith::hardware(acc.pe.accumulator.kind).word, acc.pe.mul_stages, acc.pe.acc_latency,
                     acc.memory.activation_bytes / 1024);
}

TEST(Shipped, EveryAcceleratorLoadsUnderItsName) {
  const std::vector<std::string> names = shipped_names("accelerators", ".yaml");
  ASSERT_GE(names.size(), 20U);
  const std::string readme = util::read_file(configs_dir() + "/accelerators/README.md");
  for (const std::string& name : names) {
    const machine::Accelerator acc = load_accelerator(name);
    EXPECT_EQ(acc.name, name);
    EXPECT_EQ(acc.source, find_config("accelerators", ".yaml", name));
    EXPECT_THAT(readme, HasSubstr(row_of(acc)));
  }
}

TEST(Shipped, PesAreThoseThatSomebodyWouldBuild) {
  std::vector<std::string> one_cycle;
  for (const std::string& name : shipped_names("accelerators", ".yaml")) {
    EXPECT_TRUE(is_as_named(load_accelerator(name))) << name;
    if (name.ends_with(kOneCycle)) {
      one_cycle.push_back(name);
    }
  }
  EXPECT_THAT(one_cycle, UnorderedElementsAre("exact-e4m3-ws-32x32-s0l1", "lmul-e4m3-ws-32x32-s0l1"));
}

TEST(Shipped, OtherPesAreNoticed) {
  const auto planted = [](const char* name, const char* accumulator, const char* registers) {
    return resolve_text(fmt::format(R"(name: {}
array: {{rows: 8, cols: 16, dataflow: ws}}
pe: {{multiplier: exact, activation_format: e4m3, weight_format: e4m3, accumulator: {}, {}}}
memory: {{activation_kib: 4, weight_kib: 2, accumulator_kib: 16}}
clock_mhz: 500
)",
                                    name, accumulator, registers));
  };
  EXPECT_FALSE(is_as_named(planted("plain", "fp32", "mul_stages: 0, acc_latency: 1")));
  EXPECT_FALSE(is_as_named(planted("plain", "bf16", "mul_stages: 1, acc_latency: 1")));
  EXPECT_FALSE(is_as_named(planted("plain", "fp32", "mul_stages: 1, acc_latency: 3")));
  EXPECT_FALSE(is_as_named(planted("plain", "fixed", "max_k: 16, mul_stages: 0")));
  EXPECT_FALSE(is_as_named(planted("plain", "fixed", "max_k: 16, acc_latency: 2")));
  EXPECT_FALSE(is_as_named(planted("plain-s0l1", "fp32", "mul_stages: 1, acc_latency: 2")));
  EXPECT_TRUE(is_as_named(planted("plain-s0l1", "fp32", "mul_stages: 0, acc_latency: 1")));
  EXPECT_TRUE(is_as_named(planted("plain", "fp32", "mul_stages: 1, acc_latency: 2")));
}

TEST(Shipped, TheOneCyclePairIsThePaperPairWithoutItsRegisters) {
  for (const std::string name : {"exact-e4m3-ws-32x32", "lmul-e4m3-ws-32x32"}) {
    machine::Accelerator one_cycle = load_accelerator(name + std::string(kOneCycle));
    const machine::Accelerator reference = load_accelerator(name);
    EXPECT_NE(one_cycle.pe, reference.pe);
    one_cycle.pe.mul_stages = reference.pe.mul_stages;
    one_cycle.pe.acc_latency = reference.pe.acc_latency;
    EXPECT_EQ(one_cycle.pe, reference.pe);
    EXPECT_EQ(one_cycle.memory, reference.memory);
    EXPECT_EQ(one_cycle.shape(), reference.shape());
    EXPECT_EQ(one_cycle.clock_hz, reference.clock_hz);
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
