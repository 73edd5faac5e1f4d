// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// How well a classifier labels texts in some arithmetic.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "quality/plan.hpp"
#include "tokenizer/tokenizer.hpp"
#include "transformer/model.hpp"

namespace lmulsim::quality {

struct Example {
  int label = 0;
  std::vector<int> tokens;
};

/// Lines "LABEL<tab>TEXT", labels from 0 to below `labels`; empty lines are passed over; tokens beyond `context` are
/// cut. Throws InputError (where:line, expected, found), also for no line at all.
[[nodiscard]] std::vector<Example> read_examples(std::string_view text, const std::string& where,
                                                 const tokenizer::Tokenizer& tokenizer, std::int64_t labels,
                                                 std::int64_t context);

/// Throws InputError for a model that has no labels.
void check_classifier(const transformer::Model& model);

/// The most probable label of every example (the first of equals; -1 if a logit was not finite), and the logits.
struct Labels {
  std::vector<int> top1;
  std::vector<std::vector<float>> logits;
};

/// `threads` >= 1; the result is the same for every number. `advance` is told of examples done, one call at a time.
/// Throws InputError for a model that is no classifier and a plan about layers it does not have.
[[nodiscard]] Labels classify(const transformer::Model& model, std::span<const Example> examples, const Plan& plan,
                              int threads, const std::function<void(std::int64_t)>& advance = {});

/// Shares of examples, with the standard error of a share, sqrt(p (1 - p) / n).
struct Accuracy {
  std::int64_t examples = 0;
  double correct = 0;
  double correct_error = 0;
  double agreement = 0;  ///< the label is the reference's
  double agreement_error = 0;
  /// correct - the reference's, with the paired error of the difference.
  double gain = 0;
  double gain_error = 0;
};

[[nodiscard]] Accuracy accuracy(std::span<const Example> examples, const Labels& labels, const Labels& reference);

}  // namespace lmulsim::quality
