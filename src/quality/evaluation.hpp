// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// How well a model predicts a text in some arithmetic.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "quality/errors.hpp"
#include "quality/histograms.hpp"
#include "quality/modelled_product.hpp"
#include "quality/overflows.hpp"
#include "quality/plan.hpp"
#include "quality/ranges.hpp"
#include "tokenizer/tokenizer.hpp"
#include "transformer/model.hpp"

namespace lmulsim::quality {

/// One pass of the model: it sees `inputs`, the first of which begins a text, and is asked for `targets`, each the
/// token after the input at the same place.
struct Window {
  std::vector<int> inputs;
  std::vector<int> targets;

  friend bool operator==(const Window&, const Window&) = default;
};

/// Tokens of a text file, document by document, without the token that begins a text. A line `<|endoftext|>` separates
/// documents; white space around a document is dropped, and so are empty documents.
[[nodiscard]] std::vector<std::vector<int>> read_documents(std::string_view text,
                                                           const tokenizer::Tokenizer& tokenizer);

/// The documents up to the given number of tokens in all.
[[nodiscard]] std::vector<std::vector<int>> first_tokens(std::vector<std::vector<int>> documents, std::int64_t tokens);

/// The token before every window: the one that begins a text, else (GPT-2) the one that ends a text, if there is one.
[[nodiscard]] std::optional<int> window_start(const tokenizer::Tokenizer& tokenizer);

/// Cuts each document into pieces of at most `context` tokens that do not overlap, every piece after `start`, so that
/// each token is asked for once. Without `start` the first token of a piece is given, not asked for.
[[nodiscard]] std::vector<Window> cut_windows(std::span<const std::vector<int>> documents, std::int64_t context,
                                              std::optional<int> start);

/// For each target in order: its negative log-likelihood in nats (NaN if the logits were not all finite), and the most
/// probable token, the first of equals (-1 then).
struct Prediction {
  std::vector<double> negative_log_likelihood;
  std::vector<int> top1;
};

struct Evaluation {
  Prediction prediction;
  LayerErrors errors;
  LayerOverflows overflows;  ///< of accumulators that have a range
  OperandHistograms histograms;
  ProductRanges ranges;
};

struct EvaluationOptions {
  int threads = 1;                                     ///< >= 1; the result is the same for every number
  bool layers = false;                                 ///< also compute every modelled product in fp32 and compare
  std::function<void(std::int64_t tokens)> advance{};  ///< after a window, one call at a time
  ProductObserver observe{};                           ///< sees the operands of every modelled product
  bool histograms = false;                             ///< also count the operands of every modelled product
  bool ranges = false;                                 ///< also measure the sums of every modelled product
};

/// Runs every window from an empty cache. Throws InputError for a plan about layers the model does not have.
[[nodiscard]] Evaluation evaluate(const transformer::Model& model, std::span<const Window> windows, const Plan& plan,
                                  const EvaluationOptions& options);

/// What the numbers of a table row say. Standard errors take tokens as independent: s / sqrt(n), s with n - 1; those of
/// exponentials are carried to first order.
struct Quality {
  std::int64_t tokens = 0;
  std::int64_t not_finite = 0;  ///< tokens whose logits were not all finite; then the perplexities are NaN
  double loss = 0;              ///< mean negative log-likelihood, nats per token
  double perplexity = 0;        ///< exp(loss)
  double perplexity_error = 0;
  double ratio = 0;  ///< perplexity / the reference's; its error from the differences token by token
  double ratio_error = 0;
  double agreement = 0;  ///< top-1 agreement: share of tokens whose most probable one is the reference's
  double agreement_error = 0;
  /// Root mean square over tokens of the change of the negative log-likelihood against the reference's, in nats. Unlike
  /// a ratio of perplexities it has no sign, so that no luck improves it.
  double change_rms = 0;
  double change_rms_error = 0;
};

[[nodiscard]] Quality quality(const Prediction& prediction, const Prediction& reference);

}  // namespace lmulsim::quality
