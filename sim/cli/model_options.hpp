// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "formats/open.hpp"
#include "tokenizer/tokenizer.hpp"
#include "transformer/model.hpp"

namespace lmulsim::cli {

/// Options of the commands that run a model on text.
struct ModelOptionValues {
  std::string model;
  std::string tokenizer;  ///< empty: tokVOCAB.bin, else tokenizer.bin, else tokenizer.json, beside the model
};

void add_model_options(CLI::App& command, ModelOptionValues& values);

/// Throws InputError, naming the option, when there is none.
[[nodiscard]] std::unique_ptr<tokenizer::Tokenizer> load_tokenizer(const ModelOptionValues& values,
                                                                   const transformer::Model& model);

/// Every --arithmetic, in words; the same in all commands.
[[nodiscard]] std::string arithmetic_help();

}  // namespace lmulsim::cli
