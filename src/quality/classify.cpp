// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/classify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <mutex>

#include "quality/modelled_gemm.hpp"
#include "quality/split_words.hpp"
#include "transformer/model_runner.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/parallel.hpp"

namespace lmulsim::quality {

namespace {

Example read_example(std::string_view line, const std::string& where, const tokenizer::Tokenizer& tokenizer,
                     std::int64_t labels, std::int64_t context) {
  const std::size_t tab = line.find('\t');
  int label = -1;
  const char* end = line.data() + std::min(tab, line.size());
  const auto [stop, error] = std::from_chars(line.data(), end, label);
  if (tab == std::string_view::npos || error != std::errc{} || stop != end || label < 0 || label >= labels) {
    throw InputError(fmt::format("{}: expected a label from 0 to {}, a tab and a text, found '{}'", where, labels - 1,
                                 line.substr(0, 40)));
  }
  std::vector<int> tokens = tokenizer.encode(line.substr(tab + 1));
  const std::vector<int> after = tokenizer.after();
  const auto room = static_cast<std::size_t>(context);
  tokens.resize(std::min(tokens.size(), room - std::min(room, after.size())));
  tokens.insert(tokens.end(), after.begin(), after.end());
  return {label, std::move(tokens)};
}

struct Share {
  double mean = 0;
  double error = 0;
};

Share share(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double sum = 0;
  double squares = 0;
  for (const double v : values) {
    sum += v;
    squares += v * v;
  }
  const double mean = sum / n;
  return {mean, std::sqrt(std::max(0.0, squares / n - mean * mean) / n)};
}

}  // namespace

std::vector<Example> read_examples(std::string_view text, const std::string& where,
                                   const tokenizer::Tokenizer& tokenizer, std::int64_t labels, std::int64_t context) {
  std::vector<Example> examples;
  int number = 0;
  for (std::string_view line : split(util::without_mark(text), '\n')) {
    ++number;
    line = line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
    if (!line.empty()) {
      examples.push_back(read_example(line, fmt::format("{}:{}", where, number), tokenizer, labels, context));
    }
  }
  if (examples.empty()) {
    throw InputError(fmt::format("{}: expected lines of a label, a tab and a text, found none", where));
  }
  return examples;
}

void check_classifier(const transformer::Model& model) {
  if (model.shape.head != transformer::Head::pooler || model.shape.labels == 0) {
    throw InputError(
        fmt::format("{}: expected a classifier of texts, found a model without labels", model.shape.source));
  }
}

Labels classify(const transformer::Model& model, std::span<const Example> examples, const Plan& plan, int threads,
                const std::function<void(std::int64_t)>& advance) {
  check_classifier(model);
  plan.check_layers(model.shape.layers);
  ModelledGemm gemm(plan);
  Labels result{std::vector<int>(examples.size()), std::vector<std::vector<float>>(examples.size())};
  std::mutex mutex;
  util::for_each_index(examples.size(), threads, [&](std::size_t i) {
    result.logits[i] = transformer::ModelRunner(model, gemm.function()).run(examples[i].tokens);
    const std::vector<float>& logits = result.logits[i];
    const bool finite = std::ranges::all_of(logits, [](float x) { return std::isfinite(x); });
    result.top1[i] = finite ? static_cast<int>(std::ranges::max_element(logits) - logits.begin()) : -1;
    if (advance) {
      const std::scoped_lock lock(mutex);
      advance(1);
    }
  });
  return result;
}

Accuracy accuracy(std::span<const Example> examples, const Labels& labels, const Labels& reference) {
  std::vector<double> correct;
  std::vector<double> agrees;
  std::vector<double> gain;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    correct.push_back(labels.top1[i] == examples[i].label ? 1 : 0);
    agrees.push_back(labels.top1[i] == reference.top1[i] ? 1 : 0);
    gain.push_back(correct.back() - (reference.top1[i] == examples[i].label ? 1 : 0));
  }
  const Share right = share(correct);
  const Share same = share(agrees);
  const Share more = share(gain);
  return {std::ssize(examples), right.mean, right.error, same.mean, same.error, more.mean, more.error};
}

}  // namespace lmulsim::quality
