// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Files of memories: those that come with the program, and what is wrong with others.
#include "dram/dram_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/load.hpp"
#include "dram/dram_model.hpp"
#include "streams.hpp"
#include "util/error.hpp"

namespace lmulsim::dram {
namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Presets, AreTheFourThatTestsKnow) {
  EXPECT_THAT(config::shipped_names("dram", ".yaml"),
              ElementsAreArray({"ddr4-3200", "hbm2-2000", "hbm3-6400", "lpddr5-6400"}));
  for (const char* name : kPresets) {
    EXPECT_EQ(load_dram(name).name, name);
  }
}

TEST(Presets, HaveThePeakOfTheirStandard) {
  EXPECT_DOUBLE_EQ(preset("ddr4-3200").peak_bytes_per_s(), 25.6e9);
  EXPECT_DOUBLE_EQ(preset("lpddr5-6400").peak_bytes_per_s(), 12.8e9);
  EXPECT_DOUBLE_EQ(preset("hbm2-2000").peak_bytes_per_s(), 16e9);
  EXPECT_DOUBLE_EQ(preset("hbm3-6400").peak_bytes_per_s(), 25.6e9);
}

TEST(Presets, HaveTheCapacityOfTheirDevices) {
  constexpr std::int64_t kMiB = 1 << 20;
  EXPECT_EQ(preset("ddr4-3200").organization.capacity_bytes(), 8192 * kMiB);
  EXPECT_EQ(preset("lpddr5-6400").organization.capacity_bytes(), 2048 * kMiB);
  EXPECT_EQ(preset("hbm2-2000").organization.capacity_bytes(), 256 * kMiB);
  EXPECT_EQ(preset("hbm3-6400").organization.capacity_bytes(), 512 * kMiB);
}

TEST(Presets, AreFoundByTheirNamesInTablesOfEnergyToo) {
  EXPECT_EQ(load_dram("hbm2").name, "hbm2-2000");
  EXPECT_EQ(load_dram("hbm3").name, "hbm3-6400");
  EXPECT_EQ(load_dram("lpddr5").name, "lpddr5-6400");
  EXPECT_THAT([] { (void)load_dram("hbm2-200"); }, ThrowsMessage<InputError>(HasSubstr("the nearest is 'hbm2-2000'")));
}

TEST(DramFile, TakesFromItsPresetWhatItDoesNotSay) {
  const DramMemory memory =
      parse_dram("preset: hbm2\nchannels: 8\ntiming: {tREFI: 0}\nclock_ratio: [3, 7]\n", "x.yaml");
  DramMemory expected = preset("hbm2-2000");
  expected.organization.channels = 8;
  expected.timing.refi = 0;
  EXPECT_EQ(memory.organization, expected.organization);
  EXPECT_EQ(memory.timing, expected.timing);
  EXPECT_EQ(memory.clock_mhz, 1000);
  EXPECT_EQ(memory.ratio, ClockRatio(3, 7));
}

/// What a file says after `preset: hbm2-2000`, and what is said of it.
struct Refused {
  const char* name;
  const char* text;
  const char* message;
};

