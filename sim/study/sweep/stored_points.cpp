// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/sweep/stored_points.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "study/point/model_digest.hpp"
#include "study/run_choice.hpp"
#include "util/error.hpp"
#include "util/json.hpp"
#include "util/number.hpp"

namespace lmulsim::study::sweep {
namespace {

using explore::Interval;
using explore::Objective;

constexpr std::size_t kShownDigits = 12;

std::string names_of(const std::vector<store::SweepEntry>& sweeps) {
  std::vector<std::string> names;
  names.reserve(sweeps.size());
  for (const store::SweepEntry& sweep : sweeps) {
    names.push_back(fmt::format("{} ({}, {} points)", sweep.name, sweep.id.substr(0, kShownDigits), sweep.positions));
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

store::SweepEntry find_sweep(store::Store& store, const std::string& name_or_id) {
  const std::vector<store::SweepEntry> all = store.sweeps();
  std::vector<store::SweepEntry> found;
  std::ranges::copy_if(all, std::back_inserter(found), [&](const store::SweepEntry& sweep) {
    return name_or_id.empty() || sweep.name == name_or_id || sweep.id.starts_with(name_or_id);
  });
  if (all.empty()) {
    throw InputError(fmt::format("{}: expected a sweep, found none", store.path()));
  }
  if (found.size() != 1) {
    throw InputError(fmt::format("{}: --sweep: expected one of {}, found {}", store.path(), names_of(all),
                                 name_or_id.empty() ? "none chosen" : util::shown(name_or_id)));
  }
  return found.front();
}

std::vector<explore::MetricRef> metrics_of(const std::vector<Objective>& objectives) {
  std::vector<explore::MetricRef> out;
  out.reserve(objectives.size());
  for (const Objective& objective : objectives) {
    out.push_back(explore::metric(objective.metric, "objective"));
  }
  return out;
}

std::string group_of(const StoredPoint& point, const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    out += fmt::format("{}{}={}", out.empty() ? "" : " ", name, point.parameter(name));
  }
  return out;
}

/// The classes of the points of one group.
void judge(std::vector<JudgedPoint*>& group, const std::vector<bool>& maximise) {
  std::vector<std::vector<Interval>> values;
  values.reserve(group.size());
  for (const JudgedPoint* point : group) {
    values.push_back(point->values);
  }
  const std::vector<explore::Standing> standings = explore::standings(values, maximise);
  for (std::size_t i = 0; i < group.size(); ++i) {
    group[i]->standing = standings[i].standing;
    group[i]->by = standings[i].by ? group[*standings[i].by]->point : nullptr;
  }
}

std::vector<explore::MetricExpression> limits_of(const StoredSweep& sweep, const FrontRequest& request) {
  std::vector<explore::MetricExpression> out;
  for (const std::string& text : sweep.text.limits) {
    out.push_back(explore::metric_expression(text, "limits"));
  }
  for (const std::string& text : request.limits) {
    out.push_back(explore::metric_expression(text, "--limit"));
  }
  return out;
}

std::string quality_note(const StoredSweep& sweep, const std::vector<Objective>& objectives) {
  const auto is_quality = [](const Objective& o) {
    return o.metric.starts_with("perplexity") || o.metric == "nll_rms" || o.metric == "agreement";
  };
  const auto other = [](const StoredPoint& p) {
    return p.row.parts.find("\"of_workload\":false") != std::string::npos;
  };
  const auto at = std::ranges::find_if(sweep.points, other);
  if (std::ranges::none_of(objectives, is_quality) || at == sweep.points.end()) {
    return "";
  }
  return "perplexity and what follows from it are of the quality table's model, not of the workload";
}

std::map<std::string, std::string> ingredients(const std::string& key) {
  std::map<std::string, std::string> out;
  std::size_t at = 0;
  while (at < key.size()) {
    const std::size_t end = std::min(key.find('\n', at), key.size());
    const std::string line = key.substr(at, end - at);
    const std::size_t space = std::min(line.find(' '), line.size());
    out[line.substr(0, space)] = line.substr(std::min(space + 1, line.size()));
    at = end + 1;
  }
  return out;
}

/// The values of an object of objects, by their dotted names.
std::map<std::string, std::string> flat_members(const std::string& json) {
  std::map<std::string, std::string> out;
  const boost::json::value all = util::parse_json(json, "accelerator");
  for (const auto& member : all.as_object()) {
    if (!member.value().is_object()) {
      out[member.key()] = boost::json::serialize(member.value());
      continue;
    }
    for (const auto& inner : member.value().as_object()) {
      out[fmt::format("{}.{}", std::string_view(member.key()), std::string_view(inner.key()))] =
          boost::json::serialize(inner.value());
    }
  }
  return out;
}

std::optional<ChangedPoint> worst_change(const StoredPoint& a, const StoredPoint& b) {
  std::optional<ChangedPoint> worst;
  double largest = 0;
  for (const explore::Metric& metric : explore::metrics()) {
    const auto x = metric.of(a.row);
    const auto y = metric.of(b.row);
    if (!x || !y || x->value == y->value) {
      continue;
    }
    const double size = x->value > 0 && y->value > 0 ? std::abs(std::log(y->value / x->value)) : INFINITY;
    if (!worst || size > largest) {
      largest = size;
      worst = ChangedPoint{a.member.parameters,
                           std::string(metric.name),
                           x->value,
                           y->value,
                           a.row.id,
                           b.row.id,
                           key_differences(a.row.key, b.row.key)};
    }
  }
  return worst;
}

}  // namespace

std::string StoredPoint::parameter(std::string_view name) const {
  const explore::Assignment* found = explore::find(parameters, name);
  return found == nullptr ? "-" : explore::text_of(found->value);
}

StoredSweep load_sweep(store::Store& store, const std::string& name_or_id) {
  StoredSweep out{find_sweep(store, name_or_id), {}, {}};
  out.text = explore::read_stored_text(out.entry.text, store.path());
  std::set<std::string> seen;
  store.for_each_point(out.entry.id, [&](const store::Member& member, const explore::RunRow& row) {
    if (seen.insert(row.id).second) {
      out.points.push_back({member, row, explore::read_parameters(member.parameters)});
    }
  });
  return out;
}

Front front_of(const StoredSweep& sweep, const FrontRequest& request) {
  Front out{request.objectives.empty() ? sweep.text.objectives : request.objectives};
  if (out.objectives.empty()) {
    throw InputError(fmt::format(
        "sweep {}: expected objectives, in the file or as --minimise and --maximise, found none", sweep.entry.name));
  }
  const std::vector<explore::MetricRef> metrics = metrics_of(out.objectives);
  const std::vector<explore::MetricExpression> limits = limits_of(sweep, request);
  std::map<std::string, std::vector<JudgedPoint*>> groups;
  out.points.reserve(sweep.points.size());
  for (const StoredPoint& point : sweep.points) {
    if (!point.is_ok()) {
      continue;
    }
    if (!std::ranges::all_of(limits, [&](const auto& limit) { return limit.holds(point.row); })) {
      ++out.infeasible;
      out.beyond.push_back(&point);
      continue;
    }
    JudgedPoint judged{.point = &point, .group = group_of(point, request.group_by)};
    for (const explore::MetricRef& metric : metrics) {
      if (const auto value = metric.of(point.row)) {
        judged.values.push_back(*value);
      }
    }
    if (judged.values.size() < metrics.size()) {
      ++out.without;
      continue;
    }
    out.points.push_back(std::move(judged));
    groups[out.points.back().group].push_back(&out.points.back());
  }
  std::vector<bool> maximise;
  for (const Objective& objective : out.objectives) {
    maximise.push_back(objective.maximise);
  }
  for (auto& [name, group] : groups) {
    judge(group, maximise);
  }
  out.quality_note = quality_note(sweep, out.objectives);
  return out;
}

std::vector<BestPoint> best_of(const StoredSweep& sweep, const std::vector<std::string>& per,
                               const std::string& metric) {
  const explore::MetricRef wanted = explore::metric(metric, "--of");
  for (const std::string& name : per) {
    if (std::ranges::find(sweep.entry.names, name) == sweep.entry.names.end()) {
      throw InputError(fmt::format("--per: expected parameters of the sweep ({}), found {}",
                                   fmt::join(sweep.entry.names, ", "), util::shown(name)));
    }
  }
  std::map<std::vector<explore::Value>, BestPoint> cells;
  for (const StoredPoint& point : sweep.points) {
    const auto value = point.is_ok() ? wanted.of(point.row) : std::nullopt;
    if (!value) {
      continue;
    }
    std::vector<explore::Value> key;
    std::vector<std::string> texts;
    for (const std::string& name : per) {
      const explore::Assignment* found = explore::find(point.parameters, name);
      key.push_back(found == nullptr ? explore::Value() : found->value);
      texts.push_back(explore::text_of(key.back()));
    }
    const auto [at, is_new] = cells.try_emplace(key, BestPoint{texts, &point, *value});
    const bool better =
        wanted.metric->more_is_better ? value->value > at->second.value.value : value->value < at->second.value.value;
    if (!is_new && better) {
      at->second = {texts, &point, *value};
    }
  }
  std::vector<BestPoint> out;
  out.reserve(cells.size());
  for (auto& [key, best] : cells) {
    out.push_back(std::move(best));
  }
  return out;
}

explore::Importance importance_of(const StoredSweep& sweep, const std::string& metric) {
  const explore::MetricRef wanted = explore::metric(metric, "--of");
  std::vector<explore::Factor> factors;
  factors.reserve(sweep.entry.names.size());
  for (const std::string& name : sweep.entry.names) {
    factors.push_back({.name = name, .is_label = !explore::is_key(name)});
  }
  std::vector<double> numbers;
  for (const StoredPoint& point : sweep.points) {
    const auto value = point.is_ok() ? wanted.of(point.row) : std::nullopt;
    if (!value) {
      continue;
    }
    numbers.push_back(value->value);
    for (explore::Factor& factor : factors) {
      const explore::Assignment* found = explore::find(point.parameters, factor.name);
      factor.values.push_back(found == nullptr ? explore::Value() : found->value);
    }
  }
  if (numbers.empty()) {
    throw InputError(fmt::format("--of: expected a metric that points have, found {} in none", metric));
  }
  return explore::importance(factors, numbers);
}

FoundRun find_run(store::Store& store, const std::string& id) {
  const std::vector<std::string> found = store.runs_beginning(id);
  if (found.size() != 1) {
    throw InputError(fmt::format("{}: expected the beginning of one point's id, found {} of {}", store.path(),
                                 found.empty() ? "none" : "several", util::shown(id)));
  }
  FoundRun out{*store.find_run(found.front())};
  for (const store::SweepEntry& sweep : store.sweeps()) {
    if (const auto member = store.member_of_run(sweep.id, out.row.id); member && !out.member) {
      out.member = member;
      out.text = explore::read_stored_text(sweep.text, store.path());
    }
  }
  return out;
}

std::string expanded_key(store::Store& store, const explore::RunRow& row) {
  std::string out;
  const std::string accelerator = store.accelerator_of(row.design);
  for (const auto& [name, value] : ingredients(row.key)) {
    if (name != "accelerator" || accelerator.empty()) {
      out += fmt::format("{} {}\n", name, value);
      continue;
    }
    for (const auto& [key, text] : flat_members(accelerator)) {
      out += fmt::format("accelerator.{} {}\n", key, text);
    }
  }
  return out;
}

std::string command_of(explore::StoredText text, const store::Member& member, const explore::RunRow& row) {
  if (!row.perplexity) {
    text.quality.clear();
  }
  return explore::command_line(text, member.parameters);
}

std::vector<KeyDifference> key_differences(const std::string& a, const std::string& b) {
  const std::map<std::string, std::string> one = ingredients(a);
  const std::map<std::string, std::string> other = ingredients(b);
  std::set<std::string> names;
  for (const auto* side : {&one, &other}) {
    for (const auto& [name, value] : *side) {
      names.insert(name);
    }
  }
  std::vector<KeyDifference> out;
  const auto value_in = [](const std::map<std::string, std::string>& side, const std::string& name) {
    const auto at = side.find(name);
    return at == side.end() ? std::string("-") : at->second;
  };
  for (const std::string& name : names) {
    if (value_in(one, name) != value_in(other, name)) {
      out.push_back({name, value_in(one, name), value_in(other, name)});
    }
  }
  return out;
}

SweepDifference compare_sweeps(const StoredSweep& a, const StoredSweep& b) {
  SweepDifference out;
  std::map<std::string, const StoredPoint*> others;
  for (const StoredPoint& point : b.points) {
    others[point.member.parameters] = &point;
  }
  for (const StoredPoint& point : a.points) {
    const auto at = others.find(point.member.parameters);
    if (at == others.end()) {
      ++out.only_a;
      continue;
    }
    if (auto change = worst_change(point, *at->second)) {
      out.changed.push_back(std::move(*change));
    } else {
      ++out.same;
    }
    others.erase(at);
  }
  out.only_b = static_cast<std::int64_t>(others.size());
  const auto size = [](const ChangedPoint& c) { return c.a > 0 && c.b > 0 ? std::abs(std::log(c.b / c.a)) : INFINITY; };
  std::ranges::stable_sort(out.changed, [&](const auto& x, const auto& y) { return size(x) > size(y); });
  return out;
}

std::int64_t prune(store::Store& store, const PruneRequest& request) {
  std::string condition = "false";
  if (request.other_models) {
    condition += " or model not in (";
    for (std::size_t i = 0; i < kEngineNames.size(); ++i) {
      condition += fmt::format("{}'{}'", i == 0 ? "" : ", ", point::model_digest(static_cast<engine::Engine>(i)));
    }
    condition += ")";
  }
  if (request.outside_sweeps) {
    condition += " or not exists (select 1 from member m join sweep s on s.id = m.sweep where m.run = run.id)";
  }
  return store.remove_runs(condition);
}

}  // namespace lmulsim::study::sweep
