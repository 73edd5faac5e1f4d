// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/sweep/page_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <boost/json.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <unordered_map>

#include "report/base64.hpp"
#include "report/json_text.hpp"
#include "report/part_colours.hpp"
#include "report/sweep/display_unit.hpp"

namespace lmulsim::report::sweep {
namespace {

namespace json = boost::json;

/// Numbers as base64 of their bytes, little-endian.
template <typename T>
std::string packed(std::span<const T> numbers) {
  static_assert(std::endian::native == std::endian::little);
  return base64({reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes()});
}

/// Indices below `count` in as few bytes as hold them; "" where there is only one value.
std::string packed_indices(const std::vector<std::uint32_t>& at, std::size_t count) {
  const auto as = [&]<typename T>(T) {
    const std::vector<T> narrow(at.begin(), at.end());
    return packed<T>(narrow);
  };
  if (count <= 1) {
    return "";
  }
  if (count <= std::numeric_limits<std::uint8_t>::max() + std::size_t{1}) {
    return as(std::uint8_t{});
  }
  return count <= std::numeric_limits<std::uint16_t>::max() + std::size_t{1} ? as(std::uint16_t{})
                                                                             : as(std::uint32_t{});
}

json::object words_json(const Words& words) {
  return {{"values", json::array(words.values.begin(), words.values.end())},
          {"at", packed_indices(words.at, words.values.size())}};
}

/// The number's place among the different ones; nothing when these are more than half as many.
std::optional<json::object> dictionary(const std::vector<double>& numbers) {
  std::unordered_map<std::uint64_t, std::uint32_t> places;
  std::vector<double> values;
  std::vector<std::uint32_t> at;
  for (const double number : numbers) {
    const auto [place, is_new] =
        places.try_emplace(std::bit_cast<std::uint64_t>(number), static_cast<std::uint32_t>(values.size()));
    if (is_new) {
      values.push_back(number);
    }
    if (values.size() > numbers.size() / 2 + 1) {
      return std::nullopt;
    }
    at.push_back(place->second);
  }
  return json::object{{"values", packed<double>(values)}, {"at", packed_indices(at, values.size())}};
}

json::object numbers_json(const std::vector<double>& numbers) {
  if (auto found = dictionary(numbers)) {
    return *found;
  }
  return {{"values", packed<double>(numbers)}, {"at", nullptr}};
}

/// How far an end of an error bar is, in 1/65535 of the larger of end and value, outwards: the bar drawn is never
/// shorter than the bar meant.
std::uint16_t nearness(double smaller, double larger) {
  constexpr double kSteps = std::numeric_limits<std::uint16_t>::max();
  return static_cast<std::uint16_t>(larger > 0 ? std::floor(std::clamp(smaller / larger, 0.0, 1.0) * kSteps) : kSteps);
}

json::object metric_json(const Metric& metric) {
  std::vector<double> values;
  std::vector<std::uint16_t> low;
  std::vector<std::uint16_t> high;
  bool has_bars = false;
  for (const std::optional<cost::Band>& band : metric.values) {
    values.push_back(band ? band->value : std::numeric_limits<double>::quiet_NaN());
    low.push_back(band ? nearness(band->low, band->value) : 0);
    high.push_back(band ? nearness(band->value, band->high) : 0);
    has_bars |= band && (band->low != band->value || band->high != band->value);
  }
  json::object out{
      {"name", metric.name}, {"unit", metric.unit}, {"about", metric.about}, {"more_is_better", metric.more_is_better}};
  for (auto& member : numbers_json(values)) {
    out[member.key()] = member.value();
  }
  out["low"] = has_bars ? json::value(packed<std::uint16_t>(low)) : json::value();
  out["high"] = has_bars ? json::value(packed<std::uint16_t>(high)) : json::value();
  return out;
}

json::array parts_json(const std::vector<std::pair<std::string, cost::Band>>& parts) {
  json::array out;
  for (const auto& [name, band] : parts) {
    out.push_back(json::array{name, band.low, band.value, band.high});
  }
  return out;
}

json::object details_json(const SweepPage& page) {
  json::object out;
  for (const PointDetails& d : page.details) {
    out[std::to_string(d.point)] = json::object{
        {"energy_pj", parts_json(d.energy_pj)}, {"area_um2", parts_json(d.area_um2)}, {"command", d.command}};
  }
  return out;
}

json::object colours_json(const SweepPage& page) {
  json::object out;
  for (const PointDetails& d : page.details) {
    for (const auto* parts : {&d.energy_pj, &d.area_um2}) {
      for (const auto& [name, band] : *parts) {
        out[name] = part_colour(name);
      }
    }
  }
  return out;
}

json::object units_json() {
  json::object out;
  for (const std::string_view unit : prefixed_units()) {
    json::array steps;
    for (const DisplayUnit& step : display_units(unit)) {
      steps.push_back(json::array{step.size, step.name});
    }
    out[unit] = std::move(steps);
  }
  return out;
}

/// Ids as bytes, sixteen each.
std::string packed_ids(const std::vector<std::string>& ids) {
  std::string bytes;
  for (const std::string& id : ids) {
    bytes += bytes_of_hex(id);
  }
  return base64(bytes);
}

/// Whether the value of one says that of the other.
bool tells(const Words& one, const Words& other) {
  std::vector<std::int64_t> told(one.values.size(), -1);
  for (std::size_t i = 0; i < one.at.size(); ++i) {
    std::int64_t& value = told[one.at[i]];
    if (value >= 0 && value != other.at[i]) {
      return false;
    }
    value = other.at[i];
  }
  return true;
}

}  // namespace

std::vector<std::size_t> telling_parameters(const SweepPage& page) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < page.parameters.size(); ++i) {
    const Words& words = page.parameters[i].words;
    const bool is_told = std::ranges::any_of(out, [&](std::size_t earlier) {
      const Words& other = page.parameters[earlier].words;
      return other.values.size() < page.ids.size() && tells(other, words);
    });
    if (words.values.size() > 1 && !is_told) {
      out.push_back(i);
    }
  }
  return out;
}

std::string page_data(const SweepPage& page) {
  json::array parameters;
  for (const Parameter& parameter : page.parameters) {
    json::object one = words_json(parameter.words);
    one["name"] = parameter.name;
    parameters.push_back(std::move(one));
  }
  json::array metrics;
  for (const Metric& metric : page.metrics) {
    metrics.push_back(metric_json(metric));
  }
  json::array objectives;
  for (const Objective& objective : page.objectives) {
    objectives.push_back(json::object{{"metric", objective.metric}, {"maximise", objective.maximise}});
  }
  const std::vector<std::uint32_t> classes = [&] {
    std::vector<std::uint32_t> out;
    std::ranges::transform(page.classes, std::back_inserter(out), [](PointClass c) { return std::uint32_t(c); });
    return out;
  }();
  const std::vector<std::size_t> telling = telling_parameters(page);
  return script_json(json::object{
      {"schema", "lmulsim-sweep-page/1"},
      {"name", page.name},
      {"points", page.ids.size()},
      {"ids", packed_ids(page.ids)},
      {"class_names", json::array(kPointClassNames.begin(), kPointClassNames.end())},
      {"classes", packed_indices(classes, kPointClassNames.size())},
      {"outcome", words_json(page.outcome)},
      {"parameters", std::move(parameters)},
      {"telling", json::array(telling.begin(), telling.end())},
      {"metrics", std::move(metrics)},
      {"objectives", std::move(objectives)},
      {"units", units_json()},
      {"part_colours", colours_json(page)},
      {"details", details_json(page)},
  });
}

}  // namespace lmulsim::report::sweep
