// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Model files with one fault each: every reader answers with the file, the place and what it found there. And good
// files cut at every length.
#include <gmock/gmock.h>

#include <cstring>
#include <fstream>
#include <functional>
#include <limits>

#include "corrupt_case.hpp"
#include "files.hpp"
#include "formats/gguf/gguf_model.hpp"
#include "formats/open.hpp"
#include "formats/workload_request.hpp"
#include "onnx_file.hpp"
#include "transformer/model_runner.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::formats {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::string seed(const std::string& name) {
  return util::read_file(std::filesystem::path(LMULSIM_SOURCE_DIR) / "tests" / "fuzz" / "seeds" / name);
}

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::remove(path);  // some file systems flush a file that is written anew, not one that is new
  std::ofstream(path, std::ios::binary) << bytes;
}

/// The file with a little-endian word replaced, `offset` bytes after the first `key` (from the start without one).
template <typename T>
std::string patched(std::string bytes, std::string_view key, std::size_t offset, T word) {
  const std::size_t at = bytes.find(key);
  EXPECT_NE(at, std::string::npos) << key;
  std::memcpy(&bytes.at(at + offset), &word, sizeof(word));
  return bytes;
}

std::string replaced(std::string bytes, std::string_view old, std::string_view now) {
  const std::size_t at = bytes.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return bytes.replace(at, old.size(), now);
}

std::string cut(std::string bytes, std::size_t length) {
  bytes.resize(length);
  return bytes;
}

constexpr std::array<const char*, 6> kFileNames{"m.bin",  "model.safetensors", "model.safetensors.index.json", "m.gguf",
                                                "m.onnx", "config.json"};

std::string good(Kind kind) {
  switch (kind) {
    case Kind::checkpoint:
      return seed("checkpoint/good-tied.bin");
    case Kind::safetensors:
      return seed("safetensors/good-llama.safetensors");
    case Kind::index:
      return R"({"weight_map": {"model.norm.weight": "model.safetensors"}})";
    case Kind::gguf:
      return seed("gguf/good-llama.gguf");
    case Kind::onnx:
      return OnnxFile().bytes();
    case Kind::config:
      return R"({"model_type": "llama", "hidden_size": 4, "num_hidden_layers": 1, "num_attention_heads": 2,
                 "num_key_value_heads": 1, "intermediate_size": 4, "vocab_size": 3, "max_position_embeddings": 8,
                 "hidden_act": "silu", "tie_word_embeddings": true})";
  }
  return "";
}

/// Opens the one corrupted file among good ones, and uses all of it.
void use(const ScratchFolder& folder, Kind kind, const std::string& bytes) {
  if (kind == Kind::safetensors || kind == Kind::config || kind == Kind::index) {
    write(folder / "config.json", good(Kind::config));
    write(folder / "model.safetensors", good(Kind::safetensors));
  }
  const auto path = folder / kFileNames[static_cast<std::size_t>(kind)];
  write(path, bytes);
  if (kind == Kind::onnx) {
    (void)onnx::read_onnx(path, {});
    return;
  }
  const transformer::Model model = load_model(kind == Kind::config || kind == Kind::index ? path.parent_path() : path);
  (void)transformer::ModelRunner(model).run(std::array{0, 1});
}

/// A checkpoint with one header field replaced.
Case field(const char* name, std::size_t index, std::int32_t value, const char* message) {
  return {name, Kind::checkpoint, [=](std::string b) { return patched(std::move(b), "", 4 * index, value); }, message};
}

/// A file with a text replaced; lengths of safetensors headers follow.
Case text(const char* name, Kind kind, std::string old, std::string now, const char* message) {
  const auto corrupt = [=](std::string b) {
    b = replaced(std::move(b), old, now);
    std::uint64_t length = 0;
    std::memcpy(&length, b.data(), kind == Kind::safetensors ? sizeof(length) : 0);
    return kind != Kind::safetensors ? b : patched(b, "", 0, length + now.size() - old.size());
  };
  return {name, kind, corrupt, message};
}

/// A GGUF file with a word replaced, `offset` bytes after a key.
template <typename T>
Case word(const char* name, const char* key, std::size_t offset, T value, const char* message) {
  return {name, Kind::gguf, [=](std::string b) { return patched(std::move(b), key, offset, value); }, message};
}

