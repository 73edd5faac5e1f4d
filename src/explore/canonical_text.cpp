// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "explore/run_row.hpp"
#include "explore/sweep_file.hpp"

namespace lmulsim::explore {
namespace {

/// "[A,B]" of what `text` makes of each element.
template <class Range, class Text>
std::string array_of(const Range& range, Text text) {
  std::string out = "[";
  for (const auto& element : range) {
    out += (out.size() > 1 ? "," : "") + text(element);
  }
  return out + "]";
}

std::string json_of(const Assignment& a) {
  return fmt::format("[{},{}]", json_string(a.key), json_string(text_of(a.value)));
}

std::string json_of(const std::vector<Assignment>& list) {
  return array_of(list, [](const Assignment& a) { return json_of(a); });
}

std::string json_of(const std::optional<Expression>& expression) {
  return expression ? json_string(expression->text()) : "null";
}

std::string json_of(const Parameter& p) {
  const std::string choices = array_of(p.choices, [](const Choice& choice) {
    return fmt::format("{{\"label\":{},\"sets\":{}}}", json_string(choice.label), json_of(choice.sets));
  });
  return fmt::format("{{\"name\":{},\"choices\":{},\"follows\":{},\"when\":{}}}", json_string(p.name), choices,
                     json_of(p.follows), json_of(p.when));
}

}  // namespace

std::string canonical_text(const Sweep& sweep) {
  const std::string objectives = array_of(sweep.objectives, [](const Objective& o) {
    return fmt::format("{{\"metric\":{},\"maximise\":{}}}", json_string(o.metric), o.maximise);
  });
  const std::string parameters = array_of(sweep.parameters, [](const Parameter& p) { return json_of(p); });
  const std::string require = array_of(sweep.require, [](const Expression& e) { return json_string(e.text()); });
  const std::string limits = array_of(sweep.limits, [](const std::string& text) { return json_string(text); });
  const std::string points = array_of(sweep.points, [](const auto& point) { return json_of(point); });
  const std::string solve = sweep.solve ? fmt::format(",\"solve\":[{},{},{},{}]", json_string(sweep.solve->key),
                                                      json_string(sweep.solve->metric), real_text(sweep.solve->target),
                                                      real_text(sweep.solve->within_percent))
                                        : "";
  const SearchSettings& search = sweep.search;
  const std::string strategy =
      sweep.strategy == Strategy::grid || sweep.strategy == Strategy::list
          ? ""
          : fmt::format(
                ",\"strategy\":{{\"kind\":\"{}\",\"samples\":{},\"seed\":{},\"population\":{},\"generations\":{},"
                "\"evaluations\":{}}}",
                kStrategyNames[sweep.strategy], search.samples, search.seed, search.population, search.generations,
                search.evaluations);
  return fmt::format(
      "{{\"name\":{},\"base\":{},\"parameters\":{},\"points\":{},\"require\":{},\"limits\":{},\"objectives\":{},"
      "\"quality\":{}{}{}}}",
      json_string(sweep.name), json_of(sweep.base), parameters, points, require, limits, objectives,
      json_string(sweep.quality), solve, strategy);
}

}  // namespace lmulsim::explore
