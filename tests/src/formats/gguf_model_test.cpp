// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The Hugging Face models of tests/data, converted to GGUF here as llama.cpp's converter does it, compute the same.
#include "formats/gguf/gguf_model.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <functional>

#include "arith/convert.hpp"
#include "files.hpp"
#include "formats/open.hpp"
#include "formats/workload_request.hpp"
#include "gguf_file.hpp"
#include "tensors/safetensors.hpp"
#include "transformer/model_runner.hpp"
#include "util/error.hpp"
#include "util/json.hpp"

namespace lmulsim::formats {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;
using Values = std::vector<float>;

constexpr std::uint32_t kF32 = 0;
constexpr std::uint32_t kF16 = 1;
constexpr std::uint32_t kQ8 = 8;
constexpr std::uint32_t kBf16 = 30;

/// What is wrong with the conversion, if anything.
enum class Fault { none, keys_not_permuted };

std::uint32_t fp16_of(float x) {
  return arith::encode(arith::Format::fp16, arith::number_from_fp64(double{x}));
}

/// Values in an element type of ggml; rows are a multiple of 32 for Q8_0.
std::string words(const Values& values, std::uint32_t type) {
  std::string bytes;
  if (type == kQ8) {
    for (std::size_t at = 0; at < values.size(); at += 32) {
      float largest = 0;
      for (std::size_t i = at; i < at + 32; ++i) {
        largest = std::max(largest, std::abs(values[i]));
      }
      const float scale = largest / 127;
      bytes += GgufFile::word(static_cast<std::uint16_t>(fp16_of(scale)));
      for (std::size_t i = at; i < at + 32; ++i) {
        bytes += static_cast<char>(scale == 0 ? 0 : std::lround(values[i] / scale));
      }
    }
    return bytes;
  }
  for (const float value : values) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof(bits));
    if (type == kF32) {
      bytes += GgufFile::word(bits);
    } else if (type == kF16) {
      bytes += GgufFile::word(static_cast<std::uint16_t>(fp16_of(value)));
    } else {
      bytes += GgufFile::word(static_cast<std::uint16_t>(bits >> 16U));
    }
  }
  return bytes;
}

class Converter {
 public:
  Converter(const std::string& family, std::uint32_t type, Fault fault = Fault::none)
      : type_(type),
        fault_(fault),
        model_(load_model(folder_of(family))),
        tensors_(tensors::read_safetensors(folder_of(family) / "model.safetensors")) {}

  static std::filesystem::path folder_of(const std::string& family) { return data_file("hf") / family; }

  std::string llama(const std::string& architecture) {
    const transformer::Transformer& t = model_.shape;
    header(architecture);
    file_.f32(architecture + ".attention.layer_norm_rms_epsilon", model_.numerics.norm_epsilon);
    file_.u32(architecture + ".rope.dimension_count", static_cast<std::uint32_t>(t.head_dim));
    // Stretched rotations are stored as divisors of the plain ones.
    Values factors = transformer::rotary_frequencies(architecture == "llama" ? 500.0F : 10000.0F, t.head_dim);
    file_.f32(architecture + ".rope.freq_base", architecture == "llama" ? 500.0F : 10000.0F);
    for (std::size_t i = 0; i < factors.size(); ++i) {
      factors[i] /= model_.numerics.rotary_frequencies[i];
    }
    file_.tensor("rope_freqs.weight", {t.head_dim / 2}, factors);
    put("token_embd.weight", "model.embed_tokens.weight");
    put("output_norm.weight", "model.norm.weight");
    if (!t.tied_head) {
      put("output.weight", "lm_head.weight");
    }
    for (std::int64_t i = 0; i < t.layers; ++i) {
      llama_layer(architecture, fmt::format("blk.{}.", i), fmt::format("model.layers.{}.", i));
    }
    return file_.bytes();
  }

  std::string gpt2() {
    header("gpt2");
    file_.f32("gpt2.attention.layer_norm_epsilon", model_.numerics.norm_epsilon);
    const std::string root = tensors_.contains("transformer.wte.weight") ? "transformer." : "";
    put("token_embd.weight", root + "wte.weight");
    put("position_embd.weight", root + "wpe.weight");
    put_pair("output_norm", root + "ln_f", false);
    for (std::int64_t i = 0; i < model_.shape.layers; ++i) {
      const std::string to = fmt::format("blk.{}.", i);
      const std::string from = fmt::format("{}h.{}.", root, i);
      put_pair(to + "attn_norm", from + "ln_1", false);
      put_pair(to + "ffn_norm", from + "ln_2", false);
      put_pair(to + "attn_qkv", from + "attn.c_attn", true);
      put_pair(to + "attn_output", from + "attn.c_proj", true);
      put_pair(to + "ffn_up", from + "mlp.c_fc", true);
      put_pair(to + "ffn_down", from + "mlp.c_proj", true);
    }
    return file_.bytes();
  }