std::vector<Case> checkpoints() {
  return {
      {"Empty", Kind::checkpoint, [](const std::string&) { return ""; }, "at least 28 bytes, found 0"},
      {"HeaderOnly", Kind::checkpoint, [](std::string b) { return cut(b, 28); }, "found 28"},
      {"OneByteMore", Kind::checkpoint, [](std::string b) { return b + '\0'; }, "bytes from the header"},
      {"NotANumber", Kind::checkpoint,
       [](std::string b) { return patched(b, "", 28 + 4 * 5, std::numeric_limits<float>::quiet_NaN()); },
       "token_embedding: expected finite values, found nan at element 5"},
      field("NewHeader", 0, 0x616B3432, "found version 1 or later"),
      field("NoWidth", 0, 0, "header: dim: expected 1 to"),
      field("NegativeWidth", 0, -4, "header: dim: expected 1 to"),
      field("HugeWidth", 0, 0x7FFFFFFF, "header: dim: expected 1 to"),
      field("ManyLayers", 2, 1024, "bytes from the header"),
      field("HeadsOfOddSize", 3, 4, "header: n_heads: expected to divide"),
      field("KeyHeadsThatDoNotDivide", 4, 3, "header: n_kv_heads: expected a divisor"),
      field("LeastVocabulary", 5, std::numeric_limits<std::int32_t>::min(), "header: vocab_size"),
      field("HugeContext", 6, 1 << 22, "bytes from the header"),
  };
}

std::vector<Case> safetensors() {
  const auto kind = Kind::safetensors;
  return {
      {"ShorterThanALength", kind, [](std::string b) { return cut(b, 7); }, "at least 8 bytes, found 7"},
      {"HeaderBeyondTheFile", kind, [](std::string b) { return patched(b, "", 0, std::uint64_t{5000}); },
       "found a length of 5000"},
      {"HugeHeader", kind, [](std::string b) { return patched(b, "", 0, ~std::uint64_t{0}); }, "found a length of"},
      {"NoJson", kind, [](std::string b) { return patched(b, "", 8, 'x'); }, "(header)"},
      {"DataCut", kind, [](std::string b) { return cut(b, b.size() - 1); },
       "model.norm.weight: data_offsets: expected an end of at most"},
      {"DataLeft", kind, [](std::string b) { return b + '\0'; }, "bytes of data, found"},
      text("UnknownType", kind, "BF16", "FP16", "down_proj.weight: dtype: expected one of"),
      text("NegativeSize", kind, "[3, 4]", "[-3, 4]", "embed_tokens.weight: shape: expected integers"),
      text("SizesThatOverflow", kind, "[3, 4]", "[4611686018427387904, 4]", "embed_tokens.weight: shape: larger than"),
      text("OffsetsThatAreTurned", kind, "[0, 48]", "[48, 0]",
           "embed_tokens.weight: data_offsets: expected [begin, end]"),
      text("OffsetsThatOverlap", kind, "[48, 56]", "[40, 48]", "tensors overlap"),
      text("OffsetsOfAnotherSize", kind, "[0, 48]", "[0, 44]", "data_offsets: expected 48 bytes"),
      text("AnotherShape", kind, "[3, 4]", "[4, 3]", "embed_tokens.weight': expected the shape [3, 4], found [4, 3]"),
      text("AnotherName", kind, "model.norm.weight", "model.norm.height",
           "tensor 'model.norm.weight': expected one of shape [4], found none"),
      text("SameNameTwice", kind, "model.norm.weight", "model.embed_tokens.weight", "is given twice"),
      text("IntegersAsWeights", kind, R"("F32", "shape": [3, 4])", R"("I32", "shape": [3, 4])",
           "embed_tokens.weight': expected values in F32"),
      {"InfiniteWeight", kind, [](std::string b) { return b.replace(b.size() - 4, 4, "\x7F\x7F\x7F\x7F"); },
       "model.norm.weight': expected finite values"},
      text("IndexOutOfItsFolder", Kind::index, "\"model.safetensors\"", "\"../model.safetensors\"",
           "model.norm.weight: expected the name of a file beside the index"),
      text("IndexOfNoFile", Kind::index, "\"model.safetensors\"", "\"other.safetensors\"", "other.safetensors"),
      text("IndexWithoutMap", Kind::index, "weight_map", "weight_nap", "weight_map"),
  };
}

