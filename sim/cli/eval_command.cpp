// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "cli/commands.hpp"
#include "cli/eval_report.hpp"
#include "cli/model_options.hpp"
#include "cli/output.hpp"
#include "inference/quality.hpp"
#include "report/json_text.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/progress.hpp"

namespace lmulsim::cli {

namespace {

struct EvalValues {
  ModelOptionValues model;
  std::string text;
  std::vector<std::string> arithmetics{"exact:bf16", "exact:e4m3", "exact:e5m2",
                                       "exact:int8", "lmul:e4m3",  "fp32+attention=lmul:e4m3"};
  std::int64_t tokens = 0;
  int threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  bool layers = false;
  bool json = false;
  std::string out;
};

/// fp32, the reference, then what was asked for, all read before the first of them runs.
std::vector<inference::Plan> plans_of(const EvalValues& values, std::int64_t layers) {
  std::vector<inference::Plan> plans{inference::Plan::parse("fp32")};
  for (const std::string& text : values.arithmetics) {
    if (text != "fp32") {
      plans.push_back(inference::Plan::from(text, "--arithmetic"));
      plans.back().check_layers(layers);
    }
  }
  return plans;
}

EvalReport evaluate_all(const EvalValues& values) {
  const workload::Model model = workload::load_model(values.model.model);
  const std::vector<inference::Plan> plans = plans_of(values, model.shape.layers);
  const auto tokenizer = load_tokenizer(values.model, model);
  auto documents = inference::read_documents(util::read_file(values.text), *tokenizer);
  if (values.tokens > 0) {
    documents = inference::first_tokens(std::move(documents), values.tokens);
  }
  const std::int64_t context = model.shape.max_positions;
  const auto windows = inference::cut_windows(documents, context, inference::window_start(*tokenizer));
  std::int64_t tokens = 0;
  for (const inference::Window& window : windows) {
    tokens += static_cast<std::int64_t>(window.targets.size());
  }
  if (tokens < 2) {
    throw InputError(fmt::format("{}: expected a text of at least 2 tokens, found {}", values.text, tokens));
  }
  EvalReport report{values.model.model,
                    values.text,
                    context,
                    static_cast<std::int64_t>(documents.size()),
                    static_cast<std::int64_t>(windows.size()),
                    {}};
  inference::Prediction reference;
  for (const inference::Plan& plan : plans) {
    util::Progress progress(plan.name(), tokens);
    auto [prediction, errors] = inference::evaluate(
        model, windows, plan,
        {values.threads, values.layers, [&progress](std::int64_t done) { progress.advance(done); }});
    if (report.rows.empty()) {
      reference = prediction;
    }
    report.rows.push_back({plan.name(), plan.text(), inference::quality(prediction, reference), std::move(errors)});
  }
  return report;
}

void run_eval(const EvalValues& values) {
  const EvalReport report = evaluate_all(values);
  const std::string text = report::pretty(eval_json(report));
  if (!values.out.empty()) {
    util::write_file_atomic(values.out, text);
  }
  print(values.json ? text : eval_text(report));
}

}  // namespace

void add_eval(CLI::App& app) {
  const auto values = std::make_shared<EvalValues>();
  CLI::App& command = *app.add_subcommand(
      "eval",
      "Perplexity of a model on a text, and agreement with fp32, with its matrix products in given arithmetics");
  add_model_options(command, values->model);
  command.add_option("--text", values->text, "The text; lines <|endoftext|> separate documents")->required();
  command.add_option("--arithmetic", values->arithmetics, arithmetic_help() + ". Any number; fp32 always comes first")
      ->capture_default_str();
  command.add_option("--tokens", values->tokens, "Only the first N tokens of the text")
      ->check(CLI::Range(std::int64_t{2}, std::int64_t{1} << 40));
  command.add_option("--threads", values->threads, "Windows at a time; results do not depend on it")
      ->check(CLI::Range(1, 1024));
  command.add_flag("--layers", values->layers,
                   "Also signal-to-noise ratio, largest error and cosine of every layer's products (slower)");
  command.add_flag("--json", values->json, "Print JSON instead of text");
  command.add_option("--out", values->out, "Also write the JSON to this file");
  command.callback([values] { run_eval(*values); });
}

}  // namespace lmulsim::cli
