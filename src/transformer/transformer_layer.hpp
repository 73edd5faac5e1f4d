// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "graph/graph_builder.hpp"
#include "transformer/transformer.hpp"

namespace lmulsim::transformer {

/// Sizes of one run, resolved.
struct RunSizes {
  graph::Phase phase = graph::Phase::prefill;
  std::int64_t batch = 1;
  std::int64_t seq = 1;      ///< tokens per sequence
  std::int64_t context = 1;  ///< keys per sequence before any window
  [[nodiscard]] std::int64_t tokens() const { return batch * seq; }
};

/// A normalisation of `rows` vectors of the hidden size, or of `width`; returns its index.
int add_norm(graph::GraphBuilder& graph, const Transformer& model, std::string_view name, std::int64_t rows, int input);
int add_norm(graph::GraphBuilder& graph, const Transformer& model, std::string_view name, std::int64_t rows,
             std::int64_t width, int input);

/// One layer: attention and MLP with their norms and sums. `input` and the result are indices of the residual stream.
int add_layer(graph::GraphBuilder& graph, const Transformer& model, const RunSizes& run, int layer, int input);

}  // namespace lmulsim::transformer
