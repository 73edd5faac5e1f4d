// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/sweep/sweep_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "study/point/model_digest.hpp"
#include "study/run_choice.hpp"
#include "util/sha256.hpp"

namespace lmulsim::study::sweep {
namespace {

using lmulsim::explore::Point;
using lmulsim::explore::Sweep;

std::vector<std::string> parameter_names(const Sweep& sweep) {
  std::set<std::string> names;
  if (sweep.solve) {
    names.insert(sweep.solve->key);
  }
  for (const lmulsim::explore::Parameter& parameter : sweep.parameters) {
    names.insert(parameter.name);
    for (const lmulsim::explore::Choice& choice : parameter.choices) {
      for (const lmulsim::explore::Assignment& a : choice.sets) {
        names.insert(a.key);
      }
    }
  }
  for (const auto& point : sweep.points) {
    for (const lmulsim::explore::Assignment& a : point) {
      names.insert(a.key);
    }
  }
  return {names.begin(), names.end()};
}

std::string sweep_id(const std::string& text, const std::vector<point::SweepInput>& inputs) {
  std::string all = text + "\n";
  for (const point::SweepInput& input : inputs) {
    all += fmt::format("{} {} {}\n", input.role, input.name, input.sha256);
  }
  for (std::size_t i = 0; i < kEngineNames.size(); ++i) {
    all += point::model_digest(static_cast<engine::Engine>(i)) + "\n";
  }
  constexpr std::size_t kDigits = 32;
  return util::sha256(all).substr(0, kDigits);
}

}  // namespace

SweepPlan::SweepPlan(const Sweep& sweep, point::Evaluator& evaluator, const store::Shard& shard)
    : sweep_(sweep), evaluator_(evaluator), shard_(shard), space_(sweep), inputs_(point::sweep_inputs(sweep)) {
  space_.check_size();
  points_ = count(shard_);
  const std::string text = canonical_text(sweep);
  entry_ = {sweep_id(text, inputs_), sweep.name, text, parameter_names(sweep), count({})};
}

std::int64_t SweepPlan::count(const store::Shard& shard) const {
  if (sweep_.strategy == lmulsim::explore::Strategy::nsga2) {
    return sweep_.search.most_evaluations();  // which they are follows from results
  }
  const bool all = sweep_.require.empty() &&
                   std::ranges::none_of(sweep_.parameters, [](const auto& p) { return p.when.has_value(); });
  const auto positions = static_cast<std::uint64_t>(space_.size());
  if (all && shard.count == 1) {
    return static_cast<std::int64_t>(positions);
  }
  std::int64_t points = 0;
  for (std::uint64_t position = 0; position < positions; ++position) {
    points += shard.has(position) && space_.at(position) ? 1 : 0;
  }
  return points;
}

void SweepPlan::only(std::vector<std::uint64_t> positions) {
  only_ = std::move(positions);
  next_ = 0;
}

std::optional<PlannedPoint> SweepPlan::next() {
  const auto end = only_ ? only_->size() : static_cast<std::uint64_t>(space_.size());
  while (next_ < end) {
    const std::uint64_t position = only_ ? (*only_)[next_] : next_;
    ++next_;
    if (!shard_.has(position)) {
      continue;
    }
    if (const std::optional<Point> point = space_.at(position)) {
      return at(*point);
    }
  }
  return std::nullopt;
}

PlannedPoint SweepPlan::at(const Point& point) {
  const point::Prepared prepared = evaluator_.prepare(point);
  PlannedPoint out{.point = prepared.point,
                   .member = {entry_.id, static_cast<std::int64_t>(point.position), prepared.row.id,
                              parameters_json(prepared.point)},
                   .row = prepared.row,
                   .accelerator = prepared.accelerator_json,
                   .workload = prepared.environment->workload,
                   .has_quality = prepared.quality.has_value()};
  out.is_first = seen_.insert(prepared.row.id).second;
  return out;
}

}  // namespace lmulsim::study::sweep
