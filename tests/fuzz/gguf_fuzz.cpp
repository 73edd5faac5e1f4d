// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A GGUF file: its metadata, its tokenizer used, all its tensors decoded, and the model run over two tokens if it is
// one.
#include <vector>

#include "formats/gguf/gguf_model.hpp"
#include "formats/gguf/gguf_tokenizer.hpp"
#include "run_model.hpp"
#include "target.hpp"

namespace {

using namespace lmulsim;

void read_metadata(const formats::gguf::Gguf& gguf) {
  for (const auto& [key, value] : gguf.metadata) {
    const auto* array = std::get_if<formats::gguf::GgufArray>(&value);
    if (array != nullptr && array->type == formats::gguf::GgufType::string) {
      fuzz::observe(gguf.strings(key));
    } else if (array != nullptr && array->type != formats::gguf::GgufType::array &&
               array->type != formats::gguf::GgufType::boolean) {
      fuzz::observe(gguf.numbers(key));
    }
  }
}

void use_tokenizer(const formats::gguf::Gguf& gguf) {
  constexpr std::int64_t kVocab = 1000;
  const auto tokenizer = formats::gguf::read_gguf_tokenizer(gguf, kVocab);
  if (!tokenizer) {
    return;
  }
  std::vector<int> tokens;
  try {
    tokens = tokenizer->encode("a tree  \u4E2D\n<s>12 trees");
  } catch (const InputError&) {  // the vocabulary need not have all its characters
  }
  fuzz::observe(tokenizer->decode(tokens));
}

void run_model(const std::uint8_t* data, std::size_t size) {
  const fuzz::MemoryFile file(fuzz::text_of(data, size));
  fuzz::decode_all(formats::gguf::open_gguf(file.path()));
  fuzz::run_two_tokens(formats::gguf::load_gguf_model(file.path()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::refuse_or([&] {
    const formats::gguf::Gguf gguf = formats::gguf::parse_gguf(fuzz::bytes_of(data, size), "model.gguf");
    read_metadata(gguf);
    if (!gguf.metadata.contains("general.architecture")) {
      use_tokenizer(gguf);
      return;
    }
    try {
      use_tokenizer(gguf);
    } catch (const InputError&) {  // the model may be one without it
    }
    run_model(data, size);
  });
}
