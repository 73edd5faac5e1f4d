// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/sweep/page_of_sweep.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <set>
#include <thread>
#include <utility>

#include "util/json.hpp"
#include "util/parallel.hpp"

namespace lmulsim::study::sweep {
namespace {

using explore::FrontClass;
using report::sweep::MetricImportance;
using report::sweep::PointClass;
using report::sweep::SweepPage;
using report::sweep::Words;

constexpr std::size_t kMostDetails = 100;

cost::Band band_of(const explore::Interval& x) {
  return {x.low, x.value, x.high};
}

PointClass class_of(FrontClass standing) {
  switch (standing) {
    case FrontClass::front:
      return PointClass::front;
    case FrontClass::possible:
      return PointClass::possible;
    case FrontClass::dominated:
      return PointClass::dominated;
  }
  return PointClass::unjudged;
}

std::vector<explore::Objective> objectives_of(const StoredSweep& sweep, const PageRequest& request) {
  return request.front.objectives.empty() ? sweep.text.objectives : request.front.objectives;
}

/// One class a point of the sweep.
std::vector<PointClass> classes_of(const StoredSweep& sweep, const PageRequest& request, std::string& note) {
  std::vector<PointClass> out;
  out.reserve(sweep.points.size());
  const bool has_front = !objectives_of(sweep, request).empty();
  for (const StoredPoint& point : sweep.points) {
    out.push_back(!point.is_ok() ? PointClass::not_run : PointClass::unjudged);
  }
  if (!has_front) {
    return out;
  }
  const Front front = front_of(sweep, request.front);
  note = front.quality_note;
  for (const StoredPoint* point : front.beyond) {
    out[static_cast<std::size_t>(point - sweep.points.data())] = PointClass::beyond_limit;
  }
  for (const JudgedPoint& judged : front.points) {
    out[static_cast<std::size_t>(judged.point - sweep.points.data())] = class_of(judged.standing);
  }
  return out;
}

/// Places of the points that the page has, in their order.
std::vector<std::size_t> chosen_points(const std::vector<PointClass>& classes, std::size_t most) {
  std::array<std::vector<std::size_t>, 3> ranked;  // front, possible, the others
  for (std::size_t i = 0; i < classes.size(); ++i) {
    ranked[std::min(static_cast<std::size_t>(classes[i]), ranked.size() - 1)].push_back(i);
  }
  std::vector<std::size_t> out;
  for (const std::vector<std::size_t>& list : ranked) {
    const std::size_t room = std::min(most, list.size());
    for (std::size_t i = 0; i < room; ++i) {
      out.push_back(list[i * list.size() / room]);
    }
    most -= room;
  }
  std::ranges::sort(out);
  return out;
}

Words words_of(const std::vector<explore::Value>& values) {
  std::map<explore::Value, std::uint32_t> places;
  for (const explore::Value& value : values) {
    places.emplace(value, 0);
  }
  Words out;
  for (auto& [value, place] : places) {
    place = static_cast<std::uint32_t>(out.values.size());
    out.values.push_back(explore::text_of(value));
  }
  out.at.reserve(values.size());
  for (const explore::Value& value : values) {
    out.at.push_back(places.at(value));
  }
  return out;
}

void add_points(SweepPage& page, const StoredSweep& sweep, const std::vector<std::size_t>& chosen,
                const std::vector<PointClass>& classes) {
  std::vector<explore::Value> outcomes;
  for (const std::size_t i : chosen) {
    const explore::RunRow& row = sweep.points[i].row;
    page.ids.push_back(row.id);
    page.classes.push_back(classes[i]);
    outcomes.emplace_back(row.message.empty() ? row.outcome : row.outcome + ": " + row.message);
  }
  page.outcome = words_of(outcomes);
  std::vector<std::string> names = sweep.entry.names;
  std::stable_partition(names.begin(), names.end(), [](const std::string& name) { return !explore::is_key(name); });
  for (const std::string& name : names) {
    std::vector<explore::Value> values;
    values.reserve(chosen.size());
    for (const std::size_t i : chosen) {
      const explore::Assignment* found = explore::find(sweep.points[i].parameters, name);
      values.push_back(found == nullptr ? explore::Value() : found->value);
    }
    page.parameters.push_back({name, words_of(values)});
  }
}

void add_metric(SweepPage& page, const StoredSweep& sweep, const std::vector<std::size_t>& chosen,
                const explore::MetricRef& ref) {
  report::sweep::Metric metric{ref.name(), std::string(ref.metric->unit), std::string(ref.metric->about),
                               ref.metric->more_is_better};
  metric.values.reserve(chosen.size());
  bool is_there = false;
  for (const std::size_t i : chosen) {
    const StoredPoint& point = sweep.points[i];
    const auto value = point.is_ok() ? ref.of(point.row) : std::nullopt;
    metric.values.push_back(value ? std::optional(band_of(*value)) : std::nullopt);
    is_there |= value.has_value();
  }
  if (is_there) {
    page.metrics.push_back(std::move(metric));
  }
}

void add_metrics(SweepPage& page, const StoredSweep& sweep, const std::vector<std::size_t>& chosen,
                 const std::vector<explore::Objective>& objectives) {
  for (const explore::Metric& metric : explore::metrics()) {
    add_metric(page, sweep, chosen, {.metric = &metric});
  }
  for (const explore::Objective& objective : objectives) {
    const auto has = [&] { return std::ranges::find(page.metrics, objective.metric, &report::sweep::Metric::name); };
    if (has() == page.metrics.end()) {  // an end of a band, a part
      add_metric(page, sweep, chosen, explore::metric(objective.metric, "objective"));
    }
    if (const auto at = has(); at != page.metrics.end()) {
      page.objectives.push_back({static_cast<std::size_t>(at - page.metrics.begin()), objective.maximise});
    }
  }
}

std::vector<std::pair<std::string, cost::Band>> parts_of(const boost::json::object& parts, std::string_view quantity) {
  std::vector<std::pair<std::string, cost::Band>> out;
  if (const auto* found = parts.if_contains(quantity)) {
    for (const auto& part : found->as_object()) {
      const boost::json::array& ends = part.value().as_array();
      out.emplace_back(part.key(), cost::Band{ends.at(0).to_number<double>(), ends.at(1).to_number<double>(),
                                              ends.at(2).to_number<double>()});
    }
  }
  return out;
}

/// Of the points of the front, then of the possible ones.
void add_details(SweepPage& page, const StoredSweep& sweep, const std::vector<std::size_t>& chosen) {
  for (const PointClass wanted : {PointClass::front, PointClass::possible}) {
    for (std::size_t i = 0; i < chosen.size() && page.details.size() < kMostDetails; ++i) {
      if (page.classes[i] == wanted) {
        const StoredPoint& point = sweep.points[chosen[i]];
        const boost::json::value parts = util::parse_json(point.row.parts, "parts");
        page.details.push_back({i, parts_of(parts.as_object(), "energy_pj"), parts_of(parts.as_object(), "area_um2"),
                                command_of(sweep.text, point.member, point.row)});
      }
    }
  }
}

MetricImportance importance_on_page(const explore::Importance& found, const std::string& metric) {
  MetricImportance out{metric, found.points, found.is_ratio, found.is_balanced, found.rest};
  for (const explore::FactorImportance& f : found.factors) {
    report::sweep::FactorShare share{f.name, f.levels, {f.share_low, f.share, f.share_high}, f.part_of, f.along};
    for (const explore::PairedEffect& e : f.effects) {
      share.effects.push_back({e.from, e.to, e.pairs, {e.low, e.median, e.high}});
    }
    out.factors.push_back(std::move(share));
  }
  return out;
}

/// Of each objective, side by side: this is most of the work on a large sweep.
void add_importance(SweepPage& page, const StoredSweep& sweep) {
  std::vector<MetricImportance> found(page.objectives.size());
  const int threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  util::for_each_index(found.size(), threads, [&](std::size_t i) {
    const std::string& metric = page.metrics[page.objectives[i].metric].name;
    found[i] = importance_on_page(importance_of(sweep, metric), metric);
  });
  std::ranges::copy_if(found, std::back_inserter(page.importance),
                       [](const MetricImportance& one) { return !one.factors.empty(); });
}

std::string base_text(const StoredSweep& sweep) {
  std::vector<std::string> out;
  for (const explore::Assignment& a : sweep.text.base) {
    out.push_back(fmt::format("{} {}", a.key, explore::text_of(a.value)));
  }
  return fmt::format("{}", fmt::join(out, ", "));
}

std::string varied_text(const StoredSweep& sweep) {
  std::vector<std::string> out;
  for (const std::string& name : sweep.entry.names) {
    std::set<explore::Value> values;
    for (const StoredPoint& point : sweep.points) {
      const explore::Assignment* found = explore::find(point.parameters, name);
      values.insert(found == nullptr ? explore::Value() : found->value);
    }
    out.push_back(fmt::format("{} ({})", name, values.size()));
  }
  return fmt::format("{}", fmt::join(out, ", "));
}

std::string outcomes_text(store::Store& store, const StoredSweep& sweep) {
  std::vector<std::string> out;
  for (const auto& [outcome, count] : store.outcomes(sweep.entry.id)) {
    out.push_back(fmt::format("{} {}", count, outcome));
  }
  return fmt::format("{} points: {}", sweep.entry.positions, fmt::join(out, ", "));
}

std::string distinct(const StoredSweep& sweep, std::string explore::RunRow::*member) {
  std::set<std::string> values;
  for (const StoredPoint& point : sweep.points) {
    values.insert(point.row.*member);
  }
  return fmt::format("{}", fmt::join(values, ", "));
}

void add_head(SweepPage& page, store::Store& store, const StoredSweep& sweep,
              const std::vector<explore::Objective>& objectives) {
  const std::string file = std::filesystem::path(store.path()).filename().string();
  std::vector<std::string> wanted;
  for (const explore::Objective& objective : objectives) {
    wanted.push_back(fmt::format("{} {}", objective.maximise ? "most" : "least", objective.metric));
  }
  const std::string objectives_text =
      wanted.empty() ? "none; --minimise and --maximise name some" : fmt::format("{}", fmt::join(wanted, ", "));
  page.head = {{"sweep", fmt::format("{} ({})", sweep.entry.name, sweep.entry.id.substr(0, 12))},
               {"run", outcomes_text(store, sweep)},
               {"every point has", base_text(sweep)},
               {"varied (values)", varied_text(sweep)},
               {"objectives", objectives_text}};
  if (!sweep.text.limits.empty()) {
    page.head.emplace_back("limits", fmt::format("{}", fmt::join(sweep.text.limits, ", ")));
  }
  if (!sweep.text.quality.empty()) {
    page.head.emplace_back("quality from", sweep.text.quality);
  }
  page.head.emplace_back("fidelity", distinct(sweep, &explore::RunRow::fidelity));
  page.head.emplace_back("simulator", fmt::format("sources {}", distinct(sweep, &explore::RunRow::model)));
  page.head.emplace_back("made by", fmt::format("lmulsim explore {} --store {}", sweep.entry.name, file));
  page.head.emplace_back("all numbers", fmt::format("lmulsim results export --format csv --store {}", file));
}

void add_notes(SweepPage& page, store::Store& store, const StoredSweep& sweep, const std::string& quality_note) {
  const auto outcomes = store.outcomes(sweep.entry.id);
  if (const auto missing = outcomes.find("missing"); missing != outcomes.end() && missing->second > 0) {
    page.notes.push_back(fmt::format("Not complete: {} points have no result yet.", missing->second));
  }
  if (page.ids.size() < sweep.points.size()) {
    page.notes.push_back(
        fmt::format("The page has {} of {} points: the front, those possibly on it, and an even sample of the others. "
                    "Importance is "
                    "of all points; the store has all.",
                    page.ids.size(), sweep.points.size()));
  }
  if (!quality_note.empty()) {
    page.notes.push_back(quality_note);
  }
}

}  // namespace

SweepPage page_of_sweep(store::Store& store, const PageRequest& request) {
  const StoredSweep sweep = load_sweep(store, request.sweep);
  const std::vector<explore::Objective> objectives = objectives_of(sweep, request);
  std::string quality_note;
  const std::vector<PointClass> classes = classes_of(sweep, request, quality_note);
  const std::vector<std::size_t> chosen = chosen_points(classes, request.most_points);
  SweepPage page{.name = sweep.entry.name};
  add_head(page, store, sweep, objectives);
  add_points(page, sweep, chosen, classes);
  add_metrics(page, sweep, chosen, objectives);
  add_details(page, sweep, chosen);
  add_importance(page, sweep);
  add_notes(page, store, sweep, quality_note);
  for (const auto& [reason, count] : store.reasons(sweep.entry.id)) {
    page.reasons.emplace_back(reason, count);
  }
  std::ranges::stable_sort(page.reasons, std::greater<>(), &std::pair<std::string, std::int64_t>::second);
  for (const store::Attempt& attempt : store.unfinished(sweep.entry.id)) {
    page.unfinished.push_back({attempt.run, attempt.outcome, attempt.message});
  }
  return page;
}

}  // namespace lmulsim::study::sweep
