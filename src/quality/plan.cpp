// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "quality/split_words.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"

namespace lmulsim::quality {

namespace {

using transformer::ProductKind;

constexpr std::array<std::string_view, 7> kPlaces{"attention", "scores", "values", "projections", "mlp", "head", "all"};

std::optional<std::vector<ProductKind>> kinds_of(std::string_view place) {
  using enum ProductKind;
  const std::array<std::vector<ProductKind>, kPlaces.size()> kinds{
      {{scores, values}, {scores}, {values}, {projection}, {mlp}, {head}, {scores, values, projection, mlp, head}}};
  const auto found = std::ranges::find(kPlaces, place);
  return found == kPlaces.end() ? std::nullopt
                                : std::optional(kinds[static_cast<std::size_t>(found - kPlaces.begin())]);
}

std::optional<std::int64_t> layer_number(std::string_view text) {
  std::int64_t value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && value >= 0 ? std::optional(value) : std::nullopt;
}

void read_layers(Rule& rule, std::string_view text, std::string_view where) {
  const std::vector<std::string_view> ends = split(text, '-');
  const auto first = layer_number(ends.front());
  const auto last = layer_number(ends.back());
  if (ends.size() > 2 || !first || !last || *first > *last) {
    throw InputError(fmt::format("{}: expected a layer or layers A-B, found '{}'", where, text));
  }
  rule.first_layer = *first;
  rule.last_layer = *last;
  rule.every_layer = false;
}

bool covers(const Rule& rule, ProductKind kind, std::int64_t layer) {
  const bool here = rule.every_layer || (layer >= rule.first_layer && layer <= rule.last_layer);
  return here && std::ranges::find(rule.kinds, kind) != rule.kinds.end();
}

}  // namespace

std::string_view place_name(ProductKind kind) {
  return kPlaces[static_cast<std::size_t>(kind) + 1];  // after both of attention
}

void Plan::add(std::string_view place, std::string_view text, std::string_view where) {
  Rule rule;
  std::string_view group = place;
  if (const std::size_t dot = place.find('.'); dot != std::string_view::npos) {
    read_layers(rule, place.substr(0, dot), where);
    group = place.substr(dot + 1);
  }
  const auto kinds = kinds_of(group);
  if (!kinds) {
    throw InputError(fmt::format(
        "{}: expected attention, scores, values, projections, mlp, head or all, found '{}'; the nearest is '{}'", where,
        group, util::nearest_name(group, kPlaces)));
  }
  if (!rule.every_layer && group == "head") {
    throw InputError(fmt::format("{}: expected the head without a layer, found '{}'", where, place));
  }
  rule.kinds = *kinds;
  constexpr std::string_view kAccumulator = "acc=";
  rule.arithmetic = text.starts_with(kAccumulator) ? with_accumulator(default_, text.substr(kAccumulator.size()), where)
                                                   : parse_arithmetic(text, where);
  rules_.push_back(std::move(rule));
  places_.emplace_back(place);
}

Plan Plan::parse(std::string_view text, std::string_view where) {
  Plan plan;
  plan.name_ = text;
  const std::vector<std::string_view> parts = split(text, '+');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    // An option's '=' comes after the multiplier's ':' or the first ','.
    const std::size_t equal = parts[i].find('=');
    const bool placed = equal != std::string_view::npos && parts[i].find_first_of(":,") > equal;
    if (placed) {
      plan.add(parts[i].substr(0, equal), parts[i].substr(equal + 1), where);
    } else if (i == 0) {
      plan.default_ = parse_arithmetic(parts[i], where);
    } else {
      throw InputError(fmt::format("{}: expected PLACE=ARITHMETIC after '+', found '{}'", where, parts[i]));
    }
  }
  return plan;
}

Plan Plan::from(const std::string& text, std::string_view where) {
  const bool file = text.ends_with(".yaml") || text.ends_with(".yml") || text.ends_with(".json");
  return file ? from_file(text) : parse(text, where);
}

const Arithmetic& Plan::of(ProductKind kind, std::int64_t layer) const {
  const auto last = std::find_if(rules_.rbegin(), rules_.rend(), [&](const Rule& r) { return covers(r, kind, layer); });
  return last == rules_.rend() ? default_ : last->arithmetic;
}

std::optional<Arithmetic> Plan::everywhere() const {
  const auto whole = std::find_if(rules_.rbegin(), rules_.rend(),
                                  [](const Rule& r) { return r.every_layer && r.kinds == kinds_of("all"); });
  const Arithmetic& base = whole == rules_.rend() ? default_ : whole->arithmetic;
  const bool one = std::all_of(rules_.rbegin(), whole, [&](const Rule& r) { return r.arithmetic == base; });
  return one ? std::optional(base) : std::nullopt;
}

std::string Plan::text() const {
  std::string text = arithmetic_name(default_);
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    text += fmt::format("+{}={}", places_[i], arithmetic_name(rules_[i].arithmetic));
  }
  return text;
}

void Plan::check_layers(std::int64_t layers) const {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (!rules_[i].every_layer && rules_[i].last_layer >= layers) {
      throw InputError(
          fmt::format("arithmetic {}: {}: expected layers 0 to {} of this model", name_, places_[i], layers - 1));
    }
  }
}

}  // namespace lmulsim::quality