std::vector<Case> ggufs() {
  constexpr std::size_t kTensors = 8;
  constexpr std::size_t kPairs = 16;
  const std::size_t shape = std::strlen("token_embd.weight");  // then dimensions, sizes, type, offset
  return {
      word("OtherMagic", "GGUF", 0, 'g', "header: expected the magic 'GGUF'"),
      word("OldVersion", "GGUF", 4, std::uint32_t{1}, "header: expected version 2 or 3"),
      word("BigEndian", "GGUF", 4, std::uint32_t{0x03000000}, "header: expected version 2 or 3"),
      word("HugeTensorCount", "GGUF", kTensors, kHuge, "header: expected at most"),
      word("HugePairCount", "GGUF", kPairs, ~std::uint64_t{0}, "header: expected at most"),
      word("OneTensorMore", "GGUF", kTensors, std::uint64_t{14}, "tensor '': expected 1 to 4 dimensions, found 0"),
      word("HugeKey", "general.architecture", static_cast<std::size_t>(-8), kHuge,
           "metadata 0: expected a text of at most"),
      word("KeyWithANull", "general.architecture", 0, '\0', "metadata 0: expected a key of printable ASCII"),
      word("UnknownValueType", "llama.block_count", 17, std::uint32_t{13}, "llama.block_count: expected a value type"),
      word("HugeText", "general.architecture", 24, kHuge, "general.architecture: expected a text of at most"),
      word("BoolOfTwo", "x.flag", 10, '\2', "x.flag: expected a bool of 0 or 1, found 2"),
      word("HugeArray", "tokenizer.ggml.scores", 29, kHuge, "tokenizer.ggml.scores: expected at most"),
      word("HugeNestedArray", "x.nested", 28, kHuge, "x.nested: expected at most"),
      word("AlignmentOfNothing", "general.alignment", 21, std::uint32_t{0},
           "general.alignment: expected an integer from 8"),
      word("AlignmentOfTwelve", "general.alignment", 21, std::uint32_t{12},
           "general.alignment: expected a multiple of 8"),
      word("NoDimensions", "token_embd.weight", shape, std::uint32_t{0},
           "'token_embd.weight': expected 1 to 4 dimensions"),
      word("FiveDimensions", "token_embd.weight", shape, std::uint32_t{5}, "expected 1 to 4 dimensions, found 5"),
      word("SizeOfNothing", "token_embd.weight", shape + 4, std::int64_t{0},
           "dimension 0: expected a size of at least 1"),
      word("NegativeSize", "token_embd.weight", shape + 12, std::int64_t{-3},
           "dimension 1: expected a size of at least 1"),
      word("SizesThatOverflow", "token_embd.weight", shape + 12, kHuge,
           "'token_embd.weight': expected a tensor that fits"),
      word("RemovedType", "token_embd.weight", shape + 20, std::uint32_t{4},
           "expected an element type of ggml, found number 4"),
      word("OddOffset", "token_embd.weight", shape + 24, std::uint64_t{4},
           "offset: expected a multiple of the alignment"),
      word("OffsetBeyondTheFile", "token_embd.weight", shape + 24, std::uint64_t{1} << 40U, "expected an end within"),
      word("TensorsThatOverlap", "output_norm.weight", 18 + 16, std::uint64_t{0}, "tensors overlap"),
      text("SameTensorTwice", Kind::gguf, "blk.0.attn_k.weight", "blk.0.attn_q.weight", "the name is used twice"),
      text("SameKeyTwice", Kind::gguf, "x.i64", "x.f64", "x.f64: the key is given twice"),
      word("UnknownArchitecture", "general.architecture", 32, 'q',
           "general.architecture: expected llama, qwen2 or gpt2, found 'qlama'"),
      text("MissingKey", Kind::gguf, "llama.block_count", "llama.block_kount",
           "llama.block_count: expected an integer, found no"),
      word("ManyLayers", "llama.block_count", 21, std::uint32_t{2}, "tensor 'blk.1.attn_norm.weight'"),
      word("NoHeads", "llama.attention.head_count", 30, std::uint32_t{0},
           "llama.attention.head_count: expected an integer"),
      word("WidthOfOthers", "llama.embedding_length", 26, std::uint32_t{8},
           "tensor 'rope_freqs.weight': expected the shape [2], found [1]"),
      text("UnknownScaling", Kind::gguf, "linear", "yarn-2",
           "llama.rope.scaling.type: expected none or linear, found 'yarn-2'"),
      text("MissingTensor", Kind::gguf, "blk.0.attn_v.weight", "blk.0.attn_w.weight", "tensor 'blk.0.attn_v.weight'"),
      word("IntegersAsWeights", "blk.0.attn_q.weight", 19 + 4 + 16, std::uint32_t{24},
           "tensor 'blk.0.attn_q.weight': expected values in F32"),
  };
}

