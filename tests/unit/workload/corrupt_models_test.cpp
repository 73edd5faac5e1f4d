// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Model files with one fault each: every reader answers with the file, the place and what it found there. And good
// files cut at every length.
#include <gmock/gmock.h>

#include <cstring>
#include <fstream>
#include <functional>
#include <limits>

#include "files.hpp"
#include "onnx_file.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "workload/gguf_model.hpp"
#include "workload/model_runner.hpp"
#include "workload/request.hpp"

namespace lmulsim::workload {
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

/// The file that is corrupted, which also says how it is read.
enum class Kind : std::uint8_t { checkpoint, safetensors, index, gguf, onnx, config };

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
    (void)read_onnx(path, {});
    return;
  }
  const Model model = load_model(kind == Kind::config || kind == Kind::index ? path.parent_path() : path);
  (void)ModelRunner(model).run(std::array{0, 1});
}

struct Case {
  const char* name;
  Kind kind;
  std::function<std::string(std::string)> corrupt;
  const char* message;
};

std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
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

Case onnx(const char* name, std::function<void(OnnxFile&)> corrupt, const char* message) {
  return {name, Kind::onnx,
          [=](const std::string&) {
            OnnxFile file;
            corrupt(file);
            return file.bytes();
          },
          message};
}

constexpr std::uint64_t kHuge = std::uint64_t{1} << 62U;

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

