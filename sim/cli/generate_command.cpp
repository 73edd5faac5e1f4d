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
#include "cli/numbers.hpp"
#include "cli/output.hpp"
#include "formats/open.hpp"
#include "quality/modelled_gemm.hpp"
#include "quality/sampling.hpp"
#include "transformer/model_runner.hpp"
#include "util/error.hpp"
#include "util/progress.hpp"

namespace lmulsim::cli {

namespace {

struct GenerateValues {
  study::ModelFiles model;
  std::string prompt;
  std::string arithmetic = "fp32";
  std::int64_t tokens = 100;
  quality::SamplingOptions sampling;
};

transformer::Model read_model(const std::string& path) {
  const util::Progress progress("reading the model", 0);
  return formats::load_model(path);
}

/// Tokens of prompt and continuation, which the model must have positions for.
std::int64_t text_length(std::int64_t prompt, std::int64_t tokens, const transformer::Model& model) {
  const std::int64_t most = model.shape.max_positions;
  if (prompt >= most) {
    throw InputError(fmt::format(
        "--prompt: expected at most {} tokens, as the model has {} positions and one is to be added, found {}",
        most - 1, most, prompt));
  }
  if (tokens > most - prompt) {
    throw InputError(fmt::format("--tokens: expected at most {} after a prompt of {} tokens, found {}", most - prompt,
                                 prompt, tokens));
  }
  return prompt + tokens;
}

std::string generate(const GenerateValues& values) {
  const transformer::Model model = read_model(values.model.model);
  if (!model.shape.causal) {
    throw InputError(fmt::format("{}: --prompt: expected a decoder, found an encoder", values.model.model));
  }
  quality::ModelledGemm gemm(quality::Plan::from(values.arithmetic, "--arithmetic"));
  gemm.plan().check_layers(model.shape.layers);
  const auto tokenizer = formats::find_tokenizer(values.model.model, values.model.tokenizer, model.shape.vocab);
  const std::vector<int> prompt = tokenizer->encode(values.prompt);
  const std::int64_t length = text_length(static_cast<std::int64_t>(prompt.size()), values.tokens, model);
  quality::Sampler sample(values.sampling);
  util::Progress progress(values.arithmetic, values.tokens);
  const auto choose = [&](std::span<const float> logits) -> std::optional<int> {
    const int token = sample(logits);
    progress.advance(1);
    return token == tokenizer->begin() || token == tokenizer->end() ? std::nullopt : std::optional(token);
  };
  const std::vector<int> tokens = transformer::continue_text(model, prompt, length, choose, gemm.function());
  return tokenizer->decode(tokens) + "\n";
}

}  // namespace

void add_generate(CLI::App& app) {
  const auto values = std::make_shared<GenerateValues>();
  CLI::App& command = *app.add_subcommand("generate", "Continue a prompt in a given arithmetic");
  add_model_options(command, values->model);
  command.add_option("--prompt", values->prompt, "The text to continue")->required();
  add_integer(command, "--tokens", values->tokens, {1, kMostTokens}, "How many tokens to add; fewer if the text ends")
      ->capture_default_str();
  command.add_option("--arithmetic", values->arithmetic, arithmetic_help())->capture_default_str();
  add_real(command, "--temperature", values->sampling.temperature, {0, 100},
           "0: the most probable token each time; else tokens are drawn with probabilities softmax(logits / T)")
      ->capture_default_str();
  add_real(command, "--top-p", values->sampling.top_p, {0, 1},
           "Draw from the most probable tokens that have this probability together")
      ->capture_default_str();
  add_seed(command, values->sampling.seed, "Of the draws");
  command.callback([values] { print(generate(*values)); });
}

}  // namespace lmulsim::cli
