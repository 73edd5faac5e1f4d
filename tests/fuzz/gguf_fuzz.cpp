// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A GGUF file: metadata and tensors.
#include "target.hpp"
#include "workload/gguf.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lmulsim;
  return fuzz::refuse_or([&] {
    const workload::Gguf gguf = workload::parse_gguf(fuzz::bytes_of(data, size), "model.gguf");
    for (const auto& [key, value] : gguf.metadata) {
      if (const auto* array = std::get_if<workload::GgufArray>(&value)) {
        if (array->type == workload::GgufType::string) {
          fuzz::observe(gguf.strings(key));
        } else if (array->type != workload::GgufType::array && array->type != workload::GgufType::boolean) {
          fuzz::observe(gguf.numbers(key));
        }
      }
    }
  });
}