std::vector<Case> onnxs() {
  return {
      {"NoProtobuf", Kind::onnx, [](const std::string&) { return std::string(100, '\xFF'); }, "expected an ONNX model"},
      {"Empty", Kind::onnx, [](const std::string&) { return ""; }, "graph: expected 1 to 65536 nodes, found 0"},
      onnx(
          "NoVersion", [](OnnxFile& f) { f.opset = 0; }, "opset_import: expected version 7 to 17"),
      onnx(
          "LaterVersion", [](OnnxFile& f) { f.opset = 18; }, "opset_import: expected version 7 to 17"),
      onnx(
          "UnknownOperator", [](OnnxFile& f) { f.op = "MatMulX"; },
          "node 'node' (MatMulX): expected an operator of set 13"),
      onnx(
          "OtherDomain", [](OnnxFile& f) { f.domain = "com.microsoft"; },
          "node 'node' (MatMul): expected an operator of the default"),
      onnx(
          "OtherProduct",
          [](OnnxFile& f) {
            f.op = "Einsum";
            f.attributes = {OnnxFile::text_attribute("equation", "ij,jk->ik")};
          },
          "node 'node' (Einsum): an operator that multiplies and is not modelled"),
      onnx(
          "OperandsOfAnotherType", [](OnnxFile& f) { f.op = "MatMulInteger"; }, "MatMulInteger, node name: node"),
      onnx(
          "ControlFlow", [](OnnxFile& f) { f.op = "If", f.attributes = {OnnxFile::graph_attribute("then_branch")}; },
          "node 'node' (If): control flow is not modelled"),
      onnx(
          "Function", [](OnnxFile& f) { f.function = true; }, "functions: expected none"),
      onnx(
          "SparseWeights", [](OnnxFile& f) { f.sparse = true; }, "sparse_initializer: expected dense"),
      onnx(
          "OneInput", [](OnnxFile& f) { f.inputs = {"x"}; }, "node 'node' (MatMul)"),
      onnx(
          "InputOfNobody",
          [](OnnxFile& f) {
            f.inputs = {"x", "z"};
          },
          "expected the input 'z' to be given before"),
      onnx(
          "ItsOwnInput",
          [](OnnxFile& f) {
            f.inputs = {"y", "w"};
          },
          "expected the input 'y' to be given before"),
      onnx(
          "ResultOfNobody", [](OnnxFile& f) { f.result = "z"; }, "output 'z': expected a value of the graph"),
      onnx(
          "SameResultTwice", [](OnnxFile& f) { f.copies = 2; }, "value 'y': expected to be given once"),
      onnx(
          "ResultThatIsAWeight", [](OnnxFile& f) { f.output = "w"; }, "value 'w': expected to be given once"),
      onnx(
          "FewBytes", [](OnnxFile& f) { f.w_bytes = 47; },
          "tensor 'w': expected 48 bytes for the shape [4, 3], found 47"),
      onnx(
          "NegativeSize",
          [](OnnxFile& f) {
            f.w = {4, ~std::uint64_t{0}};
          },
          "tensor 'w': expected sizes of at least 0"),
      onnx(
          "SizesThatOverflow",
          [](OnnxFile& f) {
            f.w = {kHuge, 4};
          },
          "tensor 'w': expected sizes"),
      onnx(
          "TextAsWeights", [](OnnxFile& f) { f.w_type = 8; },
          "tensor 'w': expected an element type of numbers, found number 8"),
      onnx(
          "UnknownType", [](OnnxFile& f) { f.w_type = 99; }, "tensor 'w': expected an element type"),
      onnx(
          "SizesThatDoNotFit",
          [](OnnxFile& f) {
            f.x = {2, 5};
          },
          "shapes: "),
      onnx(
          "InputOfNothing",
          [](OnnxFile& f) {
            f.x = {0, 4};
          },
          "input 'x': dimension 0: expected 1 to"),
      onnx(
          "NegativeInput",
          [](OnnxFile& f) {
            f.x = {~std::uint64_t{0}, 4};
          },
          "input 'x': dimension 0: expected 1 to"),
      onnx(
          "OpenInput", [](OnnxFile& f) { f.open = "batch"; }, "input 'x': dimension 0 ('batch') is open"),
      onnx(
          "InputWithoutShape", [](OnnxFile& f) { f.x_has_shape = false; }, "input 'x': expected a tensor with a shape"),
      onnx(
          "StrideOfNothing",
          [](OnnxFile& f) {
            f.op = "Conv", f.x = {1, 4, 4, 4}, f.w = {3, 4, 1, 1}, f.attributes = {OnnxFile::ints("strides", {0, 0})};
          },
          "node 'node' (Conv): attribute strides: expected 1 to"),
      onnx(
          "FlatConvolutionWeights",
          [](OnnxFile& f) {
            f.op = "Conv", f.x = {1, 4, 4, 4}, f.w = {12};
          },
          "kernel_shape has incorrect size"),
      onnx(
          "ConvolutionWeightsThatAreComputed",
          [](OnnxFile& f) {
            f.op = "Conv", f.x = {1, 4, 4, 4}, f.inputs = {"x", "x"};
          },
          "node 'node' (Conv): expected kernel_shape, or weights of the file, found neither"),
      onnx(
          "ConcatOfNothing",
          [](OnnxFile& f) {
            f.op = "Concat", f.inputs = {"x", ""},
            f.attributes = {Message().text(1, "axis").number(3, 0).number(20, 2)};
          },
          "node 'node' (Concat): input 1: expected a value, found none"),
      onnx(
          "SpectrumOfAMatrix",
          [](OnnxFile& f) {
            f.opset = 17, f.op = "STFT", f.inputs = {"w", "x"}, f.w = {}, f.w_bytes = 4;
          },
          "shapes: expected a model that ONNX's own inference can read, found one that ends it"),
      onnx(
          "HugePadding",
          [](OnnxFile& f) {
            f.op = "Conv", f.x = {1, 4, 4, 4}, f.w = {3, 4, 1, 1},
            f.attributes = {OnnxFile::ints("pads", {kHuge, 0, 0, 0})};
          },
          "node 'node' (Conv): attribute pads: expected 0 to"),
      onnx(
          "DataOutOfTheFolder",
          [](OnnxFile& f) {
            f.external = {{"location", "../m.bin"}};
          },
          "tensor 'w': external data: expected a file in the model's folder"),
      onnx(
          "DataAnywhere",
          [](OnnxFile& f) {
            f.external = {{"location", "/etc/passwd"}};
          },
          "tensor 'w': external data: expected a file in the model's folder"),
      onnx(
          "DataNowhere",
          [](OnnxFile& f) {
            f.external = {{"offset", "0"}};
          },
          "tensor 'w': external data: expected a file"),
      onnx(
          "DataBeyondItsFile",
          [](OnnxFile& f) {
            f.external = {{"location", "m.onnx"}, {"offset", "18446744073709551615"}, {"length", "48"}};
          },
          "tensor 'w': external data: expected 48 bytes from byte 18446744073709551615"),
      onnx(
          "OffsetThatIsNoNumber",
          [](OnnxFile& f) {
            f.external = {{"location", "m.onnx"}, {"offset", "-1"}};
          },
          "tensor 'w': external data: offset: expected a number, found '-1'"),
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
      text("UnknownScaling", kind, "{", R"({"rope_scaling": {"rope_type": "yarn"},)",
           "rope_scaling: expected the type"),
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
}  // namespace lmulsim::workload
