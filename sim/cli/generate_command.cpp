// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>

#include "cli/commands.hpp"
#include "cli/model_options.hpp"
#include "cli/output.hpp"
#include "inference/modelled_gemm.hpp"
#include "util/error.hpp"
#include "workload/model_runner.hpp"

namespace lmulsim::cli {

namespace {

struct GenerateValues {
  ModelOptionValues model;
  std::string prompt;
  std::string arithmetic = "fp32";
  std::int64_t tokens = 100;
  double temperature = 0;
};

std::string generate(const GenerateValues& values) {
  const workload::Model model = workload::load_model(values.model.model);
  if (!model.shape.causal) {
    throw InputError(fmt::format("{}: --prompt: expected a decoder, found an encoder", values.model.model));
  }
  inference::ModelledGemm gemm(inference::Plan::from(values.arithmetic, "--arithmetic"));
  gemm.plan().check_layers(model.shape.layers);
  const auto tokenizer = load_tokenizer(values.model, model);
  const std::vector<int> prompt = tokenizer->encode(values.prompt);
  const std::int64_t length = static_cast<std::int64_t>(prompt.size()) + values.tokens;
  if (length > model.shape.max_positions) {
    throw InputError(fmt::format("--tokens: expected at most {} after a prompt of {} tokens, found {}",
                                 model.shape.max_positions - static_cast<std::int64_t>(prompt.size()), prompt.size(),
                                 values.tokens));
  }
  std::vector<int> tokens = workload::continue_greedily(model, prompt, length, gemm.function());
  const auto ends = [&](int t) { return t == tokenizer->begin() || t == tokenizer->end(); };
  tokens.erase(std::find_if(tokens.begin() + static_cast<std::ptrdiff_t>(prompt.size()), tokens.end(), ends),
               tokens.end());
  return tokenizer->decode(tokens) + "\n";
}

}  // namespace

void add_generate(CLI::App& app) {
  const auto values = std::make_shared<GenerateValues>();
  CLI::App& command =
      *app.add_subcommand("generate", "Continue a prompt, the likeliest token each time, in a given arithmetic");
  add_model_options(command, values->model);
  command.add_option("--prompt", values->prompt, "The text to continue")->required();
  command.add_option("--tokens", values->tokens, "How many tokens to add; fewer if the text ends")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 40))
      ->capture_default_str();
  command.add_option("--arithmetic", values->arithmetic, arithmetic_help())->capture_default_str();
  command.add_option("--temperature", values->temperature, "0, the likeliest token; others are not there yet")
      ->check(CLI::Range(0.0, 0.0));
  command.callback([values] { print(generate(*values)); });
}

}  // namespace lmulsim::cli
