// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/model_options.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "util/error.hpp"

namespace lmulsim::cli {

void add_model_options(CLI::App& command, ModelOptionValues& values) {
  command.add_option("--model", values.model, "A llama2.c checkpoint (.bin)")->required();
  command.add_option("--tokenizer", values.tokenizer,
                     "Its tokenizer, a llama2.c file or a tokenizer.json; by default tokVOCAB.bin, tokenizer.bin or "
                     "tokenizer.json beside the model");
}

std::unique_ptr<workload::Tokenizer> load_tokenizer(const ModelOptionValues& values,
                                                    const workload::Checkpoint& checkpoint) {
  const std::int64_t vocab = checkpoint.shape().vocab;
  if (!values.tokenizer.empty()) {
    return workload::load_tokenizer(values.tokenizer, vocab);
  }
  const std::filesystem::path folder = std::filesystem::path(values.model).parent_path();
  const std::array<std::string, 3> names{fmt::format("tok{}.bin", vocab), "tokenizer.bin", "tokenizer.json"};
  for (const std::string& name : names) {
    if (std::filesystem::exists(folder / name)) {
      return workload::load_tokenizer(folder / name, vocab);
    }
  }
  throw InputError(
      fmt::format("--tokenizer: expected a file, or {} beside {}; found none", fmt::join(names, " or "), values.model));
}

std::string arithmetic_help() {
  return "fp32, or MULTIPLIER:FORMAT[xFORMAT][,acc=ACC][,scale=none|tensor|channel|mx32][,k=BITS] (lmul:e4m3; "
         "exact:int8,scale=channel; lmul:bf16,k=4), for parts of a model BASE+PLACE=... with PLACE attention, scores, "
         "values, projections, mlp, head, all, or of layers (fp32+attention=lmul:e4m3+0-2.mlp=exact:bf16), or a YAML "
         "or JSON file of such";
}

}  // namespace lmulsim::cli
