// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "transformer/transformer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "transformer/transformer_head.hpp"
#include "transformer/transformer_layer.hpp"
#include "util/error.hpp"

namespace lmulsim::transformer {

namespace {

constexpr std::int64_t kDefaultSeq = 128;
constexpr std::int64_t kDefaultContext = 1024;

[[noreturn]] void fail(const Transformer& model, std::string_view what, std::string_view expected, std::int64_t found) {
  throw InputError(fmt::format("{}: {}: expected {}, found {}", model.source, what, expected, found));
}

std::int64_t checked(const Transformer& model, std::string_view what, std::int64_t value, std::int64_t max) {
  if (value < 1 || value > max) {
    fail(model, what, fmt::format("1 to {}", max), value);
  }
  return value;
}

RunSizes resolve_prefill(const Transformer& model, const RunShape& run) {
  if (run.context && run.context != run.seq) {
    fail(model, "context", "none (a prefill attends to its own tokens)", *run.context);
  }
  if (model.patches) {
    const std::int64_t tokens = model.patches->count() + 1;
    if (run.seq.value_or(tokens) != tokens) {
      fail(model, "seq", fmt::format("none or {}, the image's patches and the class token", tokens), *run.seq);
    }
    return {run.phase, run.batch, tokens, tokens};
  }
  const std::int64_t seq = run.seq.value_or(std::min(kDefaultSeq, model.max_positions));
  return {run.phase, run.batch, checked(model, "seq", seq, model.max_positions), seq};
}

RunSizes resolve(const Transformer& model, const RunShape& run) {
  checked(model, "batch", run.batch, std::int64_t{1} << 20U);
  checked(model, "layers", run.layers.value_or(1), model.layers);
  if (run.phase == graph::Phase::prefill) {
    return resolve_prefill(model, run);
  }
  if (!model.causal) {
    throw InputError(fmt::format("{}: an encoder has no decode phase; expected the phase prefill", model.source));
  }
  if (run.seq.value_or(1) != 1) {
    fail(model, "seq", "none or 1 in the decode phase (give the number of keys as context)", *run.seq);
  }
  const std::int64_t context = run.context.value_or(std::min(kDefaultContext, model.max_positions));
  return {run.phase, run.batch, 1, checked(model, "context", context, model.max_positions)};
}

int add_embedding(graph::GraphBuilder& graph, const Transformer& model, const RunSizes& run) {
  int at = -1;
  if (model.patches) {
    const graph::Gemm shape{run.batch * model.patches->count(), model.hidden, model.patches->values()};
    at = graph.linear("patch_embedding", shape, true, {});
    graph.add_parameters(model.hidden);  // the class token
  }
  const std::int64_t table_width = model.narrow_tables ? model.token_width() : model.hidden;
  at = graph.other("embedding", graph::OperatorKind::embedding, run.tokens() * model.token_width(), 0, {at});
  const std::int64_t positions =
      model.positions == Positions::learned ? model.max_positions + model.position_offset : 0;
  graph.add_parameters(model.vocab * model.token_width() + (positions + model.token_types) * table_width);
  if (model.narrow_tables) {
    at = add_norm(graph, model, "embedding_norm", run.tokens(), table_width, at);
    return graph.linear("project_in", {run.tokens(), model.hidden, table_width}, true, {at});
  }
  if (model.token_width() != model.hidden) {
    at = graph.linear("project_in", {run.tokens(), model.hidden, model.token_width()}, false, {at});
  }
  if (model.embedding_scale) {
    at = graph.other("embedding_scale", graph::OperatorKind::elementwise, run.tokens() * model.hidden, 0, {at});
  }
  return model.embedding_norm ? add_norm(graph, model, "embedding_norm", run.tokens(), at) : at;
}

/// Which layers have the window, as the end of a sentence; nothing when all have.
std::string windowed_layers(const Transformer& model) {
  const auto count = std::ranges::count(model.windowed, true);
  if (model.windowed.empty() || count == model.layers) {
    return "";
  }
  bool alternate = true;
  for (std::size_t i = 0; i < model.windowed.size(); ++i) {
    alternate = alternate && model.windowed[i] == (i % 2 == 0);
  }
  return alternate ? " in every other layer" : fmt::format(" in {} of {} layers", count, model.layers);
}

std::vector<std::string> assumptions(const Transformer& model, const RunShape& shape, const RunSizes& run) {
  std::vector<std::string> said = model.notes;
  if (model.causal && run.phase == graph::Phase::prefill) {
    said.emplace_back("Attention scores are computed for every pair of tokens; the causal mask saves no work.");
  }
  if (model.window && run.context > *model.window) {
    said.push_back(fmt::format("A sliding window of {} keys limits attention{}; it is counted as a band of that width.",
                               *model.window, windowed_layers(model)));
  }
  if (model.kv_heads < model.heads) {
    said.push_back(
        fmt::format("Attention is one product per sequence and key/value head: the queries of the {} heads "
                    "that share its keys and values are rows of that product.",
                    model.heads / model.kv_heads));
  }
  if (model.experts > 0) {
    said.push_back(fmt::format("Routing is taken as uniform: {} tokens x top {} spread evenly over {} experts.",
                               run.tokens(), model.top_k, model.experts));
  }
  if (shape.head && model.head == Head::language && run.seq > 1) {
    said.emplace_back("Logits are computed for the last token of each sequence only.");
  }
  if (shape.head && model.head == Head::sequence_labels && run.seq > 1) {
    said.emplace_back("Labels are computed for the last token of each sequence only.");
  }
  if (shape.layers && *shape.layers < model.layers) {
    said.push_back(fmt::format("Only the first {} of {} layers.", *shape.layers, model.layers));
  }
  return said;
}

}  // namespace

graph::Workload build_transformer(const Transformer& model, const RunShape& shape) {
  const RunSizes run = resolve(model, shape);
  graph::Workload workload;
  workload.name = model.name;
  workload.source = model.source;
  workload.phase = run.phase;
  workload.batch = run.batch;
  workload.seq = run.seq;
  workload.context = run.context;
  workload.assumptions = assumptions(model, shape, run);
  graph::GraphBuilder graph(workload);
  int at = shape.embedding ? add_embedding(graph, model, run) : -1;
  for (int layer = 0; layer < shape.layers.value_or(model.layers); ++layer) {
    const std::int64_t before = workload.parameters;
    at = add_layer(graph, model, run, layer, at);
    if (model.shared_layers && layer > 0) {
      graph.add_parameters(before - workload.parameters);
    }
  }
  if (shape.head) {
    graph.enter("", -1);
    add_head(graph, model, run, model.tied_head && shape.embedding, at);
  }
  graph::validate(workload, model.source);
  return workload;
}

}  // namespace lmulsim::transformer
