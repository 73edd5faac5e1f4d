// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/workload_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string_view>

#include "cli/numbers.hpp"
#include "config/load.hpp"
#include "study/run_choice.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"
#include "util/number.hpp"
#include "util/progress.hpp"

namespace lmulsim::cli {

namespace {

constexpr std::int64_t kLargestDimension = std::numeric_limits<std::uint32_t>::max();  ///< of an ONNX graph

formats::onnx::Dimensions read_dimensions(const std::vector<std::string>& words) {
  formats::onnx::Dimensions dimensions;
  for (const std::string& word : words) {
    const std::size_t equals = word.rfind('=');
    if (equals == std::string::npos || equals == 0) {
      throw InputError(fmt::format("--dimension: expected NAME=SIZE, found {}", util::shown(word)));
    }
    const std::string name = word.substr(0, equals);
    const std::string where = fmt::format("--dimension: {}", name);
    dimensions[name] = util::read_integer(where, std::string_view(word).substr(equals + 1), 1, kLargestDimension);
  }
  return dimensions;
}

}  // namespace

void add_workload_options(CLI::App& command, WorkloadOptionValues& v) {
  transformer::RunShape& run = v.request.run;
  command
      .add_option("--workload", v.request.source,
                  "A name of configs/workloads, a Hugging Face config.json, a trace, a SCALE-Sim CSV, an ONNX model or "
                  "a llama2.c "
                  "checkpoint")
      ->required();
  command.add_option("--phase", v.phase, "prefill or decode")->capture_default_str();
  add_integer(command, "--batch", run.batch, {1, 1 << 20}, "Sequences")->capture_default_str();
  add_integer(command, "--seq", run.seq, {1, kMostTokens}, "Prefill: tokens per sequence");
  add_integer(command, "--context", run.context, {1, kMostTokens}, "Decode: keys attended, the new token included");
  add_integer(command, "--layers", run.layers, {1, 1 << 20}, "Only the first layers of the model");
  command.add_option("--dimension", v.dimensions, "ONNX: the size of an open dimension, NAME=SIZE; repeatable")
      ->allow_extra_args(false);
  command.add_flag("--no-embedding", v.no_embedding, "Leave the embedding out");
  command.add_flag("--no-head", v.no_head, "Leave the final norm and the head out");
  command.add_option("--text", v.request.text,
                     "Models: the text whose tokens are run, an encoder's with those that close it");
  command.add_option("--tokenizer", v.tokenizer, "Checkpoints: the tokenizer, when it is not beside the checkpoint");
}

graph::Workload load(const WorkloadOptionValues& values) {
  const util::Progress progress("reading the workload", 0);
  const auto phase = graph::kPhaseNames.find(values.phase);
  if (!phase) {
    throw InputError(fmt::format("--phase: expected prefill or decode, found '{}'{}", values.phase,
                                 util::did_you_mean(values.phase, graph::kPhaseNames.words())));
  }
  formats::WorkloadRequest request = values.request;
  request.run.phase = *phase;
  request.run.embedding = !values.no_embedding;
  request.run.head = !values.no_head;
  request.tokenizer = values.tokenizer;
  request.dimensions = read_dimensions(values.dimensions);
  return formats::load_workload(request);
}

std::string workload_file(const WorkloadOptionValues& values) {
  return study::workload_file(values.request.source);
}

}  // namespace lmulsim::cli
