// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Hugging Face models of every family against results computed in double precision by tests/data/make_hf_models.py.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "files.hpp"
#include "formats/open.hpp"
#include "formats/workload_request.hpp"
#include "tensors/safetensors.hpp"
#include "tensors/tensor_file.hpp"
#include "transformer/capture.hpp"
#include "transformer/model_runner.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::formats {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

std::filesystem::path folder_of(const std::string& family) {
  return data_file("hf") / family;
}

std::vector<int> tokens_of(const std::string& family) {
  const auto words = tensors::read_safetensors(folder_of(family) / "expected.safetensors").at("tokens").codes();
  return {words.begin(), words.end()};
}

/// Largest difference to the expected logits, relative to the largest of them.
double worst_difference(const std::string& family, const transformer::Model& model) {
  const auto expected = tensors::read_safetensors(folder_of(family) / "expected.safetensors").at("logits").floats();
  const auto found = transformer::ModelRunner(model).run(tokens_of(family), true);
  EXPECT_EQ(found.size(), expected.size());
  double scale = 0;
  double difference = 0;
  for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i) {
    scale = std::max(scale, std::abs(double{expected[i]}));
    difference = std::max(difference, std::abs(double{expected[i]} - double{found[i]}));
  }
  return difference / scale;
}

class Family : public testing::TestWithParam<const char*> {};

TEST_P(Family, ComputesWhatTheReferenceComputes) {
  EXPECT_LT(worst_difference(GetParam(), load_model(folder_of(GetParam()))), 1e-5);
}

TEST_P(Family, GivesItsOperandsToEveryProductOfItsGraph) {
  const transformer::Model model = load_model(folder_of(GetParam()));
  const graph::Workload w = transformer::capture(model, tokens_of(GetParam()), {});
  int products = 0;
  for (const graph::Operator& op : w.operators) {
    if (op.kind == graph::OperatorKind::gemm) {
      ++products;
      EXPECT_EQ(w.tensors.at(op.out_tensor.value()).elements(), op.count * op.gemm.m * op.gemm.n) << op.name;
      EXPECT_EQ(w.tensors.at(op.a_tensor.value()).elements(), op.count * op.gemm.m * op.gemm.k) << op.name;
    }
  }
  EXPECT_GE(products, 2 * 6 + 1);
}

TEST_P(Family, RunsAsAWorkload) {
  WorkloadRequest request;
  request.source = folder_of(GetParam()).string();
  request.tokens = tokens_of(GetParam());
  EXPECT_FALSE(load_workload(request).tensors.empty());
}

INSTANTIATE_TEST_SUITE_P(HfModel, Family,
                         testing::Values("llama", "mistral", "qwen2", "qwen3", "gemma", "gemma2", "gemma3", "phi",
                                         "phi3", "gpt2", "opt", "opt_post", "bert", "roberta", "distilbert"),
                         [](const auto& given) { return std::string(given.param); });

TEST(HfModel, TheComparisonNoticesTheWrongPairsAndTheWrongGelu) {
  transformer::Model llama = load_model(folder_of("llama"));
  llama.numerics.rotary_pairs = transformer::RotaryPairs::neighbours;
  EXPECT_GT(worst_difference("llama", llama), 1e-3);
  transformer::Model gpt2 = load_model(folder_of("gpt2"));
  gpt2.numerics.gelu = transformer::Gelu::erf;
  EXPECT_GT(worst_difference("gpt2", gpt2), 1e-5);
  transformer::Model mistral = load_model(folder_of("mistral"));
  mistral.shape.window = 4;
  EXPECT_GT(worst_difference("mistral", mistral), 1e-3);
}

/// How far a family's result moves when one thing about its model is changed.
double moved(const std::string& family, void (*change)(transformer::Model&)) {
  transformer::Model model = load_model(folder_of(family));
  change(model);
  return worst_difference(family, model);
}

