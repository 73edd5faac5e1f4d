// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Malformed binary inputs: checkpoints, tokenizers and safetensors, one fault each.
#include <gmock/gmock.h>

#include <cstring>
#include <limits>

#include "files.hpp"
#include "formats/llama2c/llama2c_tokenizer.hpp"
#include "formats/open.hpp"
#include "tensors/safetensors.hpp"
#include "transformer/model.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::formats {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

/// The file with one little-endian word replaced.
template <typename T>
std::string with_word(std::string bytes, std::size_t offset, T word) {
  std::memcpy(&bytes.at(offset), &word, sizeof(word));
  return bytes;
}

struct Header {
  std::size_t field;
  std::int32_t value;
  const char* message;
};

class BadCheckpoint : public testing::TestWithParam<Header> {};

TEST_P(BadCheckpoint, IsRefusedByField) {
  const ScratchFolder folder("checkpoint_test");
  const auto path = folder / "c.bin";
  util::write_file_atomic(path,
                          with_word(util::read_file(data_file("tiny.bin")), GetParam().field * 4, GetParam().value));
  EXPECT_THAT([&] { (void)load_model(path); }, ThrowsMessage<InputError>(HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Cases, BadCheckpoint,
    testing::Values(Header{0, 0, "header: dim: expected 1 to 65536, found 0"}, Header{0, -16, "header: dim: expected"},
                    Header{0, 0x616B3432, "found version 1 or later"}, Header{0, 2147483647, "header: dim: expected"},
                    Header{1, 0, "header: hidden_dim: expected"}, Header{1, 25, "bytes from the header"},
                    Header{2, 0, "header: n_layers: expected"}, Header{2, 3, "bytes from the header"},
                    Header{3, 3, "header: n_heads: expected to divide dim = 16"}, Header{3, 16, "heads of even size"},
                    Header{4, 3, "n_kv_heads: expected a divisor of n_heads = 4"},
                    Header{5, 0, "header: vocab_size: expected"}, Header{5, -300, "bytes from the header"},
                    Header{5, std::numeric_limits<std::int32_t>::min(), "header: vocab_size: expected"},
                    Header{6, 31, "bytes from the header"}, Header{6, -1, "header: seq_len: expected"}));

TEST(Checkpoint, RefusesAFileOfAnotherLength) {
  const ScratchFolder folder("checkpoint_length_test");
  const std::string whole = util::read_file(data_file("tiny.bin"));
  for (const std::string& bytes :
       {std::string(), whole.substr(0, 27), whole.substr(0, 28), whole.substr(0, whole.size() - 1), whole + '\0'}) {
    util::write_file_atomic(folder / "c.bin", bytes);
    EXPECT_THAT([&] { (void)load_model(folder / "c.bin"); },
                ThrowsMessage<InputError>(HasSubstr("found " + std::to_string(bytes.size()))));
  }
}

TEST(Checkpoint, RefusesWeightsThatAreNotFinite) {
  const ScratchFolder folder("checkpoint_nan_test");
  const std::string whole = util::read_file(data_file("tiny.bin"));
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    util::write_file_atomic(folder / "c.bin", with_word(whole, 28 + 4 * 1000, bad));
    EXPECT_THAT([&] { (void)load_model(folder / "c.bin").embedding.values(); },
                ThrowsMessage<InputError>(HasSubstr("c.bin: token_embedding: expected finite values, found")));
  }
}

TEST(Checkpoint, ReadsAClassifierOfItsOwn) {
  const ScratchFolder folder("checkpoint_untied_test");
  std::string bytes = with_word(util::read_file(data_file("tiny.bin")), 5 * 4, std::int32_t{-300});
  const std::vector<float> classifier(300 * 16, 0.25F);
  bytes.append(reinterpret_cast<const char*>(classifier.data()), classifier.size() * sizeof(float));
  util::write_file_atomic(folder / "c.bin", bytes);
  const transformer::Model model = load_model(folder / "c.bin");
  EXPECT_FALSE(model.shape.tied_head);
  EXPECT_EQ(model.shape.vocab, 300);
  EXPECT_EQ(model.head.weight.values().back(), 0.25F);
}

TEST(Tokenizer, RefusesAFileThatIsCutOrOfAnotherSize) {
  const ScratchFolder folder("tokenizer_test");
  const std::string whole = util::read_file(data_file("tok_tiny.bin"));
  const auto read = [&](const std::string& bytes, std::int64_t vocab) {
    util::write_file_atomic(folder / "t.bin", bytes);
    return llama2c::Llama2cTokenizer(folder / "t.bin", vocab);
  };
  EXPECT_THAT([&] { read(whole, 512); }, ThrowsMessage<InputError>(HasSubstr("expected 512 tokens, found 300")));
  EXPECT_THAT([&] { read(whole.substr(0, whole.size() - 1), 300); },
              ThrowsMessage<InputError>(HasSubstr("token 299: expected 3 bytes more, found 2")));
  EXPECT_THAT([&] { read("", 300); }, ThrowsMessage<InputError>(HasSubstr("token 0: expected 4 bytes more")));
  EXPECT_THAT([&] { read(with_word(whole, 8, std::int32_t{-1}), 300); },
              ThrowsMessage<InputError>(HasSubstr("token 0: expected a score and a length")));
  EXPECT_THAT([&] { read(whole.substr(0, 4), 0); }, ThrowsMessage<InputError>(HasSubstr("at least 259 tokens")));
}

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

std::string safetensors(const std::string& header, std::size_t data) {
  const std::uint64_t length = header.size();
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &length, 8);
  return bytes + header + std::string(data, '\1');
}