 private:
  void header(const std::string& architecture) {
    const transformer::Transformer& t = model_.shape;
    const auto size = [&](const char* key, std::int64_t value) {
      file_.u32(fmt::format("{}.{}", architecture, key), static_cast<std::uint32_t>(value));
    };
    file_.string("general.architecture", architecture).string("general.name", "converted");
    size("embedding_length", t.hidden);
    size("block_count", t.layers);
    size("feed_forward_length", t.ffn);
    size("context_length", t.max_positions);
    size("attention.head_count", t.heads);
    size("attention.head_count_kv", t.kv_heads);
  }

  void llama_layer(const std::string& architecture, const std::string& to, const std::string& from) {
    const transformer::Transformer& t = model_.shape;
    put(to + "attn_norm.weight", from + "input_layernorm.weight");
    put(to + "ffn_norm.weight", from + "post_attention_layernorm.weight");
    const bool permuted = architecture == "llama" && fault_ != Fault::keys_not_permuted;
    for (const char* end : {".weight", ".bias"}) {
      if (tensors_.contains(from + "self_attn.q_proj" + end)) {
        put(to + "attn_q" + end, from + "self_attn.q_proj" + end, permuted ? t.heads : 0);
        put(to + "attn_k" + end, from + "self_attn.k_proj" + end, permuted ? t.kv_heads : 0);
        put(to + "attn_v" + end, from + "self_attn.v_proj" + end);
      }
    }
    put(to + "attn_output.weight", from + "self_attn.o_proj.weight");
    put(to + "ffn_gate.weight", from + "mlp.gate_proj.weight");
    put(to + "ffn_up.weight", from + "mlp.up_proj.weight");
    put(to + "ffn_down.weight", from + "mlp.down_proj.weight");
  }

  void put_pair(const std::string& to, const std::string& from, bool turned) {
    put(to + ".weight", from + ".weight", 0, turned);
    put(to + ".bias", from + ".bias");
  }

  /// `heads` > 0: rows of each head are reordered from halves to neighbours. `turned`: from [inputs, outputs].
  void put(const std::string& to, const std::string& from, std::int64_t heads = 0, bool turned = false) {
    const tensors::Tensor& tensor = tensors_.at(from);
    std::vector<std::int64_t> shape = tensor.shape;
    Values values = values_of(tensor);
    if (turned) {
      const Values old = values;
      const auto rows = static_cast<std::size_t>(shape[0]);
      const auto columns = static_cast<std::size_t>(shape[1]);
      for (std::size_t i = 0; i < old.size(); ++i) {
        values[i % columns * rows + i / columns] = old[i];
      }
      std::swap(shape[0], shape[1]);
    }
    if (heads > 0) {
      const Values old = values;
      const std::size_t width = shape.size() == 1 ? 1 : static_cast<std::size_t>(shape[1]);
      const auto size = static_cast<std::size_t>(shape[0] / heads);
      for (std::size_t row = 0; row < static_cast<std::size_t>(shape[0]); ++row) {
        const std::size_t in_head = row % size;
        const std::size_t source = row - in_head + (in_head % 2) * (size / 2) + in_head / 2;
        std::copy_n(&old[source * width], width, &values[row * width]);
      }
    }
    const bool narrow = shape.size() == 2 && (type_ != kQ8 || shape[1] % 32 == 0);
    file_.tensor(to, shape, narrow ? type_ : kF32, words(values, narrow ? type_ : kF32));
  }

  static Values values_of(const tensors::Tensor& tensor) {
    constexpr std::array kTypes{tensors::StoredType::f32, tensors::StoredType::f16, tensors::StoredType::bf16,
                                tensors::StoredType::f8_e4m3, tensors::StoredType::f8_e5m2};
    return tensors::decode({kTypes.at(static_cast<std::size_t>(tensor.dtype)), "", tensor.shape, tensor.bytes});
  }

  std::uint32_t type_;
  Fault fault_;
  transformer::Model model_;
  tensors::Tensors tensors_;
  GgufFile file_;
};

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

