// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/hf/hf_config.hpp"

#include <gmock/gmock.h>

#include "util/error.hpp"
#include "util/json.hpp"

namespace lmulsim::formats {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr const char* kLlama = R"({"model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2,
  "num_attention_heads": 4, "intermediate_size": 96, "vocab_size": 100, "max_position_embeddings": 32,
  "hidden_act": "silu"})";

/// The config above with one key replaced (or removed, for null text).
transformer::Transformer read_with(std::string_view key, const char* value) {
  auto config = util::parse_json(kLlama, "config.json");
  if (value == nullptr) {
    config.as_object().erase(key);
  } else {
    config.as_object()[key] = util::parse_json(value, "value");
  }
  return hf::read_hf_config(config, "config.json");
}

TEST(HfConfig, FillsWhatTheFileLeavesOut) {
  const transformer::Transformer t = read_with("torch_dtype", "\"bfloat16\"");
  EXPECT_EQ(t.kv_heads, 4);
  EXPECT_EQ(t.head_dim, 16);
  EXPECT_FALSE(t.tied_head);
  EXPECT_EQ(t.name, "config");
}

TEST(HfConfig, TakesAHeadSizeThatIsNotTheQuotient) {
  EXPECT_EQ(read_with("head_dim", "32").head_dim, 32);
}

TEST(HfConfig, ReadsBiasesOfLlama) {
  EXPECT_TRUE(read_with("attention_bias", "true").linear.out_bias);
  EXPECT_TRUE(read_with("mlp_bias", "true").linear.mlp_bias);
}

TEST(HfConfig, CountsTheLabelsOfAnImageClassifier) {
  const auto vit = util::parse_json(
      R"({"model_type": "vit", "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2,
          "intermediate_size": 16, "hidden_act": "gelu", "image_size": 32, "patch_size": 8,
          "id2label": {"0": "cat", "1": "dog", "2": "cow"}})",
      "vit.json");
  EXPECT_EQ(hf::read_hf_config(vit, "vit.json").labels, 3);
  EXPECT_EQ(hf::read_hf_config(vit, "vit.json").max_positions, 17);
}

struct Bad {
  const char* key;
  const char* value;
  const char* message;
};

class BadHfConfig : public testing::TestWithParam<Bad> {};

TEST_P(BadHfConfig, IsRefusedByKey) {
  const Bad& bad = GetParam();
  EXPECT_THAT([&] { (void)read_with(bad.key, bad.value); }, ThrowsMessage<InputError>(HasSubstr(bad.message)));
}

INSTANTIATE_TEST_SUITE_P(
    Cases, BadHfConfig,
    testing::Values(Bad{"model_type", nullptr, "config.json: model_type: expected a string, but the key is missing"},
                    Bad{"model_type", "\"lama\"", "did you mean 'llama'?"},
                    Bad{"hidden_size", nullptr, "config.json: hidden_size: expected an integer"},
                    Bad{"hidden_size", "0", "hidden_size: expected an integer from 1 to"},
                    Bad{"hidden_size", "-64", "found the number -64"},
                    Bad{"hidden_size", "1e99", "hidden_size: expected"},
                    Bad{"hidden_size", "99999999999", "hidden_size: expected"},
                    Bad{"num_hidden_layers", "\"two\"", "found the string"},
                    Bad{"num_attention_heads", "5",
                        "num_attention_heads: expected a divisor of the hidden size 64, found 5"},
                    Bad{"num_key_value_heads", "3", "expected a divisor of num_attention_heads = 4, found 3"},
                    Bad{"hidden_act", "\"relu\"", "hidden_act: expected silu or a form of gelu, found 'relu'"},
                    Bad{"vocab_size", "[]", "vocab_size: expected an integer"},
                    Bad{"tie_word_embeddings", "1", "tie_word_embeddings: expected true or false"}));

}  // namespace
}  // namespace lmulsim::formats
