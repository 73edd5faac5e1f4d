// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A GGUF file: its metadata, its tokenizer used, all its tensors decoded, and the model run over two tokens if it is
// one.
#include <vector>

#include "run_model.hpp"
#include "target.hpp"
#include "workload/gguf_model.hpp"
#include "workload/gguf_tokenizer.hpp"

namespace {

using namespace lmulsim;

void read_metadata(const workload::Gguf& gguf) {
  for (const auto& [key, value] : gguf.metadata) {
    const auto* array = std::get_if<workload::GgufArray>(&value);
    if (array != nullptr && array->type == workload::GgufType::string) {
      fuzz::observe(gguf.strings(key));
    } else if (array != nullptr && array->type != workload::GgufType::array &&
               array->type != workload::GgufType::boolean) {
      fuzz::observe(gguf.numbers(key));
    }
  }
}

void use_tokenizer(const workload::Gguf& gguf) {
  constexpr std::int64_t kVocab = 1000;
  const auto tokenizer = workload::read_gguf_tokenizer(gguf, kVocab);
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
  fuzz::decode_all(workload::open_gguf(file.path()));
  fuzz::run_two_tokens(workload::load_gguf_model(file.path()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::refuse_or([&] {
    const workload::Gguf gguf = workload::parse_gguf(fuzz::bytes_of(data, size), "model.gguf");
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
