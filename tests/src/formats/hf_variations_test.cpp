// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Variations of configs, made here: each is read as the arithmetic written out in this file says, or refused by name.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "formats/hf/hf_config.hpp"
#include "hf_configs.hpp"
#include "util/error.hpp"
#include "util/json.hpp"

namespace lmulsim::formats {
namespace {

namespace json = boost::json;
using testing::AnyOf;
using testing::HasSubstr;

/// What became of a config: its parameters and MACs, or the message that refused it.
struct Read {
  std::int64_t parameters = 0, macs = 0;
  std::string refusal;
};

Read read(const json::value& config) {
  try {
    const transformer::Transformer shape = hf::read_hf_config(config, "config.json");
    const std::optional<std::int64_t> seq = shape.patches ? std::nullopt : std::optional<std::int64_t>(8);
    const graph::Workload w = transformer::build_transformer(shape, {.seq = seq});
    return {w.parameters, w.macs(), ""};
  } catch (const InputError& error) {
    return {0, 0, error.what()};
  }
}

// ---- Decoders with gated MLPs --------------------------------------------------------------------------------------

constexpr std::int64_t kHidden = 48, kFfn = 80, kVocab = 100, kLayers = 3;

/// How one family differs from the others, in numbers of parameters.
struct Gated {
  const char* type;
  std::int64_t norms;       ///< of the hidden size, per layer
  std::int64_t head_norms;  ///< of the head size, per layer
  bool qkv_bias;            ///< without being asked
  bool may_have_bias;       ///< attention_bias
  bool tied;                ///< without being asked
  std::int64_t head_dim;    ///< without being asked; 0: the quotient
};

constexpr Gated kGated[] = {{"llama", 2, 0, false, true, false, 0},   {"mistral", 2, 0, false, false, false, 0},
                            {"qwen2", 2, 0, true, false, false, 0},   {"qwen3", 2, 2, false, true, false, 128},
                            {"phi3", 2, 0, false, false, false, 0},   {"gemma", 2, 0, false, true, true, 256},
                            {"gemma2", 4, 0, false, true, true, 256}, {"gemma3_text", 4, 2, false, true, true, 256}};

struct Choice {
  std::int64_t heads, kv_heads;
  std::optional<std::int64_t> head_dim;
  std::optional<bool> tied, bias;
};

json::object gated_config(const Gated& family, const Choice& choice) {
  json::object c{{"model_type", family.type},
                 {"hidden_size", kHidden},
                 {"intermediate_size", kFfn},
                 {"vocab_size", kVocab},
                 {"num_hidden_layers", kLayers},
                 {"num_attention_heads", choice.heads},
                 {"num_key_value_heads", choice.kv_heads}};
  if (choice.head_dim) {
    c["head_dim"] = *choice.head_dim;
  }
  if (choice.tied) {
    c["tie_word_embeddings"] = *choice.tied;
  }
  if (choice.bias) {
    c["attention_bias"] = *choice.bias;
  }
  return c;
}

std::int64_t gated_parameters(const Gated& family, const Choice& choice) {
  const std::int64_t dim = choice.head_dim.value_or(family.head_dim > 0 ? family.head_dim : kHidden / choice.heads);
  const std::int64_t q = choice.heads * dim;
  const std::int64_t kv = choice.kv_heads * dim;
  const bool bias = choice.bias.value_or(false);
  const std::int64_t biases = (family.qkv_bias || bias ? q + 2 * kv : 0) + (bias ? kHidden : 0);
  const std::int64_t layer = 2 * kHidden * q + 2 * kHidden * kv + biases + 3 * kHidden * kFfn + family.norms * kHidden +
                             family.head_norms * dim;
  const std::int64_t tables = choice.tied.value_or(family.tied) ? 1 : 2;
  return tables * kVocab * kHidden + kLayers * layer + kHidden;
}

TEST(HfVariations, GatedDecodersHaveTheParametersOfTheirKeys) {
  int made = 0;
  for (const Gated& family : kGated) {
    for (const auto& [heads, kv] : {std::pair{1, 1}, {4, 1}, {4, 2}, {6, 6}, {8, 4}}) {
      for (const std::optional<std::int64_t> dim : {std::optional<std::int64_t>(), std::optional<std::int64_t>(10)}) {
        for (const std::optional<bool> tied : {std::optional<bool>(), std::optional(true), std::optional(false)}) {
          for (const std::optional<bool> bias : {std::optional<bool>(), std::optional(true)}) {
            const Choice choice{heads, kv, dim, tied, bias};
            const json::value config = gated_config(family, choice);
            const Read found = read(config);
            if (bias && !family.may_have_bias) {
              EXPECT_THAT(found.refusal, HasSubstr("attention_bias")) << json::serialize(config);
            } else {
              EXPECT_EQ(found.parameters, gated_parameters(family, choice)) << json::serialize(config) << found.refusal;
            }
            ++made;
          }
        }
      }
    }
  }
  EXPECT_EQ(made, 8 * 5 * 2 * 3 * 2);
}

TEST(HfVariations, HeadsThatDoNotDivideAreRefusedByName) {
  for (const Gated& family : kGated) {
    EXPECT_THAT(read(gated_config(family, {4, 3, {}, {}, {}})).refusal, HasSubstr("num_key_value_heads"));
    EXPECT_THAT(read(gated_config(family, {4, 8, {}, {}, {}})).refusal, HasSubstr("num_key_value_heads"));
    if (family.head_dim == 0) {
      EXPECT_THAT(read(gated_config(family, {5, 5, {}, {}, {}})).refusal, HasSubstr("num_attention_heads"));
    }
  }
}

// ---- Encoders ------------------------------------------------------------------------------------------------------

struct Encoder {
  const char* prefix;
  json::object config;
  std::int64_t tables;  ///< rows beside the vocabulary's
  bool pooler;          ///< of the bare model
};

std::vector<Encoder> encoders() {
  const json::object sizes{{"hidden_size", kHidden},       {"num_hidden_layers", kLayers}, {"num_attention_heads", 4},
                           {"intermediate_size", kFfn},    {"vocab_size", kVocab},         {"type_vocab_size", 3},
                           {"max_position_embeddings", 20}};
  json::object bert = sizes;
  bert["model_type"] = "bert";
  json::object roberta = sizes;
  roberta["model_type"] = "roberta";
  const json::object distilbert{
      {"model_type", "distilbert"}, {"dim", kHidden},       {"n_layers", kLayers},          {"n_heads", 4},
      {"hidden_dim", kFfn},         {"vocab_size", kVocab}, {"max_position_embeddings", 20}};
  return {{"Bert", bert, 23, true}, {"Roberta", roberta, 23, true}, {"DistilBert", distilbert, 20, false}};
}

TEST(HfVariations, EncodersHaveTheHeadTheirClassSays) {
  const std::int64_t square = kHidden * kHidden + kHidden;
  const std::int64_t layer = 4 * square + 2 * kHidden * kFfn + kFfn + kHidden + 4 * kHidden;
  for (const Encoder& encoder : encoders()) {
    const std::int64_t body = (kVocab + encoder.tables) * kHidden + 2 * kHidden + kLayers * layer;
    for (const std::int64_t labels : {1, 2, 7}) {
      const std::int64_t classes = labels * kHidden + labels;
      const std::pair<const char*, std::int64_t> heads[] = {
          {"Model", encoder.pooler ? square : 0},          {"ForMaskedLM", square + 2 * kHidden + kVocab},
          {"ForSequenceClassification", square + classes}, {"ForTokenClassification", classes},
          {"ForQuestionAnswering", 2 * kHidden + 2},
      };
      for (const auto& [suffix, head] : heads) {
        json::object config = encoder.config;
        config["architectures"] = {fmt::format("{}{}", encoder.prefix, suffix)};
        config["num_labels"] = labels;
        EXPECT_EQ(read(config).parameters, body + head) << json::serialize(config) << read(config).refusal;
      }
    }
  }
}

// ---- Experts -------------------------------------------------------------------------------------------------------

TEST(HfVariations, LayersWithoutExpertsAreThoseTheKeysSay) {
  constexpr std::int64_t kExperts = 6, kExpert = 20;
  const std::int64_t dense = 3 * kHidden * kFfn;
  const std::int64_t sparse = kExperts * kHidden + kExperts * 3 * kHidden * kExpert;
  for (const char* type : {"qwen2_moe", "qwen3_moe"}) {
    const bool second = std::string_view(type) == "qwen2_moe";
    const std::int64_t shared = second ? 3 * kHidden * 28 + kHidden : 0;
    const std::int64_t attention = 4 * kHidden * kHidden + (second ? 3 * kHidden : 2 * 12) + 2 * kHidden;
    for (const std::int64_t step : {1, 2, 3, 4}) {
      for (const json::array& only : {json::array{}, json::array{0}, json::array{2}, json::array{0, 1, 2}}) {
        json::object config = gated_config({type, 0, 0, false, false, false, 0}, {4, 4, {}, {}, {}});
        config["num_experts"] = kExperts;
        config["num_experts_per_tok"] = 2;
        config["moe_intermediate_size"] = kExpert;
        config["decoder_sparse_step"] = step;
        config["mlp_only_layers"] = only;
        if (second) {
          config["shared_expert_intermediate_size"] = 28;
        }
        std::int64_t expected = 2 * kVocab * kHidden + kHidden;
        for (std::int64_t i = 0; i < kLayers; ++i) {
          const bool listed = std::ranges::any_of(only, [i](const json::value& layer) { return layer == i; });
          expected += attention + ((i + 1) % step == 0 && !listed ? sparse + shared : dense);
        }
        EXPECT_EQ(read(config).parameters, expected) << json::serialize(config) << read(config).refusal;
      }
    }
  }
}

/// Whether a message names the key, or the other name that some files have for it.
bool names(const std::string& refusal, std::string_view key) {
  const std::string_view other = key == "n_embed" ? "hidden_size" : key == "num_attention_heads" ? "n_head" : key;
  return refusal.find(key) != std::string::npos || refusal.find(other) != std::string::npos;
}

// ---- Keys of every kind, in every family ---------------------------------------------------------------------------

const json::value& invented(int kind) {
  static const json::array kValues{0.22, 7, true, "on", json::array{"?"}, json::object{{"a", 1}}, nullptr};
  return kValues[static_cast<std::size_t>(kind)];
}

TEST(HfVariations, AnInventedKeyIsRefusedInEveryFamily) {
  for (const std::string& name : published_names()) {
    EXPECT_EQ(read(published_config(name)).refusal, "") << name;
    for (int kind = 0; kind < 7; ++kind) {
      json::value config = published_config(name);
      config.get_object()["residual_shift"] = invented(kind);
      EXPECT_THAT(read(config).refusal, HasSubstr("unknown key 'residual_shift'")) << name;
      if (json::value* text = config.get_object().if_contains("text_config")) {
        config.get_object().erase("residual_shift");
        text->get_object()["residual_shift"] = invented(kind);
        EXPECT_THAT(read(config).refusal, HasSubstr("text_config: unknown key 'residual_shift'")) << name;
      }
    }
  }
}

TEST(HfVariations, AnInventedKeyOfAScalingIsRefused) {
  for (const std::string& name : published_names()) {
    for (const char* key : {"rope_scaling", "rope_parameters"}) {
      json::value config = published_config(name);
      json::object& place = config.get_object().contains("text_config")
                                ? config.get_object()["text_config"].get_object()
                                : config.get_object();
      place[key] = json::object{{"rope_type", "default"}, {"twist", 2}};
      EXPECT_THAT(read(config).refusal, AnyOf(HasSubstr("unknown key 'twist'"), HasSubstr(fmt::format("'{}'", key))))
          << name;
    }
  }
}

TEST(HfVariations, AKeyOfTheWrongTypeIsRefusedByNameOrChangesNothing) {
  for (const std::string& name : published_names()) {
    const json::value original = published_config(name);
    const Read before = read(original);
    for (const auto& member : original.get_object()) {
      for (const int kind : {3, 4, 5}) {
        json::value config = original;
        config.get_object()[member.key()] = invented(kind);
        const Read after = read(config);
        if (after.refusal.empty()) {
          EXPECT_EQ(after.parameters, before.parameters) << name << ": " << member.key();
          EXPECT_EQ(after.macs, before.macs) << name << ": " << member.key();
        } else {
          EXPECT_THAT(after.refusal, HasSubstr(std::string(member.key()))) << name;
        }
      }
    }
  }
}

TEST(HfVariations, ANullIsTheDefaultOrRefusedByName) {
  for (const std::string& name : published_names()) {
    const json::value original = published_config(name);
    for (const auto& member : original.get_object()) {
      json::value config = original;
      config.get_object()[member.key()] = nullptr;
      const Read found = read(config);
      if (found.refusal.empty()) {
        EXPECT_GT(found.parameters, 0) << name << ": " << member.key();
      } else {
        EXPECT_TRUE(names(found.refusal, member.key())) << name << ": " << found.refusal;
      }
    }
  }
}

TEST(HfVariations, AMissingKeyIsTheDefaultOrRefusedByName) {
  for (const std::string& name : published_names()) {
    const json::value original = published_config(name);
    for (const auto& member : original.get_object()) {
      json::value config = original;
      config.get_object().erase(member.key());
      const Read found = read(config);
      if (!found.refusal.empty()) {
        const bool named =
            names(found.refusal, member.key()) || found.refusal.find("num_experts_per_tok") != std::string::npos;
        EXPECT_TRUE(named) << name << ": " << member.key() << ": " << found.refusal;
      }
    }
  }
}

// ---- Windows -------------------------------------------------------------------------------------------------------

TEST(HfVariations, LayerTypesSayWhichLayersHaveTheWindow) {
  for (const char* type : {"qwen2", "qwen3", "gemma2", "gemma3_text"}) {
    for (int bits = 0; bits < 8; ++bits) {
      json::object config = gated_config({type, 0, 0, false, false, false, 0}, {4, 4, 12, {}, {}});
      config["sliding_window"] = 5;
      if (std::string_view(type).starts_with("qwen")) {
        config["use_sliding_window"] = true;
      }
      json::array types;
      for (int i = 0; i < kLayers; ++i) {
        types.emplace_back((bits >> i) % 2 == 1 ? "sliding_attention" : "full_attention");
      }
      config["layer_types"] = types;
      const transformer::Transformer t = hf::read_hf_config(config, "config.json");
      for (int i = 0; i < kLayers; ++i) {
        EXPECT_EQ(t.window_of(i).value_or(0), (bits >> i) % 2 == 1 ? 5 : 0) << type << bits;
      }
    }
  }
}

}  // namespace
}  // namespace lmulsim::formats