/// Largest difference to the logits that come with the Hugging Face model, relative to the largest of them.
double worst_difference(const std::string& family, const std::string& gguf) {
  const ScratchFolder folder("gguf_model_test");
  write(folder / "m.gguf", gguf);
  const transformer::Model model = load_model(folder / "m.gguf");
  const tensors::Tensors expected = tensors::read_safetensors(Converter::folder_of(family) / "expected.safetensors");
  const auto words = expected.at("tokens").codes();
  const Values found = transformer::ModelRunner(model).run(std::vector<int>(words.begin(), words.end()), true);
  const Values logits = expected.at("logits").floats();
  EXPECT_EQ(found.size(), logits.size());
  double scale = 0;
  double difference = 0;
  for (std::size_t i = 0; i < std::min(found.size(), logits.size()); ++i) {
    scale = std::max(scale, std::abs(double{logits[i]}));
    difference = std::max(difference, std::abs(double{logits[i]} - double{found[i]}));
  }
  return difference / scale;
}

TEST(GgufModel, LlamaComputesWhatTheReferenceComputes) {
  EXPECT_LT(worst_difference("llama", Converter("llama", kF32).llama("llama")), 1e-5);
}

TEST(GgufModel, Qwen2ComputesWhatTheReferenceComputes) {
  EXPECT_LT(worst_difference("qwen2", Converter("qwen2", kF32).llama("qwen2")), 1e-5);
}

TEST(GgufModel, Gpt2ComputesWhatTheReferenceComputes) {
  EXPECT_LT(worst_difference("gpt2", Converter("gpt2", kF32).gpt2()), 1e-5);
}

TEST(GgufModel, TheComparisonNoticesKeysThatAreNotPermuted) {
  EXPECT_GT(worst_difference("llama", Converter("llama", kF32, Fault::keys_not_permuted).llama("llama")), 1e-3);
}

TEST(GgufModel, NarrowTypesAreReadExactly) {
  const ScratchFolder folder("gguf_narrow_test");
  const Values values{0, 1, -1.5F, 0.0078125F, -240, 3.984375F};  // at most eight bits, in the range of both
  GgufFile file;
  file.tensor("half", {2, 3}, kF16, words(values, kF16)).tensor("brain", {2, 3}, kBf16, words(values, kBf16));
  write(folder / "m.gguf", file.bytes());
  for (const char* name : {"half", "brain"}) {
    const tensors::Weight w = gguf::open_gguf(folder / "m.gguf").weight(name, std::array<std::int64_t, 2>{2, 3});
    EXPECT_THAT(w.values(), testing::ElementsAreArray(values)) << name;
  }
}

TEST(GgufModel, Q8BlocksAreScaledBytes) {
  const ScratchFolder folder("gguf_q8_test");
  Values values(64);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = (static_cast<float>(i) - 20.0F) / (i < 32 ? 4.0F : 64.0F);
  }
  GgufFile file;
  file.tensor("x", {2, 32}, kQ8, words(values, kQ8));
  write(folder / "m.gguf", file.bytes());
  const tensors::Weight x = gguf::open_gguf(folder / "m.gguf").weight("x", std::array<std::int64_t, 2>{2, 32});
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float step = (i < 32 ? 20.0F / 4 : 43.0F / 64) / 127;
    EXPECT_NEAR(x.values()[i], values[i], 0.51F * step) << i;
  }
}

TEST(GgufModel, OtherTypesAreRefusedWhenTheyAreUsed) {
  const ScratchFolder folder("gguf_q4_test");
  GgufFile file;
  file.tensor("x", {1, 256}, 12, std::string(144, '\1')).tensor("y", {1}, Values{3});
  write(folder / "m.gguf", file.bytes());
  const tensors::TensorFile tensors = gguf::open_gguf(folder / "m.gguf");
  EXPECT_EQ(tensors.weight("y", std::array<std::int64_t, 1>{1}).values()[0], 3.0F);
  EXPECT_THAT(
      [&] {
        (void)tensors.weight("x", std::array<std::int64_t, 2>{1, 256});
      },
      ThrowsMessage<InputError>(HasSubstr("m.gguf: tensor 'x': expected values in F32, F16, BF16")));
}

TEST(GgufModel, RunsAsAWorkload) {
  const ScratchFolder folder("gguf_workload_test");
  write(folder / "m.gguf", Converter("gpt2", kF32).gpt2());
  WorkloadRequest request;
  request.source = (folder / "m.gguf").string();
  request.tokens = {1, 2, 3};
  EXPECT_FALSE(load_workload(request).tensors.empty());
}

}  // namespace
}  // namespace lmulsim::formats
