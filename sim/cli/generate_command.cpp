// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/model_options.hpp"
#include "cli/output.hpp"
#include "inference/modelled_gemm.hpp"
#include "inference/sampling.hpp"
#include "util/error.hpp"
#include "util/progress.hpp"
#include "workload/model_runner.hpp"

namespace lmulsim::cli {

namespace {

struct GenerateValues {
  ModelOptionValues model;
  std::string prompt;
  std::string arithmetic = "fp32";
  std::int64_t tokens = 100;
  inference::SamplingOptions sampling;
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
  inference::Sampler sample(values.sampling);
  util::Progress progress(values.arithmetic, values.tokens);
  const auto choose = [&](std::span<const float> logits) -> std::optional<int> {
    const int token = sample(logits);
    progress.advance(1);
    return token == tokenizer->begin() || token == tokenizer->end() ? std::nullopt : std::optional(token);
  };
  const std::vector<int> tokens = workload::continue_text(model, prompt, length, choose, gemm.function());
  return tokenizer->decode(tokens) + "\n";
}

}  // namespace

void add_generate(CLI::App& app) {
  const auto values = std::make_shared<GenerateValues>();
  CLI::App& command = *app.add_subcommand("generate", "Continue a prompt in a given arithmetic");
  add_model_options(command, values->model);
  command.add_option("--prompt", values->prompt, "The text to continue")->required();
  command.add_option("--tokens", values->tokens, "How many tokens to add; fewer if the text ends")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 40))
      ->capture_default_str();
  command.add_option("--arithmetic", values->arithmetic, arithmetic_help())->capture_default_str();
  command
      .add_option("--temperature", values->sampling.temperature,
                  "0: the likeliest token each time; else tokens are drawn with probabilities softmax(logits / T)")
      ->check(CLI::Range(0.0, 100.0))
      ->capture_default_str();
  command
      .add_option("--top-p", values->sampling.top_p,
                  "Draw from the likeliest tokens that have this probability together")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command.add_option("--seed", values->sampling.seed, "Of the draws")->capture_default_str();
  command.callback([values] { print(generate(*values)); });
}

}  // namespace lmulsim::cli
