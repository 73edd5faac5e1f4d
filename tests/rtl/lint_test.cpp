// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// scripts/lint-rtl: silent about the RTL, and not about a copy of it with a driver taken out or a choice that has no
// cell; its sets name everything that is hardware.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "arith/hardware.hpp"
#include "command.hpp"
#include "util/file.hpp"

namespace lmulsim::rtl_test {
namespace {

namespace fs = std::filesystem;

const fs::path kRtl = fs::path(LMULSIM_SOURCE_DIR) / "rtl";

Outcome run(const std::string& arguments) {
  return run_command("'" LMULSIM_SOURCE_DIR "/scripts/lint-rtl' " + arguments);
}

Outcome lint(const fs::path& rtl, const std::string& pattern) {
  return run("'" + rtl.string() + "' '" + pattern + "'");
}

/// A copy of the RTL in which one text is another.
class ChangedRtl {
 public:
  ChangedRtl(const std::string& file, const std::string& text, const std::string& with)
      : folder_(fs::path(LMULSIM_BINARY_DIR) / ("lint-" + std::to_string(getpid()))) {
    fs::copy(kRtl, folder_, fs::copy_options::recursive);
    std::string source = util::read_file(folder_ / file);
    const std::size_t place = source.find(text);
    EXPECT_NE(place, std::string::npos) << text;
    source.replace(place, text.size(), with);
    std::ofstream(folder_ / file) << source;
  }
  ~ChangedRtl() { fs::remove_all(folder_); }
  ChangedRtl(const ChangedRtl&) = delete;
  ChangedRtl& operator=(const ChangedRtl&) = delete;

  [[nodiscard]] const fs::path& folder() const { return folder_; }