constexpr std::array kRefused{
    Refused{"UnknownKey", "chanels: 2", "x.yaml:2: unknown key 'chanels'; the nearest known key is 'channels'"},
    Refused{"UnknownDistance", "timing: {tRFCpb: 2}", "x.yaml:2: unknown key 'timing.tRFCpb'"},
    Refused{"SizeNoPowerOfTwo", "channels: 3", "x.yaml:2: channels: expected a power of two from 1 to 64, found 3"},
    Refused{"SizeOutOfRange", "banks: 32", "x.yaml:2: banks: expected a power of two from 1 to 16, found 32"},
    Refused{"RowSmallerThanAColumn", "row_bytes: 16",
            "x.yaml:2: row_bytes: expected at least a column's 32 bytes (native_bytes), found 16"},
    Refused{"CapacityBeyondTheAddress", "channels: 64\nrows: 16777216",
            "x.yaml:3: rows: expected a capacity of at most 2^40 bytes (channels x groups x banks x rows x row_bytes), "
            "found 16777216 rows, which make 17592186044416 bytes"},
    Refused{"DistanceOutOfRange", "timing: {tRP: 0}", "x.yaml:2: timing.tRP: expected 1 to 4096 clocks, found 0"},
    Refused{"DistanceOfMoreThan32Bits", "timing: {tRP: 4294967297}",
            "x.yaml:2: timing.tRP: expected 1 to 4096 clocks, found 4294967297"},
    Refused{"DistanceNoNumber", "timing: {tRP: soon}", "x.yaml:2: timing.tRP: expected an integer"},
    Refused{
        "RefreshShorterThanTheWindow", "timing: {tRFC: 14, tFAW: 15}",
        "x.yaml:2: timing.tRFC: expected at least tFAW = 15 clocks (no distance may reach over a refresh), found 14"},
    Refused{"RefreshShorterThanATurn", "timing: {tRFC: 120, tRTW: 121}",
            "timing.tRFC: expected at least tRTW = 121 clocks"},
    Refused{"RefreshShorterThanAGroup", "timing: {tRFC: 120, tCCD_L: 121}",
            "timing.tRFC: expected at least tCCD_L = 121 clocks"},
    Refused{"RefreshShorterThanAWrite", "timing: {tRFC: 120, tWTR_L: 114}",
            "timing.tRFC: expected at least tCWL + tBLx + tWTR_L = 121 clocks"},
    Refused{"RefreshShorterThanActivates", "timing: {tRFC: 120, tRRD_L: 121}",
            "timing.tRFC: expected at least tRRD_L = 121 clocks"},
    Refused{"RefreshAllTheTime", "timing: {tREFI: 260}",
            "x.yaml:2: timing.tREFI: expected more than tRFC = 260 clocks, or 0 for no refresh, found 260"},
    Refused{"DataThatMeet", "timing: {tBL: 4, tBLx: 4}",
            "timing.tCCD_S: expected at least tBL = 4 clocks (two columns' data would meet on the bus), found 2"},
    Refused{
        "DirectionsThatMeet", "timing: {tRTW: 10}",
        "x.yaml:2: timing.tRTW: expected at least tCL + tBL - tCWL = 11 clocks (two columns' data would meet on the "
        "bus), found 10"},
    Refused{"GroupFasterThanTheChannel", "timing: {tRRD_L: 3}",
            "x.yaml:2: timing.tRRD_L: expected at least tRRD_S = 4 clocks"},
    Refused{"FrequencyOutOfRange", "clock_mhz: 0", "x.yaml:2: clock_mhz: expected 1 to 100000 MHz, found 0"},
    Refused{"FrequencyNoNumber", "clock_mhz: nan", "x.yaml:2: clock_mhz: expected a"},
    Refused{"RatioOfZero", "clock_ratio: [0, 1]", "x.yaml:2: clock_ratio: expected an integer from 1 to 64, found '0'"},
    Refused{"RatioTooLarge", "clock_ratio: [1, 65]", "clock_ratio: expected an integer from 1 to 64, found '65'"},
    Refused{"RatioOfOneNumber", "clock_ratio: [1]",
            "x.yaml:2: clock_ratio: expected [p, q]: p DRAM clocks in q core cycles, found 1 numbers"},
    Refused{"RatioOfNone", "clock_ratio: []", "clock_ratio: expected [p, q]"},
    Refused{"RatioNoList", "clock_ratio: 2", "x.yaml:2: clock_ratio: expected a list"},
};

void PrintTo(const Refused& refused, std::ostream* out) {
  *out << refused.text;
}

class DramFiles : public testing::TestWithParam<Refused> {};

TEST_P(DramFiles, AreRefusedByName) {
  const std::string text = std::string("preset: hbm2-2000\n") + GetParam().text + "\n";
  EXPECT_THAT([&] { (void)parse_dram(text, "x.yaml"); }, ThrowsMessage<InputError>(HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(Dram, DramFiles, testing::ValuesIn(kRefused),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(DramFile, WithoutAPresetSaysEveryKey) {
  EXPECT_THAT([] { (void)parse_dram("name: x\nclock_mhz: 800\n", "x.yaml"); },
              ThrowsMessage<InputError>(HasSubstr("x.yaml: missing key 'channels': expected channels, each with a data "
                                                  "bus of its own, or a 'preset' that has it")));
  EXPECT_THAT([] { (void)parse_dram("clock_mhz: 800\n", "x.yaml"); },
              ThrowsMessage<InputError>(HasSubstr("x.yaml: missing key 'name'")));
}

TEST(DramFile, NamesAPresetThatIsThere) {
  EXPECT_THAT([] { (void)parse_dram("preset: hmb2\n", "x.yaml"); },
              ThrowsMessage<InputError>(HasSubstr("x.yaml:1: preset: 'hmb2' is neither")));
}

TEST(DramMemory, IsCheckedByTheModelsToo) {
  DramMemory memory = small_memory();
  memory.timing.rfc = 20;
  EXPECT_THAT([&] { DramModel(memory, 128); },
              ThrowsMessage<InputError>(HasSubstr("timing.tRFC: expected at least tFAW = 22 clocks")));
}

}  // namespace
}  // namespace lmulsim::dram
