// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Every way an accelerator file can be wrong, and what the message says about it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "config/load.hpp"
#include "sample.hpp"

namespace lmulsim::config {
namespace {

using testing::error_of;
using ::testing::HasSubstr;
using testing::sample_with;

struct Case {
  const char* from;
  const char* to;
  const char* message;  ///< a fragment
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << '\'' << c.from << "' -> '" << c.to << '\'';
}

class Malformed : public ::testing::TestWithParam<Case> {};

TEST_P(Malformed, IsRefusedWithAMessageThatNamesTheFault) {
  EXPECT_THAT(error_of(sample_with(GetParam().from, GetParam().to)), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Yaml, Malformed,
    ::testing::Values(
        Case{"{rows: 8", "{rows: 8, rows: 9", "sample.yaml:2: key 'array.rows' is given twice (first in line 2)"},
        Case{"clock_mhz: 500", "clock_mhz: 500\nname: twice",
             "sample.yaml:10: key 'name' is given twice (first in line 1)"},
        Case{"multiplier", "multplier",
             "sample.yaml:4: unknown key 'pe.multplier'; the nearest known key is 'pe.multiplier'"},
        Case{"clock_mhz", "clock_ghz", "sample.yaml:9: unknown key 'clock_ghz'; the nearest known key is 'clock_mhz'"},
        Case{"word_bits", "wordbits", "unknown key 'memory.wordbits'; the nearest known key is 'memory.word_bits'"},
        Case{"rows: 8", "rows: eight", "sample.yaml:2: array.rows: expected an integer, found 'eight'"},
        Case{"rows: 8", "rows: 8.5", "array.rows: expected an integer, found '8.5'"},
        Case{"rows: 8", "rows: '8'", "array.rows: expected an integer, found the quoted text '8'"},
        Case{"rows: 8", "rows: [8]", "array.rows: expected an integer, found a list"},
        Case{"rows: 8", "rows: ", "array.rows: expected an integer, found nothing"},
        Case{"rows: 8", "rows: 99999999999999999999",
             "array.rows: expected an integer of at most 9223372036854775807, found '99999999999999999999'"},
        Case{"rows: 8", "rows: 0x10", "sample.yaml:2: array.rows: expected an integer, found '0x10'"},
        Case{"rows: 8", "rows: 0o10", "array.rows: expected an integer, found '0o10'"},
        Case{"rows: 8", "rows: 1e1", "array.rows: expected an integer, found '1e1'"},
        Case{"rows: 8", "rows: 1_0", "array.rows: expected an integer, found '1_0'"},
        Case{"rows: 8", "rows: +8", "array.rows: expected an integer, found '+8'"},
        Case{"rows: 8", "rows: ~", "array.rows: expected an integer, found nothing"},
        Case{"rows: 8", "rows: &a 8", "sample.yaml:2: expected values written out, found an anchor (&)"},
        Case{"rows: 8", "rows: !!int 8", "sample.yaml:2: expected values without tags, found the tag"},
        Case{"rows: 8", "<<: {rows: 8}", "sample.yaml:2: unknown key 'array.<<'"},
        Case{"rows: 8", "rows: [[[[[[[[[[[[[[[[[[8]]]]]]]]]]]]]]]]]]",
             "sample.yaml:2: expected maps and lists at most 16 deep, found more"},
        Case{"name: sample", "\tname: sample", "sample.yaml:1: malformed YAML"},
        Case{"clock_mhz: 500", "clock_mhz: .nan", "clock_mhz: expected a number, found '.nan'"},
        Case{"clock_mhz: 500", "clock_mhz: nan", "clock_mhz: expected a number, found 'nan'"},
        Case{"clock_mhz: 500", "clock_mhz: 1e999", "clock_mhz: expected a number of at most 1.79"},
        Case{"clock_mhz: 500", "clock_mhz: fast", "sample.yaml:9: clock_mhz: expected a number, found 'fast'"},
        Case{"clock_mhz: 500", "clock_mhz: inf", "clock_mhz: expected a number, found 'inf'"},
        Case{"multiplier: lmul", "multiplier: {a: b}", "sample.yaml:4: pe.multiplier: expected a text, found a map"},
        Case{"array: {rows: 8, cols: 16, dataflow: ws}", "array: 8", "sample.yaml:2: array: expected a map, found '8'"},
        Case{"name: sample", "[1, 2]: sample", "sample.yaml:1: expected a key, found a list"},
        Case{"dataflow: ws}", "dataflow: ws", "malformed YAML"},
        Case{"name: sample", "name: sample\n  bad: indent", "sample.yaml:2: malformed YAML"},
        Case{"pe:", "---\npe:", "expected one map of keys, found 2 documents"}));

INSTANTIATE_TEST_SUITE_P(
    Values, Malformed,
    ::testing::Values(
        Case{"rows: 8", "rows: 0", "sample.yaml:2: array.rows: expected 1 to 1024, found 0"},
        Case{"cols: 16", "cols: 1025", "array.cols: expected 1 to 1024, found 1025"},
        Case{"rows: 8, ", "", "sample.yaml: missing key 'array.rows'"},
        Case{"clock_mhz: 500", "", "missing key 'clock_mhz'"},
        Case{"clock_mhz: 500", "clock: fast", "sample.yaml:9: clock: expected 'auto'"},
        Case{"clock_mhz: 500", "clock_mhz: 500\nclock: auto",
             "sample.yaml:10: clock: expected 'clock: auto' or 'clock_mhz', found both"},
        Case{"clock_mhz: 500", "clock_mhz: -1", "clock_mhz: expected 1 to 100000, found -1"},
        Case{"dataflow: ws", "dataflow: wz",
             "array.dataflow: expected a dataflow (ws, os, is), found 'wz'; the nearest is 'ws'"},
        Case{"multiplier: lmul", "multiplier: lmull",
             "sample.yaml:4: pe.multiplier: expected one of exact, lmul, mitchell, adder:D"},
        Case{"multiplier: lmul", "multiplier: lmull", ", found 'lmull'; the nearest is 'lmul'"},
        Case{"multiplier: lmul", "multiplier: lmul-real",
             "sample.yaml:4: pe.multiplier: multiplier 'lmul-real' is reference only"},
        Case{"multiplier: lmul", "multiplier: adder:-1",
             "sample.yaml:4: pe.multiplier: expected adder:D with a whole number D"},
        Case{"multiplier: lmul", "multiplier: adder:121",
             "expected an adder offset of 0 to 120 for e4m3 x e5m2, found 121"},
        Case{"multiplier: lmul", "multiplier: lmul\n  product: narrow", "narrow products are reference only"},
        Case{"multiplier: lmul", "multiplier: lmul\n  product: thin", "pe.product: expected 'wide', found 'thin'"},
        Case{"multiplier: lmul", "multiplier: lmul\n  subnormals: flush",
             "pe.subnormals: expected one of daz, normalize, found 'flush'"},
        Case{"activation_format: e4m3", "activation_format: e4mm",
             "sample.yaml:5: pe.activation_format: expected one of e4m3, e5m2"},
        Case{"activation_format: e4m3", "activation_format: fp32", "format 'fp32' is reference only"},
        Case{"activation_format: e4m3", "activation_format: int8",
             "pe.weight_format: expected both operands int8 or neither, found int8 x e5m2"},
        Case{"accumulator: fp32", "accumulator: int32",
             "pe.accumulator: expected accumulator 'fp32', 'bf16', 'fixed', 'fixW.L' or 'groupG-F' for e4m3 operands, "
             "found "
             "'int32'"},
        Case{"accumulator: fp32", "accumulator: e4m3", "accumulator 'e4m3' is reference only"},
        Case{"accumulator: fp32", "accumulator: aligned-13", "accumulator 'aligned-13' is reference only"},
        Case{"accumulator: fp32", "accumulator: fp23", "found 'fp23'; the nearest is 'fp32'"},
        Case{"accumulator: fp32", "accumulator: fixed", "missing key 'pe.max_k'"},
        Case{"accumulator: fp32", "accumulator: fixed\n  max_k: 0", "pe.max_k: expected 1 to 1099511627776, found 0"},
        Case{"accumulator: fp32", "accumulator: fp32\n  max_k: 64",
             "pe.max_k: only the accumulator 'fixed' has a largest K, found accumulator 'fp32'"},
        Case{"accumulator: fp32", "accumulator: fp32\n  mul_stages: 2", "pe.mul_stages: expected 0 to 1, found 2"},
        Case{"accumulator: fp32", "accumulator: fp32\n  acc_latency: 0", "pe.acc_latency: expected 1 to 8, found 0"},
        Case{"activation_kib: 4", "activation_kib: 0", "memory.activation_kib: expected 1 to 1048576, found 0"},
        Case{"word_bits: 64", "word_bits: 48", "memory.word_bits: expected a power of two from 8 to 1024, found 48"},
        Case{
            "rows: 8, cols: 16", "rows: 128, cols: 17",
            "sample.yaml:8: memory.weight_kib: expected at least 3 KiB for one tile (2176 words of 8 bits), found 2"}));

TEST(Malformed, IntegerOperandsNeedTheExactMultiplier) {
  std::string text = sample_with("activation_format: e4m3", "activation_format: int8");
  text.replace(text.find("e5m2"), 4, "int8");
  EXPECT_THAT(
      error_of(text),
      HasSubstr(
          "sample.yaml:4: pe.multiplier: expected multiplier 'exact' or 'table:FILE' for int8 operands, found 'lmul'"));
}

TEST(Malformed, AFixedAccumulatorForBf16IsTooWide) {
  std::string text = sample_with("accumulator: fp32", "accumulator: fixed\n  max_k: 64");
  text.replace(text.find("e4m3"), 4, "bf16");
  text.replace(text.find("e5m2"), 4, "bf16");
  EXPECT_THAT(error_of(text), HasSubstr("pe.accumulator: expected a fixed accumulator of at most 120 bits, found "));
}

TEST(Malformed, EmptyTextAndListsAreNoConfig) {
  EXPECT_THAT(error_of(""), HasSubstr("sample.yaml:1: expected one map of keys, found nothing"));
  EXPECT_THAT(error_of("- 1\n- 2\n"), HasSubstr("expected one map of keys, found a list"));
}

TEST(Malformed, AFileThatIsNotThereIsNamed) {
  try {
    (void)load_accelerator("no/such/file.yaml");
    FAIL() << "loaded a file that does not exist";
  } catch (const InputError& e) {
    EXPECT_THAT(e.what(), HasSubstr("no/such/file.yaml"));
  }
}

TEST(Malformed, AMisspelledShippedNameIsAnsweredWithTheNearest) {
  try {
    (void)load_accelerator("lmul-e4m3-ws-32x23");
    FAIL() << "loaded a config that is not shipped";
  } catch (const InputError& e) {
    EXPECT_THAT(e.what(), HasSubstr("the nearest is 'lmul-e4m3-ws-32x32'"));
  }
}

}  // namespace
}  // namespace lmulsim::config
