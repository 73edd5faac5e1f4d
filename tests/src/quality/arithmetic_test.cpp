// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/arithmetic.hpp"

#include <gmock/gmock.h>

#include "arith/spec.hpp"
#include "quality/plan.hpp"
#include "util/error.hpp"
#include "workload_files.hpp"

namespace lmulsim::quality {
namespace {

using arith::AccumulatorKind;
using arith::Format;
using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;
using transformer::ProductKind;

TEST(Arithmetic, ReadsEveryPart) {
  const Arithmetic x = parse_arithmetic("adder:2:e4m3xe5m2,acc=bf16,scale=channel,k=2");
  EXPECT_FALSE(x.plain_fp32);
  EXPECT_EQ(x.mac.multiplier.kind, arith::MultiplierKind::adder);
  EXPECT_EQ(x.mac.multiplier.offset, 2U);
  EXPECT_EQ(x.a, Format::e4m3);
  EXPECT_EQ(x.b, Format::e5m2);
  EXPECT_EQ(x.mac.accumulator.kind, AccumulatorKind::bf16);
  EXPECT_EQ(x.scaling, Scaling::channel);
  EXPECT_EQ(x.mantissa_bits, 2);
}

TEST(Arithmetic, WritesItsDefaultsOut) {
  const std::pair<const char*, const char*> names[] = {
      {"fp32", "fp32"},
      {"lmul:e4m3", "lmul:e4m3,acc=fp32,scale=tensor"},
      {"exact:bf16", "exact:bf16,acc=fp32,scale=none"},
      {"exact:int8", "exact:int8,acc=int32,scale=tensor"},
      {"exact:e4m3,acc=e4m3", "exact:e4m3,acc=e4m3,scale=none"},
      {"mitchell:e4m3xe5m2,scale=mx32", "mitchell:e4m3xe5m2,acc=fp32,scale=mx32"},
      {"lmul-real:bf16,k=4", "lmul-real:bf16,acc=fp32,scale=none,k=4"},
      {"exact:e4m3,acc=aligned-13", "exact:e4m3,acc=aligned-13,scale=tensor"},
      {"antilog:5:log43", "antilog:5:log43,acc=fp32,scale=tensor"},
      {"antilog:5:log34xlog32,scale=channel", "antilog:5:log34xlog32,acc=fp32,scale=channel"},
      {"antilog:5:log34,scale=mx32", "antilog:5:log34,acc=fp32,scale=mx32"},
      {"cmean:5:e4m3,round=adder", "cmean:5:e4m3,acc=fp32,scale=tensor,round=adder"},
      {"exact:e5m6", "exact:e5m6,acc=fp32,scale=none"},
      {"exact:e4m3fn", "exact:e4m3,acc=fp32,scale=tensor"},
      {"lmul:e4m3,round=adder", "lmul:e4m3,acc=fp32,scale=tensor,round=adder"},
      {"lmul:e4m3,round=nearest", "lmul:e4m3,acc=fp32,scale=tensor"},
      {"lmul:e4m3xe5m2,round=truncate", "lmul:e4m3xe5m2,acc=fp32,scale=tensor,k=3"},
  };
  for (const auto& [text, whole] : names) {
    EXPECT_EQ(arithmetic_name(parse_arithmetic(text)), whole);
    EXPECT_EQ(parse_arithmetic(whole), parse_arithmetic(text)) << whole;
  }
}

// Eq. 1 of arXiv:2410.00907: l(3) = 3, l(4) = 3, l(7) = 4; bf16 words have 7 mantissa bits, so 2^7 / 2^l.
TEST(Arithmetic, GivesLmulTheOffsetOfThePrecisionThatIsLeft) {
  EXPECT_EQ(mac_of(parse_arithmetic("lmul:bf16,k=3"), 1).multiplier.offset, 16U);
  EXPECT_EQ(mac_of(parse_arithmetic("lmul:bf16,k=2"), 1).multiplier.offset, 32U);
  EXPECT_EQ(mac_of(parse_arithmetic("lmul:bf16,k=7"), 1).multiplier.offset, 8U);
  EXPECT_EQ(mac_of(parse_arithmetic("mitchell:bf16,k=3"), 1).multiplier.offset, 0U);
  EXPECT_EQ(mac_of(parse_arithmetic("lmul:bf16"), 1).multiplier.offset, std::nullopt);
}

struct Wrong {
  const char* text;
  const char* expected;
};

class WrongArithmetic : public testing::TestWithParam<Wrong> {};

TEST_P(WrongArithmetic, IsRefusedWithWhatWasExpected) {
  EXPECT_THAT([] { (void)Plan::parse(GetParam().text, "--arithmetic"); },
              ThrowsMessage<InputError>(AllOf(HasSubstr("--arithmetic: expected "), HasSubstr(GetParam().expected))));
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongArithmetic,
    testing::Values(
        Wrong{"", "fp32 or MULTIPLIER:FORMAT"}, Wrong{"lmul", "fp32 or MULTIPLIER:FORMAT"},
        Wrong{"fp32,acc=bf16", "fp32 without options"}, Wrong{"lmull:e4m3", "the nearest is 'lmul'"},
        Wrong{"lmul:e4n3", "the nearest is 'e4m3'"}, Wrong{"lmul:", "found ''"},
        Wrong{"adder:2", "expected one of exact, lmul"}, Wrong{"adder:-1:e4m3", "a whole number D"},
        Wrong{"adder:57:e4m3", "an adder offset of 0 to 56, found '57'"}, Wrong{"exact:e8m0", "a format of operands"},
        Wrong{"exact:e4m3x", "found ''"}, Wrong{"exact:int8xe4m3", "both operands integers or neither"},
        Wrong{"lmul:int8", "the multiplier exact or a table for integers"},
        Wrong{"exact:e4m3,acc=int32", "acc=int32 with integers only"}, Wrong{"exact:e4m3,acc=fp64", "one of fp32"},
        Wrong{"exact:e4m3,acc", "one of fp32"}, Wrong{"exact:bf16,acc=fixed", "acc=fixed"},
        Wrong{"exact:e4m3,scale=row", "one of none, tensor"}, Wrong{"exact:bf16,scale=mx32", "at most 8 bits"},
        Wrong{"exact:int8,scale=mx32", "floating-point"}, Wrong{"lmul:e4m3,k=2,scale=mx32", "not both"},
        Wrong{"lmul:e4m3,k=4", "k= from 1 to 3"}, Wrong{"lmul:e4m3,k=0", "k= from 1 to 3"},
        Wrong{"antilog:5:e4m3", "two logarithmic operands for multiplier antilog:5, found e4m3"},
        Wrong{"antilog:17:log43", "T from 1 to 16"}, Wrong{"lmul:log43", "as mitchell two logarithmic ones"},
        Wrong{"cmean:5:bf16", "at most 8 bits"}, Wrong{"exact:log43xe4m3", "two logarithmic operands or none"},
        Wrong{"antilog:5:log44", "the nearest is 'log14'"}, Wrong{"exact:e9m3", "eEmM, eEmMfn, logEF"},
        Wrong{"antilog:5:log43,k=2", "floating-point formats only"}, Wrong{"table:/none/t.bin:e4m3", "/none/t.bin"},
        Wrong{"antilog:5:log43,round=adder", "floating-point formats of at most 8 bits"},
        Wrong{"exact:e4m3,round=adder", "lmul, mitchell, adder:D or cmean:T"},
        Wrong{"lmul:bf16,round=adder", "at most 8 bits"},
        Wrong{"lmul:e4m3,round=up", "one of nearest, truncate, adder"},
        Wrong{"lmul:e4m3,round=adder,k=2", "round= or k=, not both"},
        Wrong{"lmul:e4m3,round=adder,scale=mx32", "round=adder or scale=mx32, not both"},
        Wrong{"lmul:e4m3,k=two", "a whole number"}, Wrong{"exact:int8,k=3", "floating-point formats only"},
        Wrong{"lmul:e4m3,", "acc=, scale=, round= or k="}, Wrong{"lmul:e4m3,accu=bf16", "the nearest is acc="},
        Wrong{"lmul:e4m3,acc=bf16,acc=fp32", "each option once"}, Wrong{"fp32+", "PLACE=ARITHMETIC"},
        Wrong{"fp32+lmul:e4m3", "PLACE=ARITHMETIC"}, Wrong{"attention=", "fp32 or MULTIPLIER:FORMAT"},
        Wrong{"atention=lmul:e4m3", "the nearest is 'attention'"}, Wrong{"=fp32", "attention, scores"},
        Wrong{"a.mlp=fp32", "a layer or layers A-B"}, Wrong{"2-1.mlp=fp32", "a layer or layers A-B"},
        Wrong{"0-1-2.mlp=fp32", "a layer or layers A-B"}, Wrong{"0.head=fp32", "the head without a layer"}));

TEST(Plan, GivesEachProductTheLastRuleThatMatches) {
  const Plan plan = Plan::parse("exact:bf16+attention=lmul:e4m3+values=fp32+1-2.all=exact:int8+2.mlp=exact:e5m2");
  const auto name = [&](ProductKind kind, std::int64_t layer) {
    const Arithmetic& x = plan.of(kind, layer);
    return x.plain_fp32 ? std::string("fp32") : std::string(arith::info(x.a).name);
  };
  EXPECT_EQ(name(ProductKind::projection, 0), "bf16");
  EXPECT_EQ(name(ProductKind::scores, 0), "e4m3");
  EXPECT_EQ(name(ProductKind::values, 0), "fp32");
  EXPECT_EQ(name(ProductKind::values, 1), "int8");
  EXPECT_EQ(name(ProductKind::mlp, 2), "e5m2");
  EXPECT_EQ(name(ProductKind::mlp, 3), "bf16");
  EXPECT_EQ(name(ProductKind::head, -1), "bf16");
  EXPECT_EQ(Plan::parse(plan.text()).text(), plan.text());
}

TEST(Plan, IsFp32WhereNothingIsSaid) {
  EXPECT_TRUE(Plan::parse("mlp=lmul:e4m3").of(ProductKind::head, -1).plain_fp32);
}

TEST(Plan, ReadsAFileLikeTheText) {
  const formats::ScratchFolder scratch("plan");
  const auto path = scratch / "careful.yaml";
  write(path, "default: lmul:e4m3\nhead: exact:bf16\nlayers:\n  0-1: {attention: fp32}\n");
  const Plan plan = Plan::from(path.string());
  EXPECT_EQ(plan.name(), "careful");
  EXPECT_EQ(plan.text(), Plan::parse("lmul:e4m3+head=exact:bf16+0-1.attention=fp32").text());
}

TEST(Plan, NamesTheLineOfAWrongFile) {
  const formats::ScratchFolder scratch("plan");
  const auto path = scratch / "p.json";
  const auto refused = [&](const std::string& text, const char* message) {
    write(path, text);
    EXPECT_THAT([&] { (void)Plan::from(path.string()); }, ThrowsMessage<InputError>(HasSubstr(message))) << text;
  };
  refused("{\"default\": \"fp32\",\n \"hat\": \"fp32\"}", "p.json:2: hat: expected attention, scores");
  refused("{\"default\": \"lmul\"}", "p.json:1: default: expected fp32 or");
  refused("{\"mlp\": [1]}", "p.json:1: mlp: expected a text, found a list");
  refused("{\"layers\": {\"x\": {\"mlp\": \"fp32\"}}}", "expected a layer or layers A-B, found 'x'");
  refused("{\"layers\": {\"0\": \"fp32\"}}", "expected a map");
  refused("[]", "p.json:1: expected one map of keys");
}

TEST(Plan, RefusesLayersThatTheModelDoesNotHave) {
  const Plan plan = Plan::parse("fp32+0-5.mlp=lmul:e4m3");
  plan.check_layers(6);
  EXPECT_THAT([&] { plan.check_layers(5); },
              ThrowsMessage<InputError>(HasSubstr("0-5.mlp: expected layers 0 to 4 of this model")));
}

}  // namespace
}  // namespace lmulsim::quality
