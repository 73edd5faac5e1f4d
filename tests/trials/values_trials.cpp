// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Keys of config.json that change what a network computes, and families of networks. The numbers are those of
// tests/data/make_hf_models.py, whose forward passes are in double precision, for the same text and windows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "small_network.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;
using ::testing::AllOf;
using ::testing::DoubleNear;
using ::testing::HasSubstr;

constexpr double kLlama = 135.979351;

MATCHER_P(IsTo6Digits, expected, "") {
  return std::abs(arg - expected) < 2e-6 * expected;
}

/// The fixture, whose rotation is a base and the scaling "llama3", with other keys for it.
SmallNetwork llama(const json::object& keys) {
  SmallNetwork network("llama");
  network.config.erase("rope_theta");
  network.config.erase("rope_scaling");
  for (const auto& [key, value] : keys) {
    network.config[key] = value;
  }
  return network;
}

TEST(ValuesTrials, RopeParametersGiveTheBase) {
  const json::object parameters{{"rope_type", "default"}, {"rope_theta", 500000.0}};
  EXPECT_THAT(llama({{"rope_parameters", parameters}}).perplexity(), IsTo6Digits(135.671843));
}

TEST(ValuesTrials, RopeParametersGiveTheScaling) {
  json::object parameters = SmallNetwork("llama").config.at("rope_scaling").as_object();
  parameters["rope_theta"] = 500.0;
  EXPECT_THAT(llama({{"rope_parameters", parameters}}).perplexity(), IsTo6Digits(kLlama));
}

TEST(ValuesTrials, RopeParametersGiveThePartThatRotates) {
  const json::object parameters{{"rope_type", "default"}, {"rope_theta", 500000.0}, {"partial_rotary_factor", 0.5}};
  EXPECT_THAT(llama({{"rope_parameters", parameters}}).perplexity(), IsTo6Digits(141.068531));
}

TEST(ValuesTrials, AnUnknownRopeTypeIsRefusedUnderEitherName) {
  for (const char* key : {"rope_parameters", "rope_scaling"}) {
    const Outcome o = llama({{key, {{"rope_type", "spiral"}, {"rope_theta", 500.0}}}}).evaluate();
    EXPECT_EQ(o.code, 2);
    EXPECT_THAT(o.err, AllOf(HasSubstr(key), HasSubstr("rope_type: expected one of"), HasSubstr("found 'spiral'")));
  }
}

TEST(ValuesTrials, Gpt2DividesScoresByTheLayersNumber) {
  SmallNetwork network("gpt2");
  network.config["scale_attn_by_inverse_layer_idx"] = true;
  EXPECT_THAT(network.perplexity(), IsTo6Digits(147.110042));
}

TEST(ValuesTrials, Gpt2LeavesScoresUnscaled) {
  SmallNetwork network("gpt2");
  network.config["scale_attn_weights"] = false;
  EXPECT_THAT(network.perplexity(), IsTo6Digits(159.844759));
}

TEST(ValuesTrials, BertsRelativePositionsAreRefused) {
  SmallNetwork network("bert");
  network.config["position_embedding_type"] = "relative_key";
  const Workspace work;
  network.write(work, "network");
  work.write("l.tsv", "0\tabc\n");
  const Outcome o = work.run("eval --model network --labelled l.tsv --arithmetic fp32");
  EXPECT_EQ(o.code, 2);
  EXPECT_THAT(o.err, HasSubstr("config.json: position_embedding_type: "));
}

TEST(ValuesTrials, AFormOfGeluThatIsNotKnownIsRefused) {
  SmallNetwork network("gpt2");
  network.config["activation_function"] = "gelu_10";
  const Outcome o = network.evaluate();
  EXPECT_EQ(o.code, 2);
  EXPECT_THAT(o.err, AllOf(HasSubstr("activation_function"), HasSubstr("gelu_10")));
}

TEST(ValuesTrials, Phi3HasAnEpsilonOfItsOwnByDefault) {
  EXPECT_THAT(SmallNetwork("phi3").perplexity(), IsTo6Digits(109.251924));
}

TEST(ValuesTrials, Qwen3Runs) {
  EXPECT_THAT(SmallNetwork("qwen3").perplexity(), IsTo6Digits(111.620255));
}

TEST(ValuesTrials, Gemma1To3Run) {
  EXPECT_THAT(SmallNetwork("gemma").perplexity(), IsTo6Digits(233.052301));
  EXPECT_THAT(SmallNetwork("gemma2").perplexity(), IsTo6Digits(111.744284));
  EXPECT_THAT(SmallNetwork("gemma3").perplexity(), IsTo6Digits(268.532408));
}

TEST(ValuesTrials, PhiRuns) {
  EXPECT_THAT(SmallNetwork("phi").perplexity(), IsTo6Digits(208.220962));
}

TEST(ValuesTrials, OptRunsWithNormsBeforeAndAfter) {
  EXPECT_THAT(SmallNetwork("opt").perplexity(), IsTo6Digits(235.679849));
  EXPECT_THAT(SmallNetwork("opt_post").perplexity(), IsTo6Digits(342.893469));
}

TEST(ValuesTrials, RobertaAndDistilBertLabelTexts) {
  const Workspace work;
  work.write("l.tsv", "0\tabc\n1\tx y z\n2\tnoon\n");
  for (const std::string family : {"roberta", "distilbert"}) {
    const std::string folder = std::string(LMULSIM_SOURCE_DIR) + "/tests/data/hf/" + family;
    const Outcome o = work.run("eval --model " + folder + " --labelled l.tsv --arithmetic exact:bf16 --json");
    ASSERT_EQ(o.code, 0) << o.err;
    EXPECT_EQ(json::parse(o.out).at("rows").at(1).at("agreement").to_number<double>(), 1.0) << family;
  }
}

}  // namespace
}  // namespace lmulsim::cli_test