 private:
  fs::path folder_;
};

const std::string kSet = "^stationary 1 1 ";

TEST(LintRtl, IsSilentAboutTheRtl) {
  const Outcome out = lint(kRtl, kSet);
  EXPECT_EQ(out.status, 0);
  EXPECT_EQ(out.output, "");
}

TEST(LintRtl, NamesTheSetAndTheSignalThatLostItsDriver) {
  const ChangedRtl rtl("array/ctrl_stationary.sv", "assign swap_o             = valid_o && moving_first_i;", "");
  const Outcome out = lint(rtl.folder(), kSet);
  EXPECT_EQ(out.status, 1);
  EXPECT_NE(out.output.find("verilator: stationary 1 1"), std::string::npos) << out.output;
  EXPECT_NE(out.output.find("yosys: stationary 1 1"), std::string::npos) << out.output;
  EXPECT_NE(out.output.find("swap"), std::string::npos) << out.output;
}

/// The words of a column of the sets.
std::set<std::string> column(int index) {
  std::istringstream sets(run("--sets").output);
  std::set<std::string> words;
  for (std::string line; std::getline(sets, line);) {
    std::istringstream fields(line);
    std::string word;
    for (int i = 0; i <= index; ++i) {
      fields >> word;
    }
    words.insert(word);
  }
  return words;
}

TEST(LintRtl, HasASetForEverythingThatIsHardware) {
  const std::set<std::string> formats_a = column(3);
  const std::set<std::string> formats_b = column(4);
  for (const arith::Format format : arith::built_formats(arith::Operands::both)) {
    EXPECT_TRUE(formats_a.contains(std::string(arith::info(format).name))) << arith::info(format).name;
    EXPECT_TRUE(formats_b.contains(std::string(arith::info(format).name))) << arith::info(format).name;
  }
  const std::set<std::string> multipliers = column(5);
  for (const arith::MultiplierKind kind : arith::built_multipliers(arith::Operands::both)) {
    EXPECT_TRUE(multipliers.contains(std::string(arith::hardware(kind).name))) << arith::hardware(kind).name;
  }
  for (const arith::MultiplierKind kind : arith::built_lookups()) {
    EXPECT_TRUE(multipliers.contains(std::string(arith::hardware(kind).name))) << arith::hardware(kind).name;
  }
  const std::set<std::string> accumulators = column(8);
  for (const arith::AccumulatorKind kind : arith::built_accumulators(arith::Operands::both)) {
    EXPECT_TRUE(accumulators.contains(std::string(arith::hardware(kind).name()))) << arith::hardware(kind).word;
  }
}

/// What both tools say of a set: the file and the module that end the elaboration.
void refused(const fs::path& rtl, const std::string& set, const std::string& place) {
  const Outcome out = run("'" + rtl.string() + "' --set '" + set + "'");
  EXPECT_EQ(out.status, 1);
  EXPECT_NE(out.output.find("verilator: " + set), std::string::npos) << out.output;
  EXPECT_NE(out.output.find("yosys: " + set), std::string::npos) << out.output;
  const std::size_t first = out.output.find(place);
  ASSERT_NE(first, std::string::npos) << out.output;
  EXPECT_NE(out.output.find(place, first + 1), std::string::npos) << out.output;
}

TEST(PlantedBug, AMultiplierWithoutACellEndsTheElaboration) {
  const ChangedRtl rtl("pkg/lmulsim_pkg.sv", "localparam int MUL_ADDER = 1;",
                       "localparam int MUL_ADDER = 1;\n  localparam int MUL_PLANTED = 77;");
  refused(rtl.folder(), "stationary 1 1 e4m3 e4m3 planted 0 normalize fp32 8 0 0 1", "multiplier.sv:");
}

TEST(PlantedBug, AnAccumulatorWithoutACellEndsTheElaboration) {
  const ChangedRtl rtl("pkg/lmulsim_pkg.sv", "localparam int ACC_INT32 = 3;",
                       "localparam int ACC_INT32 = 3;\n  localparam int ACC_PLANTED = 77;");
  refused(rtl.folder(), "output 1 1 e4m3 e4m3 exact 0 normalize planted 8 0 0 1", "accumulator.sv:");
}

TEST(PlantedBug, AFormatWithoutWidthsEndsTheElaboration) {
  const ChangedRtl rtl("pkg/lmulsim_pkg.sv", "localparam int FMT_INT8 = 4;",
                       "localparam int FMT_INT8 = 4;\n  localparam int FMT_PLANTED = 77;");
  refused(rtl.folder(), "stationary 1 1 planted planted exact 0 normalize fp32 8 0 0 1", "multiplier.sv:");
}

TEST(PlantedBug, AFormatOfPartsThatIsTooWideEndsTheElaboration) {
  refused(kRtl, "stationary 1 1 e5m11 e4m3 exact 0 normalize fp32 8 0 0 1", "multiplier.sv:");
}

TEST(PlantedBug, AFormatOfPartsWithoutAMantissaEndsTheElaboration) {
  refused(kRtl, "stationary 1 1 e4m3 e5m0 adder 0 daz fp32 8 0 0 1", "multiplier.sv:");
}

TEST(PlantedBug, ADataflowWithoutAnArrayEndsTheElaboration) {
  const ChangedRtl rtl("pkg/lmulsim_pkg.sv", "localparam int DF_OUTPUT     = 1;",
                       "localparam int DF_OUTPUT     = 1;\n  localparam int DF_PLANTED = 77;");
  refused(rtl.folder(), "planted 1 1 e4m3 e4m3 exact 0 normalize fp32 8 0 0 1", "systolic_array.sv:");
}

TEST(PlantedBug, IntegerSumsOfFloatsEndTheElaboration) {
  refused(kRtl, "stationary 1 1 e4m3 e4m3 exact 0 normalize int32 8 0 0 1", "mac.sv:");
}

TEST(PlantedBug, ATableForAMultiplierThatHasNoneEndsTheElaboration) {
  refused(kRtl, "stationary 1 1 e4m3 e4m3 exact 0 normalize fp32 8 0 0 1 0 0 1", "mac.sv:");
}

TEST(PlantedBug, AMultiplierWithoutItsTableEndsTheElaboration) {
  refused(kRtl, "stationary 1 1 log43 log43 antilog 5 normalize fp32 8 0 0 1", "mac.sv:");
}

TEST(PlantedBug, ATableThatIsTooLongEndsTheElaboration) {
  refused(kRtl, "stationary 1 1 log34 log34 antilog 9 normalize fp32 8 0 0 1 0 0 1", "mul_lookup.sv:");
}

TEST(PlantedBug, AnAccumulationWithoutACycleEndsTheElaboration) {
  refused(kRtl, "stationary 1 1 e4m3 e4m3 exact 0 normalize fp32 8 0 0 0", "systolic_array.sv:");
}

TEST(LintRtl, RefusesAPatternWithoutSets) {
  const Outcome out = lint(kRtl, "no such set");
  EXPECT_EQ(out.status, 2);
  EXPECT_NE(out.output.find("no such set"), std::string::npos) << out.output;
}

}  // namespace
}  // namespace lmulsim::rtl_test
