// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Checkpoints in FP8 with scales, each beside the same network in fp32; and tensors that no part of a network asks for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "small_network.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

using Shape = std::vector<std::int64_t>;

float e4m3(unsigned char code) {
  const int exponent = (code >> 3) & 15;
  const int mantissa = code & 7;
  const float size = exponent == 0 ? std::ldexp(static_cast<float>(mantissa), -9)
                                   : std::ldexp(static_cast<float>(8 + mantissa), exponent - 10);
  return code < 128 ? size : -size;
}

/// Codes of numbers below 2, both signs, different for every element.
unsigned char code_of(std::size_t i) {
  const auto word = static_cast<std::uint32_t>(i * 2654435761U);
  return static_cast<unsigned char>(((word >> 24U) & 0x80U) | ((word >> 13U) % 0x40U));
}

float factor_of(std::size_t i) {
  return 0.11F + 0.07F * static_cast<float>(i % 11);
}

/// How one scale lies over a matrix: blocks of so many rows and columns, and the shape of their array.
struct Grid {
  std::int64_t rows, cols;
  Shape shape;
};
using GridOf = std::function<Grid(const Shape&)>;

/// The fixture with FP8 layers and scales, or the same numbers multiplied out.
SmallNetwork network(bool fp8, const std::string& suffix, const GridOf& grid_of, const json::value& quantisation) {
  SmallNetwork n("llama");
  n.config["quantization_config"] = quantisation;
  n.each_matrix([&](const std::string& name, SmallNetwork::Tensor& tensor) {
    const Grid grid = grid_of(tensor.shape);
    const std::int64_t across = (tensor.shape[1] + grid.cols - 1) / grid.cols;
    std::string codes;
    std::vector<float> values;
    std::vector<float> factors;
    for (std::int64_t i = 0; i < tensor.shape[0] * tensor.shape[1]; ++i) {
      const std::int64_t block = i / tensor.shape[1] / grid.rows * across + i % tensor.shape[1] / grid.cols;
      const unsigned char code = code_of(static_cast<std::size_t>(i) + name.size());
      codes += static_cast<char>(code);
      values.push_back(e4m3(code) * factor_of(static_cast<std::size_t>(block)));
      factors.resize(std::max(factors.size(), static_cast<std::size_t>(block) + 1));
    }
    for (std::size_t i = 0; i < factors.size(); ++i) {
      factors[i] = factor_of(i);
    }
    if (fp8) {
      n.tensors[name + suffix] = SmallNetwork::f32(grid.shape, factors);
      tensor = {"F8_E4M3", tensor.shape, codes};
    } else {
      tensor = SmallNetwork::f32(tensor.shape, values);
    }
  });
  return n;
}

void expect_as_fp32(const std::string& suffix, const GridOf& grid, const json::value& quantisation) {
  const double right = network(false, suffix, grid, nullptr).perplexity();
  EXPECT_GT(right, 1.0);
  EXPECT_EQ(network(true, suffix, grid, quantisation).perplexity(), right);
}

Grid whole(const Shape& shape, Shape scale) {
  return {shape[0], shape[1], std::move(scale)};
}

json::value fp8(const json::value& block) {
  return {{"quant_method", "fp8"}, {"fmt", "e4m3"}, {"activation_scheme", "dynamic"}, {"weight_block_size", block}};
}

TEST(Fp8Trials, AScalePerTensor) {
  expect_as_fp32(
      "_scale_inv", [](const Shape& s) { return whole(s, {1}); }, fp8(json::array{128, 128}));
  expect_as_fp32("_scale", [](const Shape& s) { return whole(s, {}); },
                 {{"quant_method", "modelopt"}, {"quant_algo", "FP8"}});
}

TEST(Fp8Trials, AScalePerChannel) {
  const json::value weights{{"num_bits", 8}, {"type", "float"}, {"strategy", "channel"}, {"symmetric", true}};
  const json::value groups{{"group_0", {{"targets", {"Linear"}}, {"weights", weights}}}};
  expect_as_fp32("_scale",
                 [](const Shape& s) {
                   return Grid{1, s[1], {s[0], 1}};
                 },
                 {{"quant_method", "compressed-tensors"}, {"format", "float-quantized"}, {"config_groups", groups}});
}

TEST(Fp8Trials, AScalePerBlock) {
  const auto grid = [](const Shape& s) { return Grid{5, 7, {(s[0] + 4) / 5, (s[1] + 6) / 7}}; };
  expect_as_fp32("_scale_inv", grid, fp8(json::array{5, 7}));
}

void expect_refused(const SmallNetwork& n, const std::string& key, const std::string& message) {
  const Outcome o = n.evaluate();
  EXPECT_EQ(o.code, 2) << o.out;
  EXPECT_THAT(o.err, AllOf(HasSubstr(key), HasSubstr(message)));
}

TEST(Fp8Trials, OtherSchemesAreRefusedByName) {
  for (const char* method : {"gptq", "awq", "bitsandbytes", "mxfp4", "torchao"}) {
    SmallNetwork n("llama");
    n.config["quantization_config"] = {{"quant_method", method}, {"bits", 4}};
    expect_refused(n, "quantization_config: quant_method", std::string("found '") + method + "'");
  }
}

TEST(Fp8Trials, AScaleThatIsMissingOrDoesNotFitIsRefused) {
  const auto channel = [](const Shape& s) { return Grid{1, s[1], {s[0], 1}}; };
  SmallNetwork missing = network(true, "_scale", channel, fp8(nullptr));
  missing.tensors.erase("model.layers.1.mlp.up_proj.weight_scale");
  expect_refused(missing, "'model.layers.1.mlp.up_proj.weight'", "expected 'model.layers.1.mlp.up_proj.weight_scale'");
  expect_refused(network(true, "_scale_inv", channel, fp8(json::array{8, 8})), "weight_scale_inv'",
                 "expected the shape [");
}

TEST(Fp8Trials, TensorsThatNothingAsksForAreRefused) {
  for (const std::string name : {"layers.0.self_attn.q_proj.bias", "layers.1.mlp.up_proj.weight_zero_point",
                                 "layers.0.mlp.down_proj.qweight", "layers.2.input_layernorm.weight"}) {
    SmallNetwork n("llama");
    n.tensors["model." + name] = SmallNetwork::f32({2}, {1, 2});
    expect_refused(n, "tensor 'model." + name + "'", "expected none of this name in a llama model");
  }
}

}  // namespace
}  // namespace lmulsim::cli_test
