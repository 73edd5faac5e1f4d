// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Rotations as configs spell them, in the newer and the older keys, beside their frequencies spelt out.
#include "formats/hf/hf_rope.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "util/error.hpp"
#include "util/json.hpp"

namespace lmulsim::formats {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr std::int64_t kHead = 8;

hf::Rope rope_of(const std::string& keys, hf::RopeLayers layers = hf::RopeLayers::full,
                 const hf::RopeDefaults& defaults = {}) {
  const auto config = util::parse_json("{\"max_position_embeddings\": 256" + keys + "}", "config.json");
  util::JsonReader reader(config, "config.json");
  return hf::read_rope(reader, layers, kHead, defaults);
}

std::vector<double> turns(double base, std::int64_t size, std::vector<double> divisors = {}) {
  std::vector<double> f;
  for (std::int64_t i = 0; i < size / 2; ++i) {
    const double divisor = divisors.empty() ? 1.0 : divisors[static_cast<std::size_t>(i) % divisors.size()];
    f.push_back(std::pow(base, -2.0 * static_cast<double>(i) / static_cast<double>(size)) / divisor);
  }
  return f;
}

struct Spelling {
  const char* name;
  const char* keys;
  std::vector<double> frequencies;
  double scale = 1.0;
};

void PrintTo(const Spelling& s, std::ostream* out) {
  *out << s.name;
}

std::vector<Spelling> spellings() {
  // With base 10^4, size 8 and 64 positions of training, YaRN's passage is from pair 0 to pair 2; without truncation it
  // ends at 8 * ln(64 / 2 pi) / (2 ln 10^4).
  const double grown = 0.1 * std::log(4.0) + 1;
  const double end = 8 * std::log(64 / (2 * std::acos(-1.0))) / (2 * std::log(1e4));
  const double part = 1 / end;
  const std::vector<double> yarn{1, 0.1 * (0.5 / 4 + 0.5), 0.01 / 4, 0.001 / 4};
  const std::vector<double> smooth{1, 0.1 * (part >= 1 ? 0.25 : part / 4 + 1 - part), 0.01 / 4, 0.001 / 4};
  const double longer = std::sqrt(1 + std::log(4.0) / std::log(64.0));
  const std::vector<double> llama3{
      1, 0.1 * ((1 - (6.4 / 2 / std::acos(-1.0) - 1) / 3) / 8 + (6.4 / 2 / std::acos(-1.0) - 1) / 3), 0.01 / 8,
      0.001 / 8};
  return {
      {"Nothing", "", turns(1e4, 8)},
      {"BaseBefore", R"(, "rope_theta": 500000)", turns(5e5, 8)},
      {"BaseNow", R"(, "rope_parameters": {"rope_theta": 5e5, "rope_type": "default"})", turns(5e5, 8)},
      {"BaseNowWithoutAType", R"(, "rope_parameters": {"rope_theta": 5e5})", turns(5e5, 8)},
      {"BaseBesideParameters", R"(, "rope_theta": 5e5, "rope_parameters": {"rope_type": "default"})", turns(5e5, 8)},
      {"TheInnerBaseWins", R"(, "rope_theta": 7, "rope_parameters": {"rope_theta": 5e5})", turns(5e5, 8)},
      {"ScalingOfNull", R"(, "rope_theta": 5e5, "rope_scaling": null, "rope_parameters": null)", turns(5e5, 8)},
      {"EmptyObjects", R"(, "rope_theta": 5e5, "rope_scaling": {}, "rope_parameters": {})", turns(5e5, 8)},
      {"LinearBefore", R"(, "rope_scaling": {"type": "linear", "factor": 4})", turns(1e4, 8, {4})},
      {"LinearNow", R"(, "rope_parameters": {"rope_type": "linear", "factor": 4.0, "rope_theta": 500})",
       turns(500, 8, {4})},
      {"Both",
       R"(, "rope_scaling": {"type": "linear", "factor": 4}, "rope_parameters": {"type": "linear", "factor": 4})",
       turns(1e4, 8, {4})},
      {"TypeTwice", R"(, "rope_scaling": {"type": "linear", "rope_type": "linear", "factor": 2})", turns(1e4, 8, {2})},
      {"Dynamic", R"(, "rope_scaling": {"rope_type": "dynamic", "factor": 2.0})", turns(1e4, 8)},
      {"Mrope", R"(, "rope_scaling": {"type": "mrope", "mrope_section": [1, 2, 1]})", turns(1e4, 8)},
      {"PartBefore", R"(, "partial_rotary_factor": 0.5)", turns(1e4, 4)},
      {"PartNow", R"(, "rope_parameters": {"partial_rotary_factor": 0.75, "rope_theta": 300})", turns(300, 6)},
      {"NoPart", R"(, "partial_rotary_factor": 0.0)", {}},
      {"PerTypeOfLayer",
       R"(, "rope_parameters": {"full_attention": {"rope_theta": 9, "rope_type": "linear", "factor": 2},
          "sliding_attention": {"rope_theta": 5}})",
       turns(9, 8, {2})},
      {"Llama3Now",
       R"(, "rope_parameters": {"rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4,
          "original_max_position_embeddings": 64})",
       llama3},
      {"Llama3WithTheLengthBeside",
       R"(, "original_max_position_embeddings": 64,
          "rope_scaling": {"rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4})",
       llama3},
      {"Yarn", R"(, "rope_scaling": {"type": "yarn", "factor": 4, "original_max_position_embeddings": 64})", yarn,
       grown},
      {"YarnOfDeepSeek",
       R"(, "rope_scaling": {"type": "yarn", "factor": 4, "original_max_position_embeddings": 64, "mscale": 0.707,
          "mscale_all_dim": 0.707, "beta_fast": 32, "beta_slow": 1})",
       yarn},
      {"YarnWithAFactorOfItsOwn",
       R"(, "rope_parameters": {"rope_type": "yarn", "factor": 4, "original_max_position_embeddings": 64,
          "attention_factor": 1.5})",
       yarn, 1.5},
      {"YarnNotTruncated",
       R"(, "rope_parameters": {"rope_type": "yarn", "factor": 4, "original_max_position_embeddings": 64,
          "truncate": false})",
       smooth, grown},
      {"LongRope",
       R"(, "original_max_position_embeddings": 64,
          "rope_scaling": {"type": "longrope", "short_factor": [1, 2, 3, 4], "long_factor": [5, 6, 7, 8]})",
       turns(1e4, 8, {1, 2, 3, 4}), longer},
      {"LongRopeBySu",
       R"(, "original_max_position_embeddings": 64,
          "rope_scaling": {"type": "su", "short_factor": [1, 2, 3, 4], "long_factor": [5, 6, 7, 8]})",
       turns(1e4, 8, {1, 2, 3, 4}), longer},
      {"LongRopeByYarnOfPhi3",
       R"(, "model_type": "phi3", "original_max_position_embeddings": 64,
          "rope_scaling": {"type": "yarn", "short_factor": [1, 2, 3, 4], "long_factor": [5, 6, 7, 8]})",
       turns(1e4, 8, {1, 2, 3, 4}), longer},
  };
}

