// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/model_options.hpp"

namespace lmulsim::cli {

void add_model_options(CLI::App& command, study::ModelFiles& files) {
  command
      .add_option("--model", files.model,
                  "A llama2.c checkpoint (.bin), a GGUF file (.gguf), or a Hugging Face folder (config.json, "
                  "model.safetensors)")
      ->required();
  command.add_option(
      "--tokenizer", files.tokenizer,
      "Its tokenizer, a tokenizer.json, a llama2.c or a GGUF file; by default the one in a GGUF model, else "
      "tokenizer.json, tokVOCAB.bin, tokenizer.bin or the only tok*.bin beside the model");
}

std::string arithmetic_help() {
  return "fp32, or "
         "MULTIPLIER:FORMAT[xFORMAT][,acc=ACC][,scale=none|tensor|channel|mx32][,round=nearest|truncate|adder][,k=BITS]"
         " (lmul:e4m3; "
         "exact:int8,scale=channel; lmul:bf16,k=4), for parts of a model BASE+PLACE=... with PLACE attention, scores, "
         "values, projections, mlp, head, all, or of layers (fp32+attention=lmul:e4m3+0-2.mlp=exact:bf16), or a YAML "
         "or JSON file of such";
}

}  // namespace lmulsim::cli
