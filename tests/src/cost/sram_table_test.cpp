// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/sram_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "config/load.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::cost {
namespace {

using ::testing::HasSubstr;

constexpr const char* kHeader =
    "node_nm,capacity_kib,width_bits,random_cycle_ns,read_pj,write_pj,leakage_mw,area_mm2\n";

SramTable shipped(const std::string& flavour, double node_nm) {
  const std::string path = config::configs_dir() + "/technologies/sram/cacti7-" + flavour + ".csv";
  return SramTable::parse(util::read_file(path), path, node_nm);
}

class Shipped : public ::testing::TestWithParam<std::pair<const char*, double>> {};

TEST_P(Shipped, InterpolationIsTheTableAtItsPoints) {
  const SramTable table = shipped(GetParam().first, GetParam().second);
  ASSERT_EQ(table.points().size(), 49U);
  for (const SramPoint& p : table.points()) {
    const SramPoint at = table.at(p.capacity_kib, p.width_bits, "memory");
    EXPECT_EQ(at.read_pj, p.read_pj);
    EXPECT_EQ(at.write_pj, p.write_pj);
    EXPECT_EQ(at.leakage_mw, p.leakage_mw);
    EXPECT_EQ(at.area_um2, p.area_um2);
    EXPECT_EQ(at.cycle_ns, p.cycle_ns);
  }
}

TEST_P(Shipped, BetweenTwoPointsEveryFigureLiesBetweenThem) {
  const SramTable table = shipped(GetParam().first, GetParam().second);
  for (double kib = 8; kib < 4096; kib *= 2) {
    for (const double width : {64.0, 128.0, 256.0, 512.0}) {
      const SramPoint a = table.at(kib, width, "memory");
      const SramPoint b = table.at(2 * kib, width, "memory");
      const SramPoint between = table.at(1.4 * kib, width, "memory");
      EXPECT_GE(between.read_pj, std::min(a.read_pj, b.read_pj));
      EXPECT_LE(between.read_pj, std::max(a.read_pj, b.read_pj));
      EXPECT_GT(between.area_um2, std::min(a.area_um2, b.area_um2));
      EXPECT_LT(between.area_um2, std::max(a.area_um2, b.area_um2));
    }
  }
}

TEST_P(Shipped, MemoriesThirtyTwoTimesLargerCostMore) {
  const SramTable table = shipped(GetParam().first, GetParam().second);
  for (const double width : {64.0, 128.0, 256.0, 512.0}) {
    for (double kib = 4; kib <= 128; kib *= 2) {
      EXPECT_GT(table.at(32 * kib, width, "memory").read_pj, table.at(kib, width, "memory").read_pj);
      EXPECT_GT(table.at(32 * kib, width, "memory").leakage_mw, table.at(kib, width, "memory").leakage_mw);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Tables, Shipped,
                         ::testing::Values(std::pair{"lstp", 45.0}, std::pair{"lstp", 32.0}, std::pair{"lstp", 22.0},
                                           std::pair{"hp", 45.0}, std::pair{"hp", 32.0}, std::pair{"hp", 22.0}));

TEST(SramTable, FlavoursDifferInLeakageByThreeOrdersOfMagnitude) {
  // 1 MiB, 64 bits, 22 nm: 0.138 mW low standby power, 141 mW high performance.
  EXPECT_NEAR(shipped("lstp", 22).at(1024, 64, "memory").leakage_mw, 0.138, 0.0005);
  EXPECT_NEAR(shipped("hp", 22).at(1024, 64, "memory").leakage_mw, 141, 0.5);
}

TEST(SramTable, TheMiddleOfFourPointsIsTheirGeometricMean) {
  const std::string csv =
      std::string(kHeader) + "45,1,64,1,1,2,1,1\n45,4,64,1,4,8,1,1\n45,1,256,1,16,32,1,1\n45,4,256,1,64,128,1,1\n";
  const SramPoint middle = SramTable::parse(csv, "t.csv", 45).at(2, 128, "memory");
  EXPECT_NEAR(middle.read_pj, 8, 1e-12);
  EXPECT_NEAR(middle.write_pj, 16, 1e-12);
  EXPECT_NEAR(middle.area_um2, 1e6, 1e-6);
}

struct Outside {
  double kib;
  double bits;
};

class NotCovered : public ::testing::TestWithParam<Outside> {};

TEST_P(NotCovered, IsRefusedByName) {
  try {
    (void)shipped("lstp", 45).at(GetParam().kib, GetParam().bits, "weight memory");
    FAIL() << "extrapolated";
  } catch (const InputError& e) {
    EXPECT_THAT(e.what(), HasSubstr("weight memory: "));
    EXPECT_THAT(e.what(), HasSubstr("is not covered by the SRAM table"));
    EXPECT_THAT(e.what(), HasSubstr("1 to 4096 KiB, 64 to 512 bits"));
  }
}

INSTANTIATE_TEST_SUITE_P(SramTable, NotCovered,
                         ::testing::Values(Outside{4097, 64}, Outside{0.5, 64}, Outside{64, 32}, Outside{64, 1024},
                                           Outside{1, 256}, Outside{3, 512}));

struct BadCsv {
  std::string text;
  const char* message;
};

class Malformed : public ::testing::TestWithParam<BadCsv> {};

TEST_P(Malformed, IsRefusedWithItsLine) {
  try {
    (void)SramTable::parse(GetParam().text, "t.csv", 45);
    FAIL() << "read a malformed table";
  } catch (const InputError& e) {
    EXPECT_THAT(e.what(), HasSubstr(GetParam().message));
  }
}

INSTANTIATE_TEST_SUITE_P(
    SramTable, Malformed,
    ::testing::Values(
        BadCsv{std::string(kHeader) + "45,1,64,1,-1,2,1,1\n",
               "t.csv:2: read_pj: expected a number above 0, found '-1'"},
        BadCsv{std::string(kHeader) + "# comment\n45,1,64,1,x,2,1,1\n",
               "t.csv:3: read_pj: expected a number above 0, found 'x'"},
        BadCsv{std::string(kHeader) + "45,1,64,1,1,2,1\n", "t.csv:2: area_mm2: expected a number above 0, found ''"},
        BadCsv{std::string(kHeader) + "45,1,64,1,1,2,1,1\n45,1,64,1,1,2,1,1\n",
               "t.csv:3: 1 KiB of 64 bits at 45 nm is given twice"},
        BadCsv{std::string(kHeader) + "32,1,64,1,1,2,1,1\n", "t.csv: expected SRAM figures at 45 nm, found none"},
        BadCsv{"node_nm,capacity_kb\n",
               "t.csv:1: unknown column 'capacity_kb'; the nearest known one is 'capacity_kib'"},
        BadCsv{"node_nm,capacity_kib\n", "t.csv:1: missing column 'width_bits'"}));

}  // namespace
}  // namespace lmulsim::cost
