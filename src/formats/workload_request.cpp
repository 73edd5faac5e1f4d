// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/workload_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

#include "config/load.hpp"
#include "formats/hf/hf_config.hpp"
#include "formats/open.hpp"
#include "formats/scalesim/scalesim.hpp"
#include "graph/trace.hpp"
#include "tokenizer/tokenizer.hpp"
#include "transformer/capture.hpp"
#include "transformer/model_runner.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/json.hpp"

namespace lmulsim::formats {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kDefaultTokens = 64;
constexpr int kBegin = 1;  // of every llama2.c model

/// A topology or a trace has its own sizes: a request for others would be silently wrong.
void refuse_run_shape(const WorkloadRequest& request, std::string_view kind) {
  const transformer::RunShape& run = request.run;
  const auto refuse = [&](std::string_view key) {
    throw InputError(fmt::format("{}: {}: expected none, as {} has its own sizes", request.source, key, kind));
  };
  const std::array<std::pair<std::string_view, bool>, 5> given{{{"batch", run.batch != 1},
                                                                {"seq", run.seq.has_value()},
                                                                {"context", run.context.has_value()},
                                                                {"layers", run.layers.has_value()},
                                                                {"phase", run.phase != graph::Phase::prefill}}};
  for (const auto& [key, is_given] : given) {
    if (is_given) {
      refuse(key);
    }
  }
}

void refuse_tokens(const WorkloadRequest& request) {
  if (!request.tokens.empty() || !request.text.empty()) {
    throw InputError(fmt::format(
        "{}: tokens: expected a model (a llama2.c checkpoint, a Hugging Face folder) to run them", request.source));
  }
}

/// The token that begins a text. llama2.c has one for all its models.
int first_token(const WorkloadRequest& request, const transformer::Model& model) {
  if (request.source.ends_with(".bin") && request.tokenizer.empty()) {
    return kBegin;
  }
  const auto tokenizer = find_tokenizer(request.source, request.tokenizer, model.shape.vocab);
  const auto first = tokenizer->begin() ? tokenizer->begin() : tokenizer->end();
  if (!first || !model.shape.causal) {
    throw InputError(fmt::format("{}: tokens: expected tokens or a text, as this model does not begin one by itself",
                                 request.source));
  }
  return *first;
}

/// A decoder continues the text; an encoder reads it whole, to its closing token.
std::vector<int> tokens_of_text(const WorkloadRequest& request, const transformer::Model& model) {
  const auto tokenizer = find_tokenizer(request.source, request.tokenizer, model.shape.vocab);
  return model.shape.causal ? tokenizer->encode(request.text) : tokenizer->encode_whole(request.text);
}

graph::Workload run_model(const WorkloadRequest& request) {
  const transformer::Model model = load_model(request.source);
  const transformer::RunShape& run = request.run;
  std::vector<int> tokens = request.tokens;
  if (tokens.empty() && !request.text.empty()) {
    tokens = tokens_of_text(request, model);
  }
  if (!tokens.empty()) {
    return transformer::capture(model, tokens, run);
  }
  const std::int64_t most = model.shape.max_positions;
  const auto asked = run.phase == graph::Phase::prefill ? run.seq : run.context;
  const std::int64_t length = asked.value_or(std::min(kDefaultTokens, most));
  if (length < 1 || length > most) {
    throw InputError(fmt::format("{}: {}: expected 1 to {}, found {}", request.source,
                                 run.phase == graph::Phase::prefill ? "seq" : "context", most, length));
  }
  const std::array<int, 1> begin{first_token(request, model)};
  graph::Workload workload = transformer::capture(model, transformer::continue_greedily(model, begin, length), run);
  workload.assumptions.emplace_back("The tokens are the model's own greedy text.");
  return workload;
}

graph::Workload load_onnx(const WorkloadRequest& request) {
  refuse_run_shape(request, "an ONNX model");
  return onnx::read_onnx(request.source, request.dimensions);
}

graph::Workload load_json(const WorkloadRequest& request, const std::string& path) {
  const boost::json::value document = util::parse_json_file(path);
  util::JsonReader reader(document, path);
  if (reader.has("schema")) {
    refuse_run_shape(request, "a trace");
    return graph::read_trace(path);
  }
  if (!reader.has("model_type")) {
    throw InputError(
        fmt::format("{}: expected a trace (key 'schema') or a Hugging Face config (key 'model_type'), "
                    "found neither key",
                    path));
  }
  return transformer::build_transformer(hf::read_hf_config(document, path), request.run);
}

graph::Workload load_topology(const WorkloadRequest& request, std::size_t hash) {
  refuse_run_shape(request, "a topology");
  const std::string path = request.source.substr(0, hash);
  const std::string section = hash == std::string::npos ? "" : request.source.substr(hash + 1);
  return scalesim::read_scalesim(util::read_file(path, util::kLargestTable), path, section);
}

graph::Workload load_as_written(const WorkloadRequest& request) {
  const std::string& source = request.source;
  std::error_code ignored;
  if (!source.ends_with(".onnx") && !request.dimensions.empty()) {
    throw InputError(fmt::format("{}: dimension: expected an ONNX model (.onnx) that leaves '{}' open", source,
                                 request.dimensions.begin()->first));
  }
  if (source.ends_with(".bin") || source.ends_with(".safetensors") || source.ends_with(".gguf") ||
      fs::is_directory(source, ignored)) {
    return run_model(request);
  }
  refuse_tokens(request);
  const std::size_t section = source.rfind(".csv#");
  if (section != std::string::npos || source.ends_with(".csv")) {
    return load_topology(request, section == std::string::npos ? section : section + 4);
  }
  if (source.ends_with(".onnx")) {
    return load_onnx(request);
  }
  if (source.ends_with(".json")) {
    return load_json(request, source);
  }
  return load_json(request, config::find_config("workloads", ".json", source));
}

}  // namespace

graph::Workload load_workload(const WorkloadRequest& request) {
  graph::Workload workload = load_as_written(request);
  graph::fold_shared(workload);
  return workload;
}

}  // namespace lmulsim::formats
