// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "transformer/transformer_layer.hpp"

namespace lmulsim::transformer {

/// The final norm and the head after the residual stream `at`. `tied`: the logits' matrix is the token table, which is
/// part of the run and counted there.
void add_head(graph::GraphBuilder& graph, const Transformer& model, const RunSizes& run, bool tied, int at);

}  // namespace lmulsim::transformer
