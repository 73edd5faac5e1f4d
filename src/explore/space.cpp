// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "explore/run_row.hpp"
#include "explore/space_samples.hpp"
#include "util/error.hpp"

namespace lmulsim::explore {
namespace {

std::size_t slot_of(const Sweep& sweep, const std::string& name) {
  return static_cast<std::size_t>(std::ranges::find(sweep.slots, name) - sweep.slots.begin());
}

std::string json_of(const Value& value) {
  return std::holds_alternative<double>(value) ? text_of(value) : json_string(text_of(value));
}

}  // namespace

Space::Space(const Sweep& sweep) : sweep_(sweep) {
  if (sweep.strategy == Strategy::list) {
    size_ = static_cast<double>(sweep.points.size());
    return;
  }
  for (const Parameter& parameter : sweep.parameters) {
    Dimension dimension{.name_slot = slot_of(sweep, parameter.name)};
    for (const Choice& choice : parameter.choices) {
      std::vector<std::size_t> slots;
      for (const Assignment& a : choice.sets) {
        slots.push_back(slot_of(sweep, a.key));
      }
      dimension.slots.push_back(std::move(slots));
      dimension.labels.emplace_back(choice.label);
    }
    size_ *= static_cast<double>(std::max<std::size_t>(parameter.choices.size(), 1));
    dimensions_.push_back(std::move(dimension));
  }
  find_dependent();
  if (sweep.strategy == Strategy::random || sweep.strategy == Strategy::sobol) {
    size_ = static_cast<double>(sweep.search.samples);
  }
}

std::vector<Gene> Space::genes() const {
  std::vector<Gene> out;
  out.reserve(sweep_.parameters.size());
  for (const Parameter& parameter : sweep_.parameters) {
    const bool is_number = std::ranges::all_of(parameter.choices, [](const Choice& choice) {
      return choice.sets.size() == 1 && std::holds_alternative<double>(choice.sets[0].value);
    });
    out.push_back({std::max<std::size_t>(parameter.choices.size(), 1), is_number && !parameter.is_bundle});
  }
  return out;
}

std::optional<std::uint64_t> Space::position_of(std::vector<std::size_t> digits) const {
  if (!of_digits(0, digits, nullptr)) {
    return std::nullopt;
  }
  std::uint64_t position = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    position = position * std::max<std::size_t>(sweep_.parameters[i].choices.size(), 1) + digits[i];
  }
  return position;
}

bool Space::is_dependent(const Expression& expression) const {
  return std::ranges::any_of(dependent_, [&](std::size_t slot) { return expression.reads(slot); });
}

void Space::find_dependent() {
  if (!sweep_.solve) {
    return;
  }
  dependent_.insert(slot_of(sweep_, sweep_.solve->key));
  for (std::size_t i = 0; i < sweep_.parameters.size(); ++i) {
    const Parameter& parameter = sweep_.parameters[i];
    if (parameter.when && is_dependent(*parameter.when)) {
      throw InputError(fmt::format("{}: when: expected names that do not follow from the solved {}, found {}",
                                   parameter.where, sweep_.solve->key, parameter.when->text()));
    }
    if (parameter.follows && is_dependent(*parameter.follows)) {
      dependent_.insert(dimensions_[i].name_slot);
    }
  }
}

void Space::check_size() const {
  if (sweep_.strategy == Strategy::nsga2) {
    if (size_ > 0x1p62) {
      throw InputError(
          fmt::format("{}: expected a space of at most 2^62 points, found about {:.3g}", sweep_.source, size_));
    }
    return;
  }
  if (size_ > static_cast<double>(kMostPositions)) {
    throw InputError(fmt::format("{}: expected a sweep of at most {} points, found {}", sweep_.source, kMostPositions,
                                 size_ < 0x1p53 ? fmt::format("{:.0f}", size_) : fmt::format("about {:.3g}", size_)));
  }
}

std::optional<Point> Space::of_list(std::uint64_t position) const {
  Point point{.position = position, .sets = sweep_.points[position]};
  std::vector<const Value*> values;
  for (std::size_t i = 0; i < sweep_.slots.size(); ++i) {
    const Assignment* own = find(point.sets, sweep_.slots[i]);
    values.push_back(own != nullptr ? &own->value : sweep_.slot_values[i] ? &*sweep_.slot_values[i] : nullptr);
  }
  const bool holds = std::ranges::all_of(sweep_.require, [&](const Expression& e) { return e.holds(values); });
  return holds ? std::optional(std::move(point)) : std::nullopt;
}

std::vector<std::size_t> Space::digits_of(std::uint64_t position) const {
  std::vector<std::size_t> digits(dimensions_.size());
  for (std::size_t i = dimensions_.size(); i-- > 0;) {
    const std::uint64_t radix = std::max<std::size_t>(sweep_.parameters[i].choices.size(), 1);
    digits[i] = static_cast<std::size_t>(position % radix);
    position /= radix;
  }
  return digits;
}

