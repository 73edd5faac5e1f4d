// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/operands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "arith/convert.hpp"
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