TEST(HfModel, TheComparisonNoticesWhateverIsSpecialAboutAFamily) {
  EXPECT_GT(moved("qwen3", [](transformer::Model& m) { m.shape.qk_norm = false; }), 1e-3);
  EXPECT_GT(moved("gemma", [](transformer::Model& m) { m.numerics.norm_plus_one = false; }), 1e-3);
  EXPECT_GT(moved("gemma", [](transformer::Model& m) { m.shape.embedding_scale = false; }), 1e-3);
  EXPECT_GT(moved("gemma2", [](transformer::Model& m) { m.numerics.attention_cap = 0; }), 1e-4);
  EXPECT_GT(moved("gemma2", [](transformer::Model& m) { m.numerics.logit_cap = 0; }), 1e-3);
  EXPECT_GT(moved("gemma2", [](transformer::Model& m) { m.numerics.score_divisor = 0; }), 1e-3);
  EXPECT_GT(moved("gemma2", [](transformer::Model& m) { m.shape.windowed = {false, true}; }), 1e-3);
  EXPECT_GT(moved("gemma3", [](transformer::Model& m) { m.numerics.windowed.reset(); }), 1e-3);
  EXPECT_GT(moved("phi", [](transformer::Model& m) { m.numerics.rotary_frequencies.push_back(0.1F); }), 1e-3);
  EXPECT_GT(moved("phi", [](transformer::Model& m) { m.head.bias = tensors::Weight(); }), 1e-3);
  EXPECT_GT(moved("opt", [](transformer::Model& m) { m.shape.position_offset = 1; }), 1e-3);
  EXPECT_GT(moved("opt", [](transformer::Model& m) { m.shape.mlp = transformer::Mlp::gelu; }), 1e-3);
  EXPECT_GT(moved("roberta", [](transformer::Model& m) { m.numerics.padding_token.reset(); }), 1e-3);
  EXPECT_GT(moved("distilbert", [](transformer::Model& m) { m.shape.pooler_relu = false; }), 1e-3);
}

TEST(HfModel, ADecoderGivesTheSameBitsHoweverTheTokensAreCut) {
  for (const char* family : {"llama", "mistral", "gpt2", "gemma3", "phi", "opt_post"}) {
    const transformer::Model model = load_model(folder_of(family));
    const std::vector<int> tokens = tokens_of(family);
    transformer::ModelRunner runner(model);
    std::vector<float> last;
    for (const int token : tokens) {
      last = runner.run(std::array{token});
    }
    EXPECT_EQ(last, transformer::ModelRunner(model).run(tokens)) << family;
  }
}

TEST(HfModel, AnEncoderTakesItsTokensOnce) {
  const transformer::Model model = load_model(folder_of("bert"));
  transformer::ModelRunner runner(model);
  EXPECT_EQ(runner.run(std::array{1, 2}).size(), 3U);
  EXPECT_THROW((void)runner.run(std::array{1}), InputError);
}

/// A copy of a family's folder that a test may spoil.
class Copy {
 public:
  explicit Copy(const std::string& family) : folder_(fmt::format("hf_{}_{}", family, count++)) {
    tensors_ = read_all(folder_of(family) / "model.safetensors");
    std::filesystem::copy(folder_of(family) / "config.json", folder_ / "config.json");
  }

  tensors::Tensors& tensors() { return tensors_; }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / ""; }

  transformer::Model load() {
    tensors::write_safetensors(folder_ / "model.safetensors", tensors_);
    return load_model(path());
  }

 private:
  static inline int count = 0;
  static tensors::Tensors read_all(const std::filesystem::path& path) { return tensors::read_safetensors(path); }

  ScratchFolder folder_;
  tensors::Tensors tensors_;
};

TEST(HfModel, NamesATensorThatIsMissingOrOfAnotherShape) {
  Copy missing("qwen2");
  missing.tensors().erase("model.layers.1.self_attn.k_proj.bias");
  EXPECT_THAT(
      [&] { (void)missing.load(); },
      ThrowsMessage<InputError>(HasSubstr("tensor 'model.layers.1.self_attn.k_proj.bias': expected one of shape [8]")));
  Copy shape("llama");
  shape.tensors()["model.norm.weight"] = tensors::make_tensor(std::vector<float>(8), {8});
  EXPECT_THAT([&] { (void)shape.load(); },
              ThrowsMessage<InputError>(HasSubstr("'model.norm.weight': expected the shape [16], found [8]")));
}

