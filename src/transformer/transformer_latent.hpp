// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "transformer/transformer_layer.hpp"

namespace lmulsim::transformer {

/// Multi-head latent attention (DeepSeek V2) of one layer, without the norm before it; returns the index of o_proj.
///
/// Prefill makes the keys and values of every head from the latent vectors. Decode does not: the matrices that would
/// make them are applied to the queries and to the sums instead (absorbed), so that what is cached and read is one
/// vector of `rank` + `rotary` elements per token, for all heads.
int add_latent_attention(graph::GraphBuilder& graph, const Transformer& model, const RunSizes& run, int from);

}  // namespace lmulsim::transformer