TEST(Safetensors, ComeBackAsTheyWereWritten) {
  const ScratchFolder folder("safetensors_test");
  tensors::Tensors tensors;
  for (const tensors::DTypeInfo& t : tensors::kDTypes) {
    const auto dtype = static_cast<tensors::DType>(&t - tensors::kDTypes.data());
    tensors[std::string(t.name)] =
        tensors::make_tensor(dtype, std::vector<std::uint32_t>{1, 0x7F, 0x80, 0xFE, 0, 5}, {2, 3});
  }
  tensors["empty"] = tensors::make_tensor(std::vector<float>{}, {0, 4});
  tensors["scalar \"quoted\""] = tensors::make_tensor(std::vector<float>{-0.0F}, {});
  tensors::write_safetensors(folder / "t.safetensors", tensors);
  EXPECT_EQ(tensors::read_safetensors(folder / "t.safetensors"), tensors);
}

TEST(Safetensors, PassOverMetadata) {
  const std::string file = safetensors(
      R"({"__metadata__": {"format": "pt"}, "x": {"dtype": "U8", "shape": [2], "data_offsets": [0, 2]}})", 2);
  EXPECT_EQ(tensors::parse_safetensors(bytes_of(file), "f").size(), 1U);
}

struct Bad {
  const char* header;
  std::size_t data;
  const char* message;
};

class BadSafetensors : public testing::TestWithParam<Bad> {};

TEST_P(BadSafetensors, AreRefusedByTensor) {
  const std::string file = safetensors(GetParam().header, GetParam().data);
  EXPECT_THAT([&] { (void)tensors::parse_safetensors(bytes_of(file), "f"); },
              ThrowsMessage<InputError>(HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Cases, BadSafetensors,
    testing::Values(
        Bad{"{", 0, "not valid JSON"}, Bad{"[]", 0, "expected an object"},
        Bad{R"({"x": 1})", 0, "f: x: expected an object"},
        Bad{R"({"x": {"dtype": "F8", "shape": [1], "data_offsets": [0, 1]}})", 1, "f: x: dtype: expected one of F32"},
        Bad{R"({"x": {"dtype": "U8", "shape": [-1], "data_offsets": [0, 1]}})", 1, "shape: expected integers"},
        Bad{R"({"x": {"dtype": "U8", "shape": [1], "data_offsets": [0, 2]}})", 1, "expected an end of at most 1"},
        Bad{R"({"x": {"dtype": "U8", "shape": [1], "data_offsets": [1, 0]}})", 1, "expected [begin, end]"},
        Bad{R"({"x": {"dtype": "U8", "shape": [1], "data_offsets": [0]}})", 1, "expected [begin, end]"},
        Bad{R"({"x": {"dtype": "F32", "shape": [1], "data_offsets": [0, 3]}})", 4, "expected 4 bytes for the shape"},
        Bad{R"({"x": {"dtype": "F32", "shape": [4611686018427387904, 4], "data_offsets": [0, 4]}})", 4, "larger than"},
        Bad{R"({"x": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1], "y": 1}})", 1, "unknown key 'y'"},
        Bad{R"({"x": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]}})", 2, "expected 1 bytes of data, found 2"},
        Bad{R"({"x": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]},
                "y": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]}})",
            1, "tensors overlap"},
        Bad{R"({"x": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]},
                "y": {"dtype": "U8", "shape": [1], "data_offsets": [2, 3]}})",
            3, "tensors leave a gap"},
        Bad{R"({"x": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]},
                "x": {"dtype": "U8", "shape": [1], "data_offsets": [1, 2]}})",
            2, "key 'x' is given twice"}));

TEST(Safetensors, RefuseAHeaderLongerThanTheFile) {
  EXPECT_THAT([] { (void)tensors::parse_safetensors(bytes_of("short"), "f"); },
              ThrowsMessage<InputError>(HasSubstr("found 5")));
  std::string file = safetensors("{}", 0);
  EXPECT_TRUE(tensors::parse_safetensors(bytes_of(file), "f").empty());
  EXPECT_THROW((void)tensors::parse_safetensors(bytes_of(with_word(file, 0, std::uint64_t{3})), "f"), InputError);
  EXPECT_THROW((void)tensors::parse_safetensors(bytes_of(with_word(file, 0, ~std::uint64_t{0})), "f"), InputError);
}

}  // namespace
}  // namespace lmulsim::formats
