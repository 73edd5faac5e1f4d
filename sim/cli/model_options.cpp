// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/model_options.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "util/error.hpp"

namespace lmulsim::cli {

void add_model_options(CLI::App& command, ModelOptionValues& values) {
  command
      .add_option("--model", values.model,
                  "A llama2.c checkpoint (.bin), or a Hugging Face folder (config.json, model.safetensors)")
      ->required();
  command.add_option("--tokenizer", values.tokenizer,
                     "Its tokenizer, a llama2.c file; by default tokVOCAB.bin or tokenizer.bin beside the model");
}

workload::Tokenizer load_tokenizer(const ModelOptionValues& values, const workload::Model& model) {
  const std::int64_t vocab = model.shape.vocab;
  if (!values.tokenizer.empty()) {
    return {values.tokenizer, vocab};
  }
  const std::filesystem::path folder = std::filesystem::path(values.model).parent_path();
  const std::array<std::string, 2> names{fmt::format("tok{}.bin", vocab), "tokenizer.bin"};
  for (const std::string& name : names) {
    if (std::filesystem::exists(folder / name)) {
      return {folder / name, vocab};
    }
  }
  throw InputError(fmt::format("--tokenizer: expected a file, or {} or {} beside {}; found neither", names[0], names[1],
                               values.model));
}

std::string arithmetic_help() {
  return "fp32, or MULTIPLIER:FORMAT[xFORMAT][,acc=ACC][,scale=none|tensor|channel|mx32][,k=BITS] (lmul:e4m3; "
         "exact:int8,scale=channel; lmul:bf16,k=4), for parts of a model BASE+PLACE=... with PLACE attention, scores, "
         "values, projections, mlp, head, all, or of layers (fp32+attention=lmul:e4m3+0-2.mlp=exact:bf16), or a YAML "
         "or JSON file of such";
}

}  // namespace lmulsim::cli