std::vector<Case> configs() {
  const auto kind = Kind::config;
  return {
      text("NoJson", kind, "{", "[", "config.json:"),
      text("SameKeyTwice", kind, "vocab_size", "hidden_size", "key 'hidden_size' is given twice"),
      text("UnknownType", kind, "llama", "lama", "model_type: expected one of"),
      text("MissingKey", kind, "hidden_size", "hiden_size", "hidden_size"),
      text("NoLayers", kind, "\"num_hidden_layers\": 1", "\"num_hidden_layers\": 0",
           "num_hidden_layers: expected an integer"),
      text("ManyLayers", kind, "\"num_hidden_layers\": 1", "\"num_hidden_layers\": 16777216", "num_hidden_layers"),
      text("HeadsThatDoNotDivide", kind, "\"num_attention_heads\": 2", "\"num_attention_heads\": 3",
           "num_attention_heads: expected a divisor"),
      text("KeyHeadsThatDoNotDivide", kind, "\"num_key_value_heads\": 1", "\"num_key_value_heads\": 3",
           "num_key_value_heads: expected a divisor"),
      text("TextAsNumber", kind, "\"vocab_size\": 3", "\"vocab_size\": \"3\"", "vocab_size: expected an integer"),
      text("UnknownActivation", kind, "silu", "relu", "hidden_act: expected silu or a form of gelu, found 'relu'"),
      text("UnknownScaling", kind, "{", R"({"rope_scaling": {"rope_type": "spiral"},)",
           "rope_scaling: rope_type: expected one of"),
      text("WidthOfOthers", kind, "\"hidden_size\": 4", "\"hidden_size\": 8",
           "expected the shape [3, 8], found [3, 4]"),
  };
}

class CorruptModel : public testing::TestWithParam<Case> {};

TEST_P(CorruptModel, IsRefusedByFileAndPlace) {
  const ScratchFolder folder("corrupt_model_test");
  const std::string bytes = GetParam().corrupt(good(GetParam().kind));
  EXPECT_THAT([&] { use(folder, GetParam().kind, bytes); },
              ThrowsMessage<InputError>(AllOf(HasSubstr((folder / "").string()), HasSubstr(GetParam().message))));
}

const auto kName = [](const auto& given) { return std::string(given.param.name); };
INSTANTIATE_TEST_SUITE_P(Checkpoint, CorruptModel, testing::ValuesIn(checkpoints()), kName);
INSTANTIATE_TEST_SUITE_P(Safetensors, CorruptModel, testing::ValuesIn(safetensors()), kName);
INSTANTIATE_TEST_SUITE_P(Gguf, CorruptModel, testing::ValuesIn(ggufs()), kName);
INSTANTIATE_TEST_SUITE_P(Onnx, CorruptModel, testing::ValuesIn(onnxs()), kName);
INSTANTIATE_TEST_SUITE_P(Config, CorruptModel, testing::ValuesIn(configs()), kName);

class GoodModel : public testing::TestWithParam<Kind> {};

/// What the table corrupts is read without the fault: else any fault would do.
TEST_P(GoodModel, IsReadWhole) {
  const ScratchFolder folder("good_model_test");
  EXPECT_NO_THROW(use(folder, GetParam(), good(GetParam())));
}

TEST_P(GoodModel, IsRefusedAtEveryShorterLength) {
  const ScratchFolder folder("cut_model_test");
  const std::string whole = good(GetParam());
  for (std::size_t length = 0; length < std::min<std::size_t>(whole.size(), 2048); ++length) {
    EXPECT_THROW(use(folder, GetParam(), cut(whole, length)), InputError) << length << " of " << whole.size();
  }
}

INSTANTIATE_TEST_SUITE_P(All, GoodModel,
                         testing::Values(Kind::checkpoint, Kind::safetensors, Kind::gguf, Kind::onnx, Kind::config),
                         [](const auto& given) {
                           std::string name = kFileNames[static_cast<std::size_t>(given.param)];
                           std::ranges::replace(name, '.', '_');
                           return name;
                         });

}  // namespace
}  // namespace lmulsim::formats
