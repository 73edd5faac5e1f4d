// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/sampling.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <vector>

#include "util/error.hpp"

namespace lmulsim::quality {

namespace {

/// A token and its probability times a constant.
struct Choice {
  int token = 0;
  double weight = 0;
};

std::vector<Choice> choices_of(std::span<const float> logits, float largest, double temperature) {
  std::vector<Choice> choices;
  choices.reserve(logits.size());
  for (const float logit : logits) {
    choices.push_back({static_cast<int>(choices.size()), std::exp((double{logit} - double{largest}) / temperature)});
  }
  return choices;
}

double total(std::span<const Choice> choices) {
  double sum = 0;
  for (const Choice& choice : choices) {
    sum += choice.weight;
  }
  return sum;
}

/// The fewest of the likeliest choices whose weights add up to the share; at least one.
void keep_likeliest(std::vector<Choice>& choices, double share) {
  std::ranges::stable_sort(choices, std::greater<>(), &Choice::weight);
  double left = share * total(choices);
  std::size_t kept = 0;
  while (kept < choices.size() && (kept == 0 || left > 0)) {
    left -= choices[kept++].weight;
  }
  choices.resize(kept);
}

}  // namespace

double Sampler::uniform() {
  return static_cast<double>(random_() >> 11U) * 0x1p-53;
}

int Sampler::operator()(std::span<const float> logits) {
  if (!std::ranges::all_of(logits, [](float x) { return std::isfinite(x); })) {
    throw InputError("next token: expected an arithmetic in which all logits are finite, found one that overflows");
  }
  const auto largest = std::ranges::max_element(logits);
  if (options_.temperature == 0) {
    return static_cast<int>(largest - logits.begin());
  }
  std::vector<Choice> choices = choices_of(logits, *largest, options_.temperature);
  if (options_.top_p < 1) {
    keep_likeliest(choices, options_.top_p);
  }
  double left = uniform() * total(choices);
  for (const Choice& choice : choices) {
    left -= choice.weight;
    if (left < 0) {
      return choice.token;
    }
  }
  return choices.back().token;  // rounding
}

}  // namespace lmulsim::quality
