// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A llama2.c checkpoint, run over two tokens.
#include "run_model.hpp"
#include "workload/checkpoint.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lmulsim;
  return fuzz::refuse_or([&] {
    const fuzz::MemoryFile file(fuzz::text_of(data, size));
    fuzz::run_two_tokens(workload::load_checkpoint(file.path()));
  });
}
