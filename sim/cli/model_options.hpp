// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "workload/model.hpp"
#include "workload/open.hpp"
#include "workload/tokenizer.hpp"

namespace lmulsim::cli {

/// Options of the commands that run a model on text.
struct ModelOptionValues {
  std::string model;
  std::string tokenizer;  ///< empty: tokVOCAB.bin, else tokenizer.bin, else tokenizer.json, beside the model
};

void add_model_options(CLI::App& command, ModelOptionValues& values);

/// Throws InputError, naming the option, when there is none.
[[nodiscard]] std::unique_ptr<workload::Tokenizer> load_tokenizer(const ModelOptionValues& values,
                                                                  const workload::Model& model);

/// Every --arithmetic, in words; the same in all commands.
[[nodiscard]] std::string arithmetic_help();

}  // namespace lmulsim::cli
