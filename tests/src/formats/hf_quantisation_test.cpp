// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Scales of FP8 weights, beside the products spelt out; the schemes that are read; tensors that nothing asks for.
#include "formats/hf/hf_quantisation.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <random>

#include "files.hpp"
#include "formats/hf/hf_leftovers.hpp"
#include "tensors/safetensors.hpp"
#include "util/error.hpp"
#include "util/json.hpp"

namespace lmulsim::formats {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

tensors::Tensor random_words(tensors::DType type, std::vector<std::int64_t> shape, std::mt19937& random) {
  tensors::Tensor tensor{type, std::move(shape), {}};
  const auto size = static_cast<std::size_t>(tensor.elements());
  for (std::size_t i = 0; i < size; ++i) {
    switch (type) {
      case tensors::DType::f32: {
        const float value = std::ldexp(static_cast<float>(random() % 1000 + 1), -8);
        const auto* bytes = reinterpret_cast<const std::byte*>(&value);
        tensor.bytes.insert(tensor.bytes.end(), bytes, bytes + sizeof(value));
        break;
      }
      case tensors::DType::f16:
      case tensors::DType::bf16:  // exponents around that of one
        tensor.bytes.push_back(static_cast<std::byte>(random()));
        tensor.bytes.push_back(static_cast<std::byte>(0x3C + random() % 4));
        break;
      default:  // one byte, finite
        tensor.bytes.push_back(static_cast<std::byte>((random() % 2) * 0x80 + random() % 0x78));
    }
  }
  return tensor;
}

std::vector<float> values_of(const tensors::Tensor& tensor) {
  constexpr std::array kTypes{std::pair{tensors::DType::f32, tensors::StoredType::f32},
                              std::pair{tensors::DType::f16, tensors::StoredType::f16},
                              std::pair{tensors::DType::bf16, tensors::StoredType::bf16},
                              std::pair{tensors::DType::f8_e4m3, tensors::StoredType::f8_e4m3},
                              std::pair{tensors::DType::f8_e5m2, tensors::StoredType::f8_e5m2}};
  const auto* const type =
      std::ranges::find(kTypes, tensor.dtype, &std::pair<tensors::DType, tensors::StoredType>::first);
  return tensors::decode({type->second, "", tensor.shape, tensor.bytes});
}

/// One weight, its scale, and the blocks that the config names.
struct Trial {
  int seed;
  tensors::DType weight, scale;
  std::int64_t rows, cols;
  std::vector<std::int64_t> scale_shape;
  std::optional<hf::ScaleBlock> block;
  std::int64_t block_rows, block_cols;  ///< what the scale's shape stands for
};

std::vector<Trial> trials() {
  std::mt19937 random(7);
  std::vector<Trial> all;
  for (int seed = 0; seed < 24; ++seed) {
    const auto size = [&] { return static_cast<std::int64_t>(random() % 40 + 2); };
    Trial t{seed, tensors::DType::f8_e4m3, tensors::DType::f32, size(), size(), {}, std::nullopt, 0, 0};
    t.weight = seed % 5 == 4 ? tensors::DType::f8_e5m2 : tensors::DType::f8_e4m3;
    t.scale =
        std::array{tensors::DType::f32, tensors::DType::bf16, tensors::DType::f16}[static_cast<std::size_t>(seed) % 3];
    t.block_rows = t.rows;
    t.block_cols = t.cols;
    switch (seed % 4) {
      case 0:
        t.scale_shape = seed % 8 == 0 ? std::vector<std::int64_t>{} : std::vector<std::int64_t>{1};
        break;
      case 1:
      case 2:
        t.scale_shape = seed % 4 == 1 ? std::vector{t.rows} : std::vector<std::int64_t>{t.rows, 1};
        t.block_rows = 1;
        break;
      default:
        t.block = hf::ScaleBlock{size() / 3 + 1, size() / 3 + 1};
        t.block_rows = t.block->rows;
        t.block_cols = t.block->cols;
        t.scale_shape = {(t.rows + t.block_rows - 1) / t.block_rows, (t.cols + t.block_cols - 1) / t.block_cols};
    }
    all.push_back(t);
  }
  return all;
}

TEST(HfScales, MultiplyEveryBlock) {
  for (const Trial& t : trials()) {
    std::mt19937 random(static_cast<unsigned>(t.seed));
    const ScratchFolder folder("hf_scales");
    tensors::Tensors tensors;
    tensors["w"] = random_words(t.weight, {t.rows, t.cols}, random);
    const char* name = t.seed % 2 == 0 ? "w_scale" : "w_scale_inv";
    tensors[name] = random_words(t.scale, t.scale_shape, random);
    tensors::write_safetensors(folder / "a.safetensors", tensors);
    const std::array shape{t.rows, t.cols};
    const tensors::Weight found =
        hf::scaled_weight(tensors::open_safetensors(folder / "a.safetensors"), "w", shape, {true, t.block});
    const auto codes = values_of(tensors["w"]);
    const auto factors = values_of(tensors[name]);
    const std::int64_t across = (t.cols + t.block_cols - 1) / t.block_cols;
    for (std::int64_t i = 0; i < t.rows * t.cols; ++i) {
      const std::int64_t block = i / t.cols / t.block_rows * across + i % t.cols / t.block_cols;
      const auto at = static_cast<std::size_t>(i);
      ASSERT_EQ(found.values()[at], codes[at] * factors[static_cast<std::size_t>(block)]) << t.seed << " " << i;
    }
  }
}

void expect_no_scale(const tensors::Tensors& tensors, const hf::HfQuantisation& quantisation, bool outputs_first,
                     const char* message) {
  const ScratchFolder folder("hf_scales_bad");
  tensors::write_safetensors(folder / "a.safetensors", tensors);
  const tensors::TensorFile file = tensors::open_safetensors(folder / "a.safetensors");
  const std::array<std::int64_t, 2> shape{4, 4};
  EXPECT_THAT([&] { (void)hf::scaled_weight(file, "w", shape, quantisation, outputs_first); },
              ThrowsMessage<InputError>(HasSubstr(message)));
}

TEST(HfScales, ThatDoNotFitAreRefused) {
  std::mt19937 random(1);
  const tensors::Tensor fp8 = random_words(tensors::DType::f8_e4m3, {4, 4}, random);
  const auto scale = [&](std::vector<std::int64_t> shape) {
    return random_words(tensors::DType::f32, std::move(shape), random);
  };
  expect_no_scale({{"w", fp8}}, {true, std::nullopt}, true, "expected 'w_scale' or 'w_scale_inv' beside FP8 values");
  expect_no_scale({{"w", fp8}, {"w_scale", scale({1})}, {"w_scale_inv", scale({1})}}, {}, true, "found both");
  expect_no_scale({{"w", fp8}, {"w_scale", scale({1, 4})}}, {}, true, "expected the shape [], [1], [4] or [4, 1]");
  expect_no_scale({{"w", fp8}, {"w_scale", scale({2, 2})}}, {}, true, "found [2, 2]");
  expect_no_scale({{"w", fp8}, {"w_scale", scale({4, 1})}}, {}, false, "expected the shape [] or [1]");
  expect_no_scale({{"w", fp8}, {"w_scale_inv", scale({1})}}, {true, hf::ScaleBlock{2, 2}}, true,
                  "expected the shape [2, 2]");
  expect_no_scale({{"w", scale({4, 4})}, {"w_scale", scale({1})}}, {}, true, "is no matrix of FP8 values");
}

hf::HfQuantisation quantisation_of(const std::string& keys) {
  return hf::read_hf_quantisation(util::parse_json("{\"quantization_config\": " + keys + "}", "config.json"),
                                  "config.json");
}

std::string groups(const std::string& weights) {
  return R"({"quant_method": "compressed-tensors", "format": "float-quantized", "config_groups": {"group_0": {"targets":
            ["Linear"], "input_activations": {"num_bits": 8}, "weights": {)" +
         weights + "}}}, \"ignore\": [\"lm_head\"]}";
}

TEST(HfQuantisation, ReadsTheSchemesOfFp8) {
  EXPECT_FALSE(quantisation_of("null").fp8);
  EXPECT_EQ(quantisation_of(R"({"quant_method": "fp8", "weight_block_size": [128, 64]})").block->cols, 64);
  const char* fp8 = R"({"quant_method": "fp8", "activation_scheme": "static", "ignored_layers": ["lm_head"]})";
  EXPECT_TRUE(quantisation_of(fp8).fp8);
  EXPECT_FALSE(quantisation_of(fp8).block);
  EXPECT_TRUE(quantisation_of(R"({"quant_method": "fbgemm_fp8", "activation_scale_ub": 1200})").fp8);
  EXPECT_TRUE(quantisation_of(R"({"quant_method": "modelopt", "quant_algo": "FP8", "producer": {}})").fp8);
  const std::string plain = R"("num_bits": 8, "type": "float", "symmetric": true, "observer": "minmax", )";
  EXPECT_FALSE(quantisation_of(groups(plain + R"("strategy": "channel")")).block);
  EXPECT_FALSE(quantisation_of(groups(plain + R"("strategy": "tensor", "block_structure": null)")).block);
  EXPECT_EQ(quantisation_of(groups(plain + R"("strategy": "block", "block_structure": [16, 32])")).block->rows, 16);
  EXPECT_EQ(quantisation_of(groups(plain + R"("strategy": "group", "group_size": 32)")).block->rows, 1);
}

TEST(HfQuantisation, RefusesOthersByName) {
  const std::pair<std::string, const char*> bad[] = {
      {R"({"quant_method": "gptq", "bits": 4})", "quant_method: expected one of fp8, fbgemm_fp8"},
      {R"({"bits": 4})", "quant_method: expected a string"},
      {R"({"quant_method": "fp8", "fmt": "e3m4"})", "fmt: expected e4m3 or e5m2, found 'e3m4'"},
      {R"({"quant_method": "fp8", "weight_block_size": [128]})", "weight_block_size: expected two sizes"},
      {R"({"quant_method": "fp8", "group": 8})", "unknown key 'group'"},
      {R"({"quant_method": "modelopt", "quant_algo": "NVFP4"})", "quant_algo: expected FP8"},
      {R"({"quant_method": "compressed-tensors", "format": "pack-quantized", "config_groups": {}})",
       "format: expected"},
      {groups(R"("num_bits": 4, "type": "float")"), "num_bits: expected 8, found 4"},
      {groups(R"("num_bits": 8, "type": "int")"), "type: expected float, found 'int'"},
      {groups(R"("num_bits": 8, "type": "float", "symmetric": false)"), "symmetric: expected true"},
      {groups(R"("num_bits": 8, "type": "float", "strategy": "token")"), "strategy: expected tensor"},
      {groups(R"("num_bits": 8, "type": "float", "strategy": "block")"), "block_structure: expected two sizes"},
  };
  for (const auto& [keys, message] : bad) {
    EXPECT_THAT([&] { (void)quantisation_of(keys); }, ThrowsMessage<InputError>(HasSubstr(message))) << keys;
  }
}

void check(const char* type, const std::string& name) {
  const ScratchFolder folder("hf_leftovers");
  tensors::write_safetensors(folder / "a.safetensors", {{name, tensors::make_tensor(std::vector<float>{1, 2}, {2})}});
  hf::check_leftovers(tensors::open_safetensors(folder / "a.safetensors"), {}, type, "e");
}

TEST(HfLeftovers, ThatChangeNothingArePassedOver) {
  const std::pair<const char*, const char*> harmless[] = {
      {"llama", "model.layers.0.self_attn.rotary_emb.inv_freq"},
      {"gpt2", "transformer.h.0.attn.bias"},
      {"gpt2", "h.0.attn.masked_bias"},
      {"bert", "bert.embeddings.position_ids"},
      {"llama", "model.layers.0.mlp.up_proj.input_scale"},
      {"qwen2", "model.layers.0.self_attn.k_scale"},
      {"bert", "cls.predictions.bias"},
      {"distilbert", "vocab_transform.weight"},
  };
  for (const auto& [type, name] : harmless) {
    EXPECT_NO_THROW(check(type, name)) << name;
  }
}

TEST(HfLeftovers, OthersAreRefused) {
  const std::pair<const char*, const char*> weights[] = {
      {"llama", "model.layers.0.attn.bias"},
      {"llama", "cls.predictions.bias"},
      {"llama", "lm_head.bias"},
      {"gpt2", "transformer.h.0.attn.c_attn.bi"},
      {"bert", "vocab_transform.weight"},
      {"qwen2", "score.weight"},
      {"llama", "model.layers.0.mlp.up_proj.weight_scale_2"},
  };
  for (const auto& [type, name] : weights) {
    EXPECT_THAT([&] { check(type, name); },
                ThrowsMessage<InputError>(HasSubstr(fmt::format("tensor '{}': expected none of this name", name))));
  }
}

}  // namespace
}  // namespace lmulsim::formats