TEST(HfModel, RefusesValuesItCannotUseOnlyWhereTheyAreUsed) {
  Copy type("llama");
  type.tensors()["model.norm.weight"] = {tensors::DType::u8, {16}, std::vector<std::byte>(16)};
  EXPECT_THAT([&] { (void)type.load(); },
              ThrowsMessage<InputError>(HasSubstr("'model.norm.weight': expected values in")));
  Copy nan("llama");
  std::vector<float> values(16, 1.0F);
  values[3] = std::nanf("");
  nan.tensors()["model.norm.weight"] = tensors::make_tensor(values, {16});
  const transformer::Model model = nan.load();
  EXPECT_THAT(
      [&] { (void)transformer::ModelRunner(model).run(std::array{1}); },
      ThrowsMessage<InputError>(HasSubstr("'model.norm.weight': expected finite values, found nan at element 3")));
}

TEST(HfModel, ReadsTensorsFromSeveralFiles) {
  Copy copy("qwen2");
  tensors::Tensors first = copy.tensors();
  tensors::Tensors second;
  second.insert(first.extract("model.norm.weight"));
  tensors::write_safetensors(copy.path() / "a.safetensors", first);
  tensors::write_safetensors(copy.path() / "b.safetensors", second);
  const auto index = copy.path() / "model.safetensors.index.json";
  util::write_file_atomic(index, R"({"weight_map": {"x": "a.safetensors", "model.norm.weight": "b.safetensors"}})");
  EXPECT_LT(worst_difference("qwen2", load_model(copy.path())), 1e-5);
  util::write_file_atomic(index, R"({"weight_map": {"x": "../a.safetensors"}})");
  EXPECT_THAT([&] { (void)load_model(copy.path()); },
              ThrowsMessage<InputError>(HasSubstr("expected the name of a file beside the index")));
}

TEST(HfModel, RefusesAKindItCannotRun) {
  const ScratchFolder folder("hf_kind");
  util::write_file_atomic(folder / "config.json", R"({"model_type": "mixtral"})");
  EXPECT_THAT([&] { (void)load_model(folder / ""); },
              ThrowsMessage<InputError>(HasSubstr("model_type: expected one of")));
}

TEST(StoredTensor, DecodesEveryTypeExactly) {
  const auto decoded = [](tensors::StoredType type, std::vector<std::uint8_t> bytes) {
    return tensors::decode({type, "", {}, std::as_bytes(std::span(bytes))});
  };
  using testing::ElementsAre;
  EXPECT_THAT(decoded(tensors::StoredType::f16, {0x00, 0x3C, 0x01, 0x00}), ElementsAre(1.0F, std::ldexp(1.0F, -24)));
  EXPECT_THAT(decoded(tensors::StoredType::bf16, {0x80, 0x3F, 0x40, 0xC0}), ElementsAre(1.0F, -3.0F));
  EXPECT_THAT(decoded(tensors::StoredType::f8_e4m3, {0x38, 0x7E, 0x81}),
              ElementsAre(1.0F, 448.0F, -std::ldexp(1.0F, -9)));
  EXPECT_THAT(decoded(tensors::StoredType::f8_e5m2, {0x3C, 0x7B}), ElementsAre(1.0F, 57344.0F));
  std::vector<std::uint8_t> block{0x00, 0x38};  // the scale 0.5
  block.resize(34, 0);
  block[2] = 3;
  block[33] = 0x80;
  const auto q8 = decoded(tensors::StoredType::q8_0, block);
  ASSERT_EQ(q8.size(), 32U);
  EXPECT_EQ(q8.front(), 1.5F);
  EXPECT_EQ(q8.back(), -64.0F);
}

}  // namespace
}  // namespace lmulsim::formats
