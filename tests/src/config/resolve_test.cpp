// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What a config means once it is resolved.
#include "config/resolve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "arith/accumulate.hpp"
#include "config/accelerator_json.hpp"
#include "config/dataflow_names.hpp"
#include "config/settings.hpp"
#include "machine/pipeline.hpp"
#include "sample.hpp"

namespace lmulsim::config {
namespace {

using arith::Subnormals;
using testing::error_of;
using ::testing::HasSubstr;
using testing::kSample;
using testing::resolve_text;
using testing::sample_with;

TEST(Resolve, AppliesUnitsAndDefaults) {
  const machine::Accelerator acc = resolve_text(std::string(testing::kSample));
  EXPECT_EQ(acc.name, "sample");
  EXPECT_EQ(acc.source, "sample.yaml");
  EXPECT_EQ(acc.rows, 8);
  EXPECT_EQ(acc.cols, 16);
  EXPECT_EQ(acc.dataflow, machine::Dataflow::weight_stationary);
  EXPECT_EQ(acc.pe.activation_format, arith::Format::e4m3);
  EXPECT_EQ(acc.pe.weight_format, arith::Format::e5m2);
  EXPECT_EQ(acc.memory.activation_bytes, 4 * 1024);
  EXPECT_EQ(acc.memory.weight_bytes, 2 * 1024);
  EXPECT_EQ(acc.memory.accumulator_bytes, 16 * 1024);
  EXPECT_EQ(acc.memory.word_bits, 64);
  EXPECT_DOUBLE_EQ(acc.clock_hz, 5e8);
  EXPECT_EQ(acc.max_k, 0);
}

TEST(Resolve, RegistersOfThePeFollowItsSumsUnlessGiven) {
  const auto of = [](const char* pe) {
    const machine::Pe p = resolve_text(sample_with("accumulator: fp32", pe)).pe;
    return machine::Pipeline{p.mul_stages, p.acc_latency};
  };
  using arith::AccumulatorKind;
  EXPECT_EQ(of("accumulator: fp32"), machine::reference_pipeline(AccumulatorKind::fp32));
  EXPECT_EQ(of("accumulator: bf16"), machine::reference_pipeline(AccumulatorKind::bf16));
  EXPECT_EQ(of("accumulator: fixed\n  max_k: 1000"), machine::reference_pipeline(AccumulatorKind::fixed));
  EXPECT_NE(of("accumulator: fp32"), of("accumulator: fixed\n  max_k: 1000"));
  EXPECT_EQ(of("accumulator: fp32\n  mul_stages: 0"), (machine::Pipeline{0, 2}));
  EXPECT_EQ(of("accumulator: fp32\n  acc_latency: 1"), (machine::Pipeline{1, 1}));
  EXPECT_EQ(of("accumulator: fp32\n  mul_stages: 0\n  acc_latency: 3"), (machine::Pipeline{0, 3}));
}

TEST(Resolve, AnAutomaticClockWaitsForATechnology) {
  const machine::Accelerator acc = resolve_text(sample_with("clock_mhz: 500", "clock: auto"));
  EXPECT_TRUE(acc.clock_auto);
  EXPECT_EQ(acc.clock_hz, 0);
}

TEST(Resolve, AClockOfTheCommandLineReplacesEitherKey) {
  const auto clock = [](const char* text, const char* option) {
    AcceleratorFile file = parse_accelerator(sample_with("clock_mhz: 500", text), "sample.yaml");
    const Setting setting{std::string_view(option) == "auto" ? "clock" : "clock_mhz", option, "--clock", "clock"};
    apply_settings(std::span(&setting, 1), file);
    return resolve(file);
  };
  EXPECT_DOUBLE_EQ(clock("clock: auto", "250").clock_hz, 2.5e8);
  EXPECT_FALSE(clock("clock: auto", "250").clock_auto);
  EXPECT_TRUE(clock("clock_mhz: 500", "auto").clock_auto);
  EXPECT_THROW((void)clock("clock_mhz: 500", "fast"), InputError);
  EXPECT_THROW((void)clock("clock_mhz: 500", "0"), InputError);
}

TEST(Resolve, SubnormalsFollowTheMultiplierUnlessGiven) {
  const auto of = [](const char* pe) { return resolve_text(sample_with("multiplier: lmul", pe)).pe.multiplier; };
  EXPECT_EQ(of("multiplier: lmul").subnormals, Subnormals::daz);
  EXPECT_EQ(of("multiplier: mitchell").subnormals, Subnormals::daz);
  EXPECT_EQ(of("multiplier: exact").subnormals, Subnormals::normalize);
  EXPECT_EQ(of("multiplier: exact\n  subnormals: daz").subnormals, Subnormals::daz);
  EXPECT_EQ(of("multiplier: lmul\n  subnormals: normalize").subnormals, Subnormals::normalize);
}

TEST(Resolve, AdderOffsetsAreUnderstood) {
  const auto of = [](const char* pe) { return resolve_text(sample_with("multiplier: lmul", pe)).pe.multiplier; };
  EXPECT_EQ(of("multiplier: lmul").offset, std::nullopt);
  EXPECT_EQ(of("multiplier: mitchell").offset, 0U);
  EXPECT_EQ(of("multiplier: adder:5").offset, 5U);
  EXPECT_EQ(of("multiplier: adder:120").offset, 120U);
}

TEST(Resolve, AFixedAccumulatorIsSizedForItsLargestK) {
  const machine::Accelerator acc = resolve_text(sample_with("accumulator: fp32", "accumulator: fixed\n  max_k: 1000"));
  EXPECT_EQ(acc.max_k, 1000);
  EXPECT_EQ(acc.pe.accumulator, arith::fixed_layout(acc.pe.multiplier, arith::Format::e4m3, arith::Format::e5m2, 1000));
  EXPECT_GT(acc.pe.accumulator.width, 32);
}

TEST(Resolve, MemoryMustHoldOneTileOfTheDataflow) {
  EXPECT_EQ(error_of(sample_with("rows: 8, cols: 16", "rows: 128, cols: 16")), "");
  const auto os = [](const char* accumulator) {
    std::string text = sample_with("rows: 8, cols: 16, dataflow: ws", "rows: 64, cols: 64, dataflow: os");
    return text.replace(text.find("accumulator: fp32"), 17, accumulator);
  };
  EXPECT_EQ(error_of(os("accumulator: fp32\n  acc_latency: 1")), "");
  EXPECT_THAT(error_of(os("accumulator: fp32\n  acc_latency: 2")),
              HasSubstr("memory.accumulator_kib: expected at least 32 KiB for one tile"));
}

/// The sample and these lines.
std::string sample_and(const std::string& lines) {
  return sample_with("clock_mhz: 500", "clock_mhz: 500\n" + lines);
}

TEST(Resolve, OperandsAreRoundedToTheNearestAndScaledAsUsualUnlessGiven) {
  const machine::Accelerator plain = resolve_text(std::string(kSample));
  EXPECT_EQ(plain.operands, machine::OperandMaking{});
  EXPECT_EQ(plain.memory_model, machine::MemoryModel::ideal);
  const machine::Accelerator given = resolve_text(sample_and("operands: {rounding: truncate, scaling: channel}"));
  EXPECT_EQ(given.operands,
            (machine::OperandMaking{.rounding = arith::OperandRounding::truncate, .scaling = arith::Scaling::channel}));
}

TEST(Resolve, TakesFormatsAndMultipliersThatTheFastEngineAloneHas) {
  const auto with = [](const std::string& multiplier, const std::string& a, const std::string& w) {
    return "name: sample\narray: {rows: 8, cols: 16, dataflow: ws}\npe: {multiplier: '" + multiplier +
           "', activation_format: " + a + ", weight_format: " + w +
           ", accumulator: fp32}\nmemory: {activation_kib: 4, weight_kib: 2, accumulator_kib: 16}\nclock_mhz: 500\n";
  };
  const machine::Pe log = resolve_text(with("antilog:5", "log34", "log32")).pe;
  EXPECT_EQ(log.multiplier.bits, 5);
  EXPECT_EQ(arith::info(log.weight_format).name, "log32");
  EXPECT_EQ(arith::info(resolve_text(with("exact", "e5m6", "e3m4fn")).pe.activation_format).width(), 12);
  EXPECT_EQ(resolve_text(with("cmean:6", "e4m3", "e5m2")).pe.multiplier.bits, 6);
  EXPECT_THAT(error_of(with("antilog:5", "e4m3", "e4m3")), AllOf(HasSubstr("pe.multiplier"), HasSubstr("antilog:5")));
  EXPECT_THAT(error_of(with("lmul", "log43", "log43")), HasSubstr("as mitchell two logarithmic ones"));
  EXPECT_THAT(error_of(with("exact", "fp32", "fp32")), HasSubstr("format 'fp32' is reference only"));
  EXPECT_THAT(error_of(with("exact", "e9m9", "e4m3")), HasSubstr("eEmM, eEmMfn, logEF"));
  EXPECT_THAT(error_of(with("table:none.bin", "e4m3", "e4m3")), HasSubstr("found none at none.bin"));
}

TEST(Resolve, OperandsThatKnowTheAdderNeedOne) {
  const machine::Accelerator adder = resolve_text(sample_and("operands: {rounding: adder}"));
  EXPECT_EQ(adder.operands.rounding, arith::OperandRounding::adder);
  std::string exact = sample_and("operands: {rounding: adder}");
  exact.replace(exact.find("multiplier: lmul"), 16, "multiplier: exact");
  EXPECT_THAT(error_of(exact), AllOf(HasSubstr("operands.rounding"), HasSubstr("found exact on e4m3 and e5m2")));
}

TEST(Resolve, OperandsAndMemoryModelsWithoutHardwareAreRefused) {
  EXPECT_THAT(error_of(sample_and("operands: {scaling: mx32}")),
              HasSubstr("no array has the multipliers of the scales of mx32"));
  EXPECT_THAT(error_of(sample_and("operands: {scaling: tensors}")), HasSubstr("the nearest is 'tensor'"));
  EXPECT_THAT(error_of(sample_and("operands: {rounding: truncated}")), HasSubstr("the nearest is 'truncate'"));
  EXPECT_THAT(error_of(sample_and("memory_model: banked")), HasSubstr("expected one of ideal, found 'banked'"));
}

TEST(Resolve, DataflowNamesGoBothWays) {
  for (const char* name : {"ws", "os", "is"}) {
    EXPECT_EQ(dataflow_name(parse_dataflow(name, "test")), name);
  }
}

TEST(Resolve, JsonSaysEveryResolvedValue) {
  const machine::Accelerator acc = resolve_text(sample_with("accumulator: fp32", "accumulator: fixed\n  max_k: 1000"));
  const boost::json::object json = to_json(acc);
  EXPECT_EQ(json.at("array").at("rows").as_int64(), 8);
  EXPECT_EQ(json.at("array").at("dataflow").as_string(), "ws");
  EXPECT_EQ(json.at("pe").at("multiplier").as_string(), "lmul");
  EXPECT_EQ(json.at("pe").at("subnormals").as_string(), "daz");
  EXPECT_EQ(json.at("pe").at("accumulator_bits").as_int64(), acc.pe.accumulator.width);
  EXPECT_EQ(json.at("memory").at("accumulator_kib").as_int64(), 16);
  EXPECT_DOUBLE_EQ(json.at("clock_mhz").as_double(), 500);
}

TEST(Resolve, NarrowSumsHaveTheWidthAndLastBitOfTheirWord) {
  const machine::Accelerator acc = resolve_text(sample_with("accumulator: fp32", "accumulator: fix20.3"));
  EXPECT_EQ(acc.pe.accumulator,
            (arith::AccumulatorSpec{.kind = arith::AccumulatorKind::narrow, .width = 20, .lsb = 3}));
  EXPECT_EQ(accumulator_word_bits(acc), 24) << "the sum and four flags";
  const boost::json::object json = to_json(acc);
  EXPECT_EQ(json.at("pe").at("accumulator").as_string(), "fix20.3");
  EXPECT_EQ(json.at("pe").at("accumulator_bits").as_int64(), 20);
  EXPECT_EQ(json.at("pe").at("accumulator_lsb_exponent").as_int64(), 3);
}

TEST(Resolve, GroupsHaveAsManyProductsABeatAsTheirWord) {
  const machine::Accelerator acc = resolve_text(sample_with("accumulator: fp32", "accumulator: group4-7/fix20.3"));
  EXPECT_EQ(acc.pe.accumulator,
            (arith::AccumulatorSpec{
                .kind = arith::AccumulatorKind::group, .width = 20, .lsb = 3, .fraction_bits = 7, .group = 4}));
  EXPECT_EQ(acc.shape().products, 4);
  EXPECT_EQ((machine::Pipeline{acc.pe.mul_stages, acc.pe.acc_latency}), (machine::Pipeline{3, 1}));
  EXPECT_EQ(accumulator_word_bits(acc), 24) << "the sum and four flags";
  const boost::json::object json = to_json(acc);
  EXPECT_EQ(json.at("pe").at("accumulator").as_string(), "group4-7/fix20.3");
  EXPECT_EQ(json.at("pe").at("products_a_beat").as_int64(), 4);
  EXPECT_EQ(json.at("pe").at("accumulator_bits").as_int64(), 20);
  const machine::Accelerator floats = resolve_text(sample_with("accumulator: fp32", "accumulator: group8-7"));
  EXPECT_EQ((machine::Pipeline{floats.pe.mul_stages, floats.pe.acc_latency}), (machine::Pipeline{3, 2}));
  EXPECT_FALSE(to_json(floats).at("pe").as_object().contains("accumulator_bits"));
  EXPECT_EQ(resolve_text(sample_with("accumulator: fp32", "accumulator: fp32")).shape().products, 1);
}

TEST(Resolve, GroupsThatNobodyBuildsAreRefusedByName) {
  const auto refuses = [](const char* word, const char* text, const char* formats = nullptr) {
    std::string sample = sample_with("accumulator: fp32", std::string("accumulator: ") + word);
    if (formats != nullptr) {
      for (std::size_t at = sample.find("e4m3"); at != std::string::npos; at = sample.find("e4m3", at)) {
        sample.replace(at, 4, formats);
      }
    }
    EXPECT_THAT(error_of(sample), AllOf(HasSubstr("pe.accumulator"), HasSubstr(text))) << word;
  };
  refuses("group16-7", "expected a G of at most 8, which is what hardware is built with, found 16");
  refuses("group1-7", "expected a G of at least 2, found 1");
  refuses("group8-41", "expected an F of at most 40, which is what hardware is built with, found 41");
  refuses("group8-20", "expected operands of at most 8, which is what hardware is built with, found 16", "fp16");
  refuses("group8-7/32", "accumulator 'group8-7/32' is reference only, no hardware has it");
  refuses("group8-7/fix20.1w", "accumulator 'group8-7/fix20.1w' is reference only, no hardware has it");
  refuses("group8-7/fix20.60", "expected a last bit from 2^");
  refuses("group8/int32", "expected accumulator 'fp32', 'bf16', 'fixed', 'fixW.L' or 'groupG-F' for e4m3 operands");
}

TEST(Resolve, SumsWithoutHardwareAreRefusedByName) {
  const auto refuses = [](const char* word, const char* text) {
    EXPECT_THAT(error_of(sample_with("accumulator: fp32", std::string("accumulator: ") + word)),
                AllOf(HasSubstr("pe.accumulator"), HasSubstr(text)))
        << word;
  };
  refuses("fix20.3w", "accumulator 'fix20.3w' is reference only, no hardware has it");
  refuses("fix20.3/32", "accumulator 'fix20.3/32' is reference only");
  refuses("float10", "accumulator 'float10' is reference only");
  refuses("fix20.40", "expected a last bit from 2^");
  refuses("fix20.-100", "expected a last bit from 2^");
  refuses("fix20", "fixW.L");
}

constexpr std::string_view kThreeSizes = "activation_kib: 4, weight_kib: 2, accumulator_kib: 16";

TEST(Resolve, OneSizeOfSramIsSplitInThree) {
  const auto memory = [](std::int64_t kib) {
    return resolve_text(sample_with(kThreeSizes, "sram_kib: " + std::to_string(kib))).memory;
  };
  EXPECT_EQ(memory(8192), (machine::Memory{3072 * 1024, 3072 * 1024, 2048 * 1024, 64, 8192 * 1024}));
  EXPECT_EQ(memory(1027), (machine::Memory{386 * 1024, 385 * 1024, 256 * 1024, 64, 1027 * 1024}));
  const boost::json::object json = to_json(resolve_text(sample_with(kThreeSizes, "sram_kib: 64")));
  EXPECT_EQ(json.at("memory").at("sram_kib").as_int64(), 64);
  EXPECT_EQ(json.at("memory").at("weight_kib").as_int64(), 24);
  EXPECT_FALSE(to_json(resolve_text(std::string(testing::kSample))).at("memory").as_object().contains("sram_kib"));
}

TEST(Resolve, OneSizeOfSramStandsAlone) {
  EXPECT_THAT(error_of(sample_with("activation_kib: 4", "sram_kib: 64, activation_kib: 4")),
              HasSubstr("sample.yaml:8: memory.activation_kib: expected memory.sram_kib or the three sizes that it is "
                        "split into, found both"));
  EXPECT_THAT(error_of(sample_with(kThreeSizes, "sram_kib: 3")),
              HasSubstr("sample.yaml:8: memory.sram_kib: expected 4 to 1048576, found 3"));
  std::string large = sample_with(kThreeSizes, "sram_kib: 4");
  large.replace(large.find("rows: 8"), 7, "rows: 80");  // 80 x 16 words
  EXPECT_THAT(error_of(large),
              HasSubstr("sample.yaml:8: memory.sram_kib (its 3/8 for weights): expected at least 2 KiB"));
}

}  // namespace
}  // namespace lmulsim::config