void Space::choose(std::size_t i, std::size_t digit, Filling& filling, Point& point) const {
  const Parameter& parameter = sweep_.parameters[i];
  const Dimension& dimension = dimensions_[i];
  if (parameter.follows) {
    filling.computed.push_back(parameter.follows->evaluate(filling.values));
    filling.values[dimension.name_slot] = &filling.computed.back();
    Assignment a{parameter.name, filling.computed.back(), parameter.where};
    check_assignment(a);
    point.sets.push_back(std::move(a));
    return;
  }
  const Choice& choice = parameter.choices[digit];
  for (std::size_t k = 0; k < choice.sets.size(); ++k) {
    filling.values[dimension.slots[digit][k]] = &choice.sets[k].value;
    point.sets.push_back(choice.sets[k]);
  }
  if (parameter.is_bundle) {
    filling.values[dimension.name_slot] = &dimension.labels[digit];
    point.labels.emplace_back(parameter.name, choice.label);
  }
}

std::optional<Point> Space::at(std::uint64_t position) const {
  switch (sweep_.strategy) {
    case Strategy::list:
      return of_list(position);
    case Strategy::grid:
    case Strategy::nsga2:
      return of_grid(position, nullptr);
    case Strategy::random:
    case Strategy::sobol:
      return of_sample(position, nullptr);
  }
  return std::nullopt;
}

std::optional<Point> Space::at(std::uint64_t position, const Value& solved) const {
  const bool is_sampled = sweep_.strategy == Strategy::random || sweep_.strategy == Strategy::sobol;
  return is_sampled ? of_sample(position, &solved) : of_grid(position, &solved);
}

/// Where a parameter is absent only the first of its values is a point.
std::optional<Point> Space::of_grid(std::uint64_t position, const Value* solved) const {
  const std::vector<std::size_t> digits = digits_of(position);
  std::vector<std::size_t> canonical = digits;
  std::optional<Point> out = of_digits(position, canonical, solved);
  return canonical == digits ? std::move(out) : std::nullopt;
}

std::optional<Point> Space::of_sample(std::uint64_t position, const Value* solved) const {
  if (sweep_.strategy == Strategy::sobol) {
    std::vector<std::size_t> digits = sobol_digits(genes(), sweep_.search.seed, position);
    return of_digits(position, digits, solved);
  }
  constexpr std::uint64_t kMostTries = 1000;
  for (std::uint64_t attempt = 0; attempt < kMostTries; ++attempt) {
    std::vector<std::size_t> digits = random_digits(genes(), sweep_.search.seed, position, attempt);
    // A solved key decides nothing about which sample it is.
    std::vector<std::size_t> same = digits;
    if (of_digits(position, same, nullptr)) {
      return of_digits(position, digits, solved);
    }
  }
  throw InputError(fmt::format("{}: require: expected points, found none among {} samples", sweep_.source, kMostTries));
}

std::optional<Point> Space::of_digits(std::uint64_t position, std::vector<std::size_t>& digits,
                                      const Value* solved) const {
  Filling filling;
  for (const std::optional<Value>& value : sweep_.slot_values) {
    filling.values.push_back(value ? &*value : nullptr);
  }
  filling.computed.reserve(dimensions_.size());  // values point into it
  Point point{.position = position, .sets = {}};
  if (solved != nullptr) {
    filling.values[slot_of(sweep_, sweep_.solve->key)] = solved;
    point.sets.push_back({sweep_.solve->key, *solved, sweep_.solve->where});
  }
  for (std::size_t i = 0; i < dimensions_.size(); ++i) {
    const auto& when = sweep_.parameters[i].when;
    if (solved == nullptr && dependent_.contains(dimensions_[i].name_slot)) {
      continue;
    }
    if (!when || when->holds(filling.values)) {
      choose(i, digits[i], filling, point);
    } else {
      digits[i] = 0;
    }
  }
  const auto holds = [&](const Expression& e) {
    return (solved == nullptr && is_dependent(e)) || e.holds(filling.values);
  };
  return std::ranges::all_of(sweep_.require, holds) ? std::optional(std::move(point)) : std::nullopt;
}

std::vector<Assignment> settings_at(const Sweep& sweep, const Point& point) {
  std::vector<Assignment> out;
  for (const Assignment& a : sweep.base) {
    if (find(point.sets, a.key) == nullptr) {
      out.push_back(a);
    }
  }
  out.insert(out.end(), point.sets.begin(), point.sets.end());
  return out;
}

std::string parameters_json(const Point& point) {
  std::map<std::string, std::string> members;
  for (const Assignment& a : point.sets) {
    members[a.key] = json_of(a.value);
  }
  for (const auto& [name, label] : point.labels) {
    members[name] = json_string(label);
  }
  std::string out = "{";
  for (const auto& [name, value] : members) {
    out += fmt::format("{}{}:{}", out.size() > 1 ? "," : "", json_string(name), value);
  }
  return out + "}";
}

}  // namespace lmulsim::explore
