// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A llama2.c checkpoint, run over two tokens.
#include "formats/llama2c/checkpoint.hpp"
#include "run_model.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lmulsim;
  return fuzz::refuse_or([&] {
    const fuzz::MemoryFile file(fuzz::text_of(data, size));
    fuzz::run_two_tokens(formats::llama2c::load_checkpoint(file.path()));
  });
}
