// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/operands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "arith/convert.hpp"
#include "arith/names.hpp"
#include "arith/scaling.hpp"
#include "arith/spec.hpp"
#include "arith/thresholds.hpp"
#include "config/load.hpp"
#include "util/error.hpp"

namespace lmulsim::study {
namespace {

using arith::Format;
using ::testing::HasSubstr;

graph::Operator product(const char* name, const graph::Gemm& gemm, std::int64_t count = 1) {
  graph::Operator op;
  op.name = name;
  op.gemm = gemm;
  op.count = count;
  return op;
}

TEST(RandomOperands, AreAFunctionOfSeedAndName) {
  const machine::Accelerator acc = config::load_accelerator("lmul-e4m3-ws-4x4");
  const auto draw = [&](const char* name, std::uint64_t seed) {
    return random_operands(acc, product(name, {7, 8, 9}, 2), seed).a;
  };
  EXPECT_EQ(draw("q", 1), draw("q", 1));
  EXPECT_NE(draw("q", 1), draw("q", 2));
  EXPECT_NE(draw("q", 1), draw("k", 1));
}

TEST(RandomOperands, FillTheRangeOfTheFormat) {
  const machine::Accelerator acc = config::load_accelerator("exact-e4m3-e5m2-ws-32x32");
  const engine::Operands o = random_operands(acc, product("gemm", {32, 64, 48}, 3), 5);
  ASSERT_EQ(o.a.size(), 3U * 32 * 48);
  ASSERT_EQ(o.b.size(), 3U * 48 * 64);
  const auto largest = [](const std::vector<std::uint16_t>& codes, std::uint16_t mask) {
    std::uint16_t most = 0;
    for (const std::uint16_t code : codes) {
      most = std::max<std::uint16_t>(most, code & mask);
    }
    return most;
  };
  EXPECT_EQ(largest(o.a, 0x7F), 0x7E);  // 448
  EXPECT_EQ(largest(o.b, 0x7F), 0x7B);  // 57344
}

/// Values that are all different, of two products of 2 x 3 (A) and 3 x 2 (B).
tensors::Tensors some_tensors() {
  const auto tensor = [](std::vector<std::int64_t> shape, float first) {
    std::vector<float> values(12);
    std::ranges::generate(values, [&first] { return first *= -1.37F; });
    return tensors::make_tensor(values, std::move(shape));
  };
  return {{"a", tensor({2, 2, 3}, 0.01F)}, {"b", tensor({2, 3, 2}, 0.3F)}};
}

engine::Operands made_with(const char* keys) {
  const std::vector<config::Setting> settings{{.key = "operands", .value = keys}};
  const machine::Accelerator acc = config::load_accelerator("lmul-e4m3-ws-4x4", settings);
  graph::Operator op = product("p", {2, 2, 3}, 2);
  op.a_tensor = "a";
  op.b_tensor = "b";
  return tensor_operands(acc, op, some_tensors());
}

/// The code of a value by itself.
std::uint16_t code(float value, float scale, arith::Rounding rounding = arith::Rounding::nearest) {
  return static_cast<std::uint16_t>(arith::quantise(value, scale, Format::e4m3, rounding));
}

TEST(Operands, WithoutScalesAreTheirValuesRounded) {
  const std::vector<float> a = some_tensors().at("a").floats();
  const engine::Operands nearest = made_with("{scaling: none}");
  const engine::Operands cut = made_with("{scaling: none, rounding: truncate}");
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(nearest.a[i], code(a[i], 1)) << i;
    EXPECT_EQ(cut.a[i], code(a[i], 1, arith::Rounding::truncate)) << i;
  }
  EXPECT_NE(nearest.a, cut.a);
}

TEST(Operands, ThatKnowTheAdderAreRoundedByTheThresholdsOfTheirSide) {
  const tensors::Tensors tensors = some_tensors();
  const engine::Operands o = made_with("{scaling: none, rounding: adder}");
  const arith::MultiplierSpec lmul = arith::parse_multiplier("lmul");
  const auto expect = [&](const std::vector<std::uint16_t>& codes, const std::vector<float>& values, arith::Side side) {
    const arith::Thresholds t = arith::adder_thresholds(lmul, Format::e4m3, Format::e4m3, side);
    for (std::size_t i = 0; i < values.size(); ++i) {
      EXPECT_EQ(codes[i], arith::quantise(values[i], 1, Format::e4m3, t)) << i;
    }
  };
  expect(o.a, tensors.at("a").floats(), arith::Side::a);
  expect(o.b, tensors.at("b").floats(), arith::Side::b);
  EXPECT_NE(o.b, made_with("{scaling: none}").b);
}

TEST(Operands, OfChannelsHaveAScaleForEachRowOfAAndEachColumnOfB) {
  const std::vector<float> a = some_tensors().at("a").floats();
  const std::vector<float> b = some_tensors().at("b").floats();
  const engine::Operands o = made_with("{scaling: channel}");
  for (std::size_t i = 0; i < 12; ++i) {
    const std::size_t row = i / 3 * 3;
    EXPECT_EQ(o.a[i], code(a[i], arith::absmax_scale(std::vector{a[row], a[row + 1], a[row + 2]}, Format::e4m3))) << i;
    const std::size_t column = i / 6 * 6 + i % 2;
    EXPECT_EQ(o.b[i],
              code(b[i], arith::absmax_scale(std::vector{b[column], b[column + 2], b[column + 4]}, Format::e4m3)))
        << i;
  }
  EXPECT_EQ(made_with("{scaling: tensor}").a, made_with("{rounding: nearest}").a);
  EXPECT_NE(made_with("{scaling: tensor}").a, o.a);
}

TEST(RandomOperands, ThatWouldNotFitMemoryAreRefused) {
  const machine::Accelerator acc = config::load_accelerator("lmul-e4m3-ws-4x4");
  EXPECT_THAT(
      [&] {
        (void)random_operands(acc, product("big", {100000, 100000, 100000}), 1);
      },
      ::testing::ThrowsMessage<InputError>(HasSubstr("big: expected at most")));
}

TEST(TensorOperands, AreQuantised) {
  const machine::Accelerator acc = config::load_accelerator("exact-bf16-ws-32x32");
  graph::Operator op = product("scores", {2, 1, 2}, 2);
  op.a_tensor = "a";
  op.b_tensor = "b";
  tensors::Tensors tensors;
  const std::vector<float> a{1, 2, 3, 4, 5, 6, 7, 8};
  const std::vector<float> b{1, -1, 2, -2};
  tensors["a"] = tensors::make_tensor(a, {2, 2, 2});
  tensors["b"] = tensors::make_tensor(b, {2, 2, 1});
  const engine::Operands o = tensor_operands(acc, op, tensors);
  ASSERT_EQ(o.a.size(), 8U);
  ASSERT_EQ(o.b.size(), 4U);
  EXPECT_NE(o.b[0], o.b[2]);
  EXPECT_EQ(o.b[0] ^ 0x8000, o.b[1]);
}

TEST(TensorOperands, CodesOfTheAcceleratorsFormatAreTakenAsTheyAre) {
  const machine::Accelerator acc = config::load_accelerator("lmul-e4m3-ws-4x4");
  graph::Operator op = product("gemm", {1, 1, 3});
  op.a_tensor = "a";
  op.b_tensor = "b";
  tensors::Tensors tensors;
  const std::vector<std::uint32_t> codes{0x38, 0xB9, 0x7F};
  tensors["a"] = tensors::make_tensor(tensors::DType::f8_e4m3, codes, {1, 3});
  tensors["b"] = tensors::make_tensor(tensors::DType::f8_e4m3, codes, {3, 1});
  EXPECT_EQ(tensor_operands(acc, op, tensors).a, (std::vector<std::uint16_t>{0x38, 0xB9, 0x7F}));
  tensors["b"] = tensors::make_tensor(tensors::DType::f8_e5m2, codes, {3, 1});
  EXPECT_THAT([&] { (void)tensor_operands(acc, op, tensors); },
              ::testing::ThrowsMessage<InputError>(
                  HasSubstr("gemm: B: expected a tensor of F32 or the accelerator's e4m3, found F8_E5M2")));
}

}  // namespace
}  // namespace lmulsim::study