class RopeSpelling : public testing::TestWithParam<Spelling> {};

TEST_P(RopeSpelling, GivesItsFrequencies) {
  const hf::Rope rope = rope_of(GetParam().keys);
  ASSERT_EQ(rope.frequencies.size(), GetParam().frequencies.size());
  for (std::size_t i = 0; i < rope.frequencies.size(); ++i) {
    EXPECT_NEAR(rope.frequencies[i], GetParam().frequencies[i], 1e-6 * GetParam().frequencies[i]) << i;
  }
  EXPECT_NEAR(rope.scale, GetParam().scale, 1e-6);
}

INSTANTIATE_TEST_SUITE_P(HfRope, RopeSpelling, testing::ValuesIn(spellings()),
                         [](const auto& given) { return std::string(given.param.name); });

TEST(HfRope, LayersWithAWindowHaveKeysOfTheirOwn) {
  const hf::RopeDefaults gemma3{.shared = false};
  const char* before =
      R"(, "rope_theta": 9, "rope_local_base_freq": 5, "rope_scaling": {"type": "linear", "factor": 2})";
  EXPECT_NEAR(rope_of(before, hf::RopeLayers::sliding, gemma3).frequencies[1], std::pow(5, -0.25), 1e-6);
  EXPECT_NEAR(rope_of(before, hf::RopeLayers::full).frequencies[1], std::pow(9, -0.25) / 2, 1e-6);
  const char* now =
      R"(, "rope_parameters": {"full_attention": {"rope_theta": 9}, "sliding_attention": {"rope_theta": 5}})";
  EXPECT_NEAR(rope_of(now, hf::RopeLayers::sliding, gemma3).frequencies[1], std::pow(5, -0.25), 1e-6);
  EXPECT_NEAR(rope_of(now, hf::RopeLayers::full).frequencies[1], std::pow(9, -0.25), 1e-6);
}

