// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "transformer/model.hpp"
#include "transformer/transformer.hpp"

namespace lmulsim::transformer {

/// The workload of running a checkpoint over real tokens, with the fp32 operands and results of every product attached:
/// tensors "<operator>.a" [count, m, k], "<operator>.b" [count, k, n] and "<operator>.out" [count, m, n].
///
/// Prefill: all tokens at once. Decode: the last token, after the others filled the cache. `run` chooses the phase and
/// the parts; its batch must be 1 and its seq and context, when set, must agree with the tokens. Throws InputError.
[[nodiscard]] graph::Workload capture(const Model& model, std::span<const int> tokens, RunShape run);

}  // namespace lmulsim::transformer
