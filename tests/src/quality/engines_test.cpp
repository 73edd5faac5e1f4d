// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The products of a whole model, on the codes that ModelledGemm makes, give the bits of the array engines.
#include <gmock/gmock.h>

#include <bit>

#include "accelerator/session.hpp"
#include "arith/accumulate.hpp"
#include "config/load.hpp"
#include "engine/run.hpp"
#include "formats/open.hpp"
#include "mapping/loops.hpp"
#include "quality/modelled_gemm.hpp"
#include "transformer/model_runner.hpp"
#include "workload_files.hpp"

namespace lmulsim::quality {
namespace {

std::vector<std::uint16_t> codes(const Quantised& q) {
  std::vector<std::uint16_t> words;
  for (std::size_t i = 0; i < q.rows * q.cols; ++i) {
    words.push_back(static_cast<std::uint16_t>(arith::load_code(q.format, q.codes.data(), i)));
  }
  return words;
}

/// C as an engine computes it, scaled as modelled_product.hpp says (one scale for each operand, or none).
std::vector<float> on_array(const machine::Accelerator& accelerator, accelerator::Session& session, const Quantised& a,
                            const Quantised& b) {
  const graph::Gemm gemm{static_cast<std::int64_t>(a.rows), static_cast<std::int64_t>(b.cols),
                         static_cast<std::int64_t>(a.cols)};
  const mapping::Program program(accelerator.shape(), gemm, 1, mapping::choose_loops(accelerator, gemm));
  const engine::Operands operands{codes(a), codes(b)};
  std::vector<float> values;
  for (const arith::AccWord& word : session.run(program, &operands).outputs) {
    const auto sum = std::bit_cast<float>(arith::to_fp32(accelerator.pe.accumulator, word));
    values.push_back(a.scales.empty() ? sum : sum * a.scales[0] * b.scales[0]);
  }
  return values;
}

struct Counts {
  int products = 0;
  int results = 0;
  int different = 0;
};

/// Runs a model over some tokens, every product also on the array; `spoil` changes one code of B.
Counts compare_model(const transformer::Model& model, const std::vector<int>& tokens, const char* arithmetic,
                     const char* accelerator_name, engine::Engine engine, bool spoil = false) {
  const machine::Accelerator accelerator = config::load_accelerator(accelerator_name);
  const Arithmetic x = parse_arithmetic(arithmetic);
  ModelledGemm gemm(Plan::parse(arithmetic));
  accelerator::Session session(engine, accelerator);
  Counts counts;
  transformer::ModelRunner runner(model, [&](const transformer::GemmCall& call, std::span<float> out) {
    gemm.run(call, out);
    Quantised b = quantise(x, call.b, Side::b);
    if (spoil && call.name == "layers.1.up_proj") {
      b.codes.back() ^= std::byte{0x04};
    }
    const std::vector<float> expected = on_array(accelerator, session, quantise(x, call.a, Side::a), b);
    ASSERT_EQ(expected.size(), out.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
      counts.different += std::bit_cast<std::uint32_t>(out[i]) == std::bit_cast<std::uint32_t>(expected[i]) ? 0 : 1;
    }
    counts.products += 1;
    counts.results += static_cast<int>(out.size());
  });
  (void)runner.run(tokens);
  return counts;
}

/// Two layers and the head of a tiny random model.
Counts compare(const char* arithmetic, const char* accelerator, engine::Engine engine, bool spoil = false) {
  return compare_model(formats::load_model(formats::data_file("tiny.bin")), {1, 291, 7, 264, 264, 299, 33}, arithmetic,
                       accelerator, engine, spoil);
}

void expect_equal(const Counts& counts) {
  EXPECT_EQ(counts.different, 0);
  EXPECT_EQ(counts.products, 2 * (7 + 2 * 4) + 1);
  EXPECT_GT(counts.results, 2000);
}

TEST(Engines, TheFastOneGivesTheSameBits) {
  using enum engine::Engine;
  expect_equal(compare("lmul:e4m3", "lmul-e4m3-ws-32x32", fast));
  expect_equal(compare("exact:e4m3,acc=fixed", "exact-e4m3-fixed-ws-32x32", fast));
  expect_equal(compare("lmul:e4m3,acc=bf16", "lmul-e4m3-bf16acc-ws-32x32", fast));
  expect_equal(compare("exact:bf16", "exact-bf16-os-4x4", fast));
  expect_equal(compare("exact:int8", "int8-ws-4x4", fast));
  expect_equal(compare("exact:e4m3xe5m2", "exact-e4m3-e5m2-ws-32x32", fast));
}

struct RtlCase {
  const char* name;
  const char* arithmetic;
  const char* accelerator;
};

class InRtl : public testing::TestWithParam<RtlCase> {};

TEST_P(InRtl, ATinyModelHasTheSameBits) {
  expect_equal(compare(GetParam().arithmetic, GetParam().accelerator, engine::Engine::rtl));
}

// Six layers of trained weights and their activations, and the head: 1.3 million weights, each through the Verilated
// array.
TEST_P(InRtl, EveryLayerOfTheProjectsModelHasTheSameBits) {
  const transformer::Model model = formats::load_model(formats::data_file("../../models/kjv-1m"));
  const Counts counts =
      compare_model(model, {0, 391, 81, 500}, GetParam().arithmetic, GetParam().accelerator, engine::Engine::rtl);
  EXPECT_EQ(counts.different, 0);
  EXPECT_EQ(counts.products, 6 * (7 + 2 * 4) + 1);
  EXPECT_EQ(counts.results, 6 * (4 * (128 + 64 + 64 + 128 + 384 + 384 + 128) + 4 * (4 * 4 + 4 * 32)) + 1024);
}

INSTANTIATE_TEST_SUITE_P(Engines, InRtl,
                         testing::Values(RtlCase{"LmulE4m3", "lmul:e4m3", "lmul-e4m3-ws-4x4"},
                                         RtlCase{"ExactE4m3", "exact:e4m3", "exact-e4m3-is-4x4"},
                                         RtlCase{"Bf16", "exact:bf16", "exact-bf16-os-4x4"},
                                         RtlCase{"Int8", "exact:int8", "int8-ws-4x4"}),
                         [](const auto& given) { return std::string(given.param.name); });

TEST(Engines, TheComparisonNoticesOneWrongCode) {
  EXPECT_GT(compare("lmul:e4m3", "lmul-e4m3-ws-4x4", engine::Engine::fast, true).different, 0);
}

}  // namespace
}  // namespace lmulsim::quality