TEST(HfRope, LongRopeHoldsForTextsOfTheTrainedLength) {
  EXPECT_EQ(rope_of(spellings()[24].keys).longest, 64);
  EXPECT_EQ(rope_of("").longest, std::nullopt);
}

struct Refusal {
  const char* name;
  const char* keys;
  const char* key;
  const char* message;
};

void PrintTo(const Refusal& r, std::ostream* out) {
  *out << r.name;
}

class RopeRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(RopeRefusal, NamesTheKey) {
  EXPECT_THAT([] { (void)rope_of(GetParam().keys); },
              ThrowsMessage<InputError>(AllOf(HasSubstr(GetParam().key), HasSubstr(GetParam().message))));
}

INSTANTIATE_TEST_SUITE_P(
    HfRope, RopeRefusal,
    testing::Values(
        Refusal{"UnknownTypeNow", R"(, "rope_parameters": {"rope_type": "spiral"})", "rope_parameters: rope_type",
                "found 'spiral'"},
        Refusal{"UnknownTypeBefore", R"(, "rope_scaling": {"type": "ntk"})", "rope_scaling: type", "found 'ntk'"},
        Refusal{"TwoTypes", R"(, "rope_scaling": {"type": "linear", "rope_type": "yarn", "factor": 2})",
                "rope_scaling: type", "expected 'yarn' as in rope_type"},
        Refusal{"TwoObjects",
                R"(, "rope_scaling": {"type": "linear", "factor": 2}, "rope_parameters": {"rope_theta": 5})",
                "rope_scaling", "found both"},
        Refusal{"AFactorWithoutAType", R"(, "rope_scaling": {"factor": 2})", "rope_scaling", "unknown key 'factor'"},
        Refusal{"AnUnknownKey", R"(, "rope_parameters": {"rope_theta": 5, "beta": 2})", "rope_parameters",
                "unknown key 'beta'"},
        Refusal{"LinearWithoutAFactor", R"(, "rope_scaling": {"type": "linear"})", "rope_scaling: factor", "missing"},
        Refusal{"Llama3WithoutALength",
                R"(, "rope_scaling": {"type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4})",
                "original_max_position_embeddings", "missing"},
        Refusal{"Llama3OfCrossedFactors",
                R"(, "rope_scaling": {"type": "llama3", "factor": 8, "low_freq_factor": 4, "high_freq_factor": 4,
                   "original_max_position_embeddings": 64})",
                "high_freq_factor", "expected more than low_freq_factor"},
        Refusal{"LongRopeOfAnotherSize",
                R"(, "rope_scaling": {"type": "longrope", "short_factor": [1, 2], "long_factor": [1, 2],
                   "original_max_position_embeddings": 64})",
                "short_factor", "expected 4 numbers, found 2"},
        Refusal{"YarnOfBaseOne", R"(, "rope_theta": 1, "rope_scaling": {"type": "yarn", "factor": 4})", "rope_theta",
                "expected more than 1"},
        Refusal{"HalfAPair", R"(, "partial_rotary_factor": 0.4)", "partial_rotary_factor", "found 3 of 8"},
        Refusal{"AnUnknownTypeOfLayer", R"(, "rope_parameters": {"full_attention": {}, "linear_attention": {}})",
                "rope_parameters", "unknown key 'linear_attention'"},
        Refusal{"NoneForThisTypeOfLayer", R"(, "rope_parameters": {"sliding_attention": {}})",
                "rope_parameters: full_attention", "missing"}),
    [](const auto& given) { return std::string(given.param.name); });

TEST(HfRope, OneRotationForBothTypesOfLayerIsRefusedWhereTheyDiffer) {
  EXPECT_THAT(
      [] { (void)rope_of(R"(, "rope_parameters": {"rope_theta": 5})", hf::RopeLayers::sliding, {.shared = false}); },
      ThrowsMessage<InputError>(HasSubstr("expected an object each for full_attention and sliding_attention")));
}

}  // namespace
}  // namespace lmulsim::formats
