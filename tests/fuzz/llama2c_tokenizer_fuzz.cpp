// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A llama2.c tokenizer of 300 tokens: a text there and back.
#include <vector>

#include "formats/llama2c/llama2c_tokenizer.hpp"
#include "target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lmulsim;
  return fuzz::refuse_or([&] {
    const fuzz::MemoryFile file(fuzz::text_of(data, size));
    const formats::llama2c::Llama2cTokenizer tokenizer(file.path(), 300);
    const std::vector<int> tokens = tokenizer.encode("the sand and the sea, caf\xC3\xA9 \xFF");
    fuzz::observe(tokenizer.decode(tokens));
  });
}
