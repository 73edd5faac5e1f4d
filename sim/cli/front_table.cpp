// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/front_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <map>
#include <vector>

#include "report/text_table.hpp"

namespace lmulsim::cli {
namespace {

using explore::FrontClass;
using study::sweep::Front;
using study::sweep::JudgedPoint;
using study::sweep::StoredSweep;

constexpr std::size_t kShownDigits = 8;

std::string_view word_of(FrontClass standing) {
  switch (standing) {
    case FrontClass::front:
      return "front";
    case FrontClass::possible:
      return "possible";
    case FrontClass::dominated:
      return "dominated";
  }
  return "";
}

std::int64_t count(const Front& front, FrontClass standing) {
  return std::ranges::count(front.points, standing, &JudgedPoint::standing);
}

/// Whether one column's text says what stands in the other, in fewer texts than there are points.
bool says(const std::vector<std::string>& one, const std::vector<std::string>& other) {
  std::map<std::string, std::string> pairs;
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (pairs.try_emplace(one[i], other[i]).first->second != other[i]) {
      return false;
    }
  }
  return pairs.size() < one.size();
}

/// Parameters that differ among the points; bundles come first, and what another column says is left out.
std::vector<std::string> columns_of(const std::vector<const JudgedPoint*>& points, const StoredSweep& sweep) {
  std::vector<std::string> names = sweep.entry.names;
  std::stable_partition(names.begin(), names.end(), [](const std::string& name) { return !explore::is_key(name); });
  std::vector<std::string> out;
  std::vector<std::vector<std::string>> kept;
  for (const std::string& name : names) {
    std::vector<std::string> texts;
    texts.reserve(points.size());
    for (const JudgedPoint* point : points) {
      texts.push_back(point->point->parameter(name));
    }
    const bool differs = std::ranges::any_of(texts, [&](const std::string& text) { return text != texts[0]; });
    if (differs && std::ranges::none_of(kept, [&](const auto& column) { return says(column, texts); })) {
      out.push_back(name);
      kept.push_back(std::move(texts));
    }
  }
  return out;
}

/// What all of the points set alike, of what the sweep varies.
std::string common_text(const std::vector<const JudgedPoint*>& points, const StoredSweep& sweep) {
  std::vector<std::string> texts;
  for (const std::string& name : sweep.entry.names) {
    const auto value = [&](const JudgedPoint* point) { return point->point->parameter(name); };
    if (points.size() > 1 && std::ranges::all_of(points, [&](const auto* p) { return value(p) == value(points[0]); })) {
      texts.push_back(fmt::format("{} {}", name, value(points[0])));
    }
  }
  return texts.empty() ? "" : fmt::format("all of these: {}\n", fmt::join(texts, ", "));
}

std::string head_of(const Front& front) {
  std::vector<std::string> names;
  for (const explore::Objective& objective : front.objectives) {
    names.push_back(fmt::format("{} ({})", objective.metric, objective.maximise ? "most" : "least"));
  }
  std::string text = fmt::format("front by {}: {} points, {} possible within error bars, {} dominated",
                                 fmt::join(names, ", "), count(front, FrontClass::front),
                                 count(front, FrontClass::possible), count(front, FrontClass::dominated));
  text += front.infeasible > 0 ? fmt::format(", {} beyond a limit", front.infeasible) : "";
  text += front.without > 0 ? fmt::format(", {} without one of the objectives", front.without) : "";
  return text + "\n" + (front.quality_note.empty() ? "" : "note: " + front.quality_note + "\n");
}

}  // namespace

std::string short_number(double value) {
  return fmt::format("{:.4g}", value);
}

std::string interval_text(const explore::Interval& x) {
  return x.low == x.value && x.high == x.value
             ? short_number(x.value)
             : fmt::format("{} ({} to {})", short_number(x.value), short_number(x.low), short_number(x.high));
}

std::string front_table(const Front& front, const StoredSweep& sweep, bool all) {
  std::vector<const JudgedPoint*> shown;
  for (const JudgedPoint& point : front.points) {
    if (all || point.standing == FrontClass::front) {
      shown.push_back(&point);
    }
  }
  std::ranges::stable_sort(shown, [](const JudgedPoint* a, const JudgedPoint* b) {
    return std::pair(a->group, a->values[0].value) < std::pair(b->group, b->values[0].value);
  });
  const std::vector<std::string> columns = columns_of(shown, sweep);
  report::TextTable table("ll" + std::string(columns.size(), 'r') + std::string(front.objectives.size(), 'r') + "l");
  std::vector<std::string> head{"id", all ? "class" : ""};
  head.insert(head.end(), columns.begin(), columns.end());
  for (const explore::Objective& objective : front.objectives) {
    head.push_back(objective.metric);
  }
  head.emplace_back(all ? "dominated by" : "");
  table.row(head);
  for (const JudgedPoint* point : shown) {
    std::vector<std::string> cells{point->point->row.id.substr(0, kShownDigits),
                                   all ? std::string(word_of(point->standing)) : ""};
    for (const std::string& name : columns) {
      cells.push_back(point->point->parameter(name));
    }
    for (const explore::Interval& value : point->values) {
      cells.push_back(interval_text(value));
    }
    cells.push_back(all && point->by != nullptr ? point->by->row.id.substr(0, kShownDigits) : "");
    table.row(cells);
  }
  return head_of(front) + common_text(shown, sweep) + table.text();
}

boost::json::object front_json(const Front& front) {
  boost::json::array points;
  for (const JudgedPoint& point : front.points) {
    boost::json::object values;
    for (std::size_t i = 0; i < front.objectives.size(); ++i) {
      const explore::Interval& x = point.values[i];
      values[front.objectives[i].metric] = boost::json::array{x.low, x.value, x.high};
    }
    boost::json::object parameters;
    for (const explore::Assignment& a : point.point->parameters) {
      const double* number = std::get_if<double>(&a.value);
      parameters[a.key] =
          number != nullptr ? boost::json::value(*number) : boost::json::value(explore::text_of(a.value));
    }
    points.push_back(boost::json::object{
        {"id", point.point->row.id},
        {"group", point.group},
        {"class", word_of(point.standing)},
        {"dominated_by", point.by == nullptr ? boost::json::value() : boost::json::value(point.by->row.id)},
        {"parameters", parameters},
        {"objectives", values}});
  }
  return {{"points", points},
          {"infeasible", front.infeasible},
          {"without_objective", front.without},
          {"note", front.quality_note}};
}

}  // namespace lmulsim::cli
