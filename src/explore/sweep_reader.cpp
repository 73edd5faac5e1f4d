// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/sweep_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>
#include <sstream>
#include <utility>

#include "arith/format.hpp"
#include "arith/names.hpp"
#include "arith/scaling.hpp"
#include "config/keys.hpp"
#include "explore/metrics.hpp"
#include "explore/run_keys.hpp"
#include "explore/sweep_file.hpp"
#include "quality/arithmetic.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/nearest.hpp"
#include "util/number.hpp"
#include "util/printable.hpp"

namespace lmulsim::explore {

namespace {

using config::described;
using config::Field;
using config::Origin;
using config::YamlMap;

constexpr std::size_t kMostValues = 100'000;
constexpr std::size_t kMostParameters = 64;
/// One word for multiplier, formats and sums.
constexpr std::string_view kArithmetic = "arithmetic";
constexpr std::array<std::string_view, 7> kRangeWords{"from", "to", "step", "times", "values", "when", "real"};

std::string scalar(const YAML::Node& node, std::string_view where) {
  if (!node.IsScalar()) {
    throw InputError(fmt::format("{}: expected a value, found {}", where, described(node)));
  }
  util::check_printable(node.Scalar(), where);
  return node.Scalar();
}

Assignment assignment(const std::string& key, const YAML::Node& node, const std::string& where) {
  Assignment out{key, value_of(scalar(node, where)), where};
  check_assignment(out);
  return out;
}

/// The keys of a processing element that an arithmetic stands for.
std::vector<Assignment> arithmetic_keys(const std::string& text, const std::string& where) {
  const quality::Arithmetic x = quality::parse_arithmetic(text, where);
  if (x.plain_fp32 || x.mantissa_bits) {
    throw InputError(fmt::format("{}: expected an arithmetic of a PE, found {}", where, util::shown(text)));
  }
  const auto key = [&](const char* name, std::string_view word) { return Assignment{name, std::string(word), where}; };
  std::vector<Assignment> out{key("pe.multiplier", arith::multiplier_name(x.mac.multiplier)),
                              key("pe.activation_format", arith::info(x.a).name),
                              key("pe.weight_format", arith::info(x.b).name),
                              key("pe.accumulator", arith::accumulator_name(x.mac.accumulator))};
  if (text.find(",scale=") != std::string::npos) {
    out.push_back(key("operands.scaling", arith::scaling_name(x.scaling)));
  }
  if (text.find(",round=") != std::string::npos) {
    out.push_back(key("operands.rounding", arith::rounding_name(x.rounding)));
  }
  return out;
}

/// Names of bundles are columns of the store's view.
bool is_in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
}

bool is_bundle(const YAML::Node& node) {
  if (!node.IsMap()) {
    return false;
  }
  const auto is_range_word = [](const auto& pair) {
    return pair.first.IsScalar() && std::ranges::find(kRangeWords, pair.first.Scalar()) != kRangeWords.end();
  };
  return std::ranges::any_of(node, [](const auto& pair) { return pair.second.IsMap(); }) ||
         std::ranges::none_of(node, is_range_word);
}

double required_number(YamlMap& map, std::string_view key, std::string_view where) {
  const Field<double> field = map.number(key);
  if (!field.given()) {
    throw InputError(fmt::format("{}: expected '{}', found none", where, key));
  }
  return *field.value;
}

/// from, to and step or times: both ends are there where the steps meet them.
std::vector<double> range_values(YamlMap& map, const std::string& where) {
  const double from = required_number(map, "from", where);
  const double to = required_number(map, "to", where);
  const Field<double> step = map.number("step");
  const Field<double> times = map.number("times");
  if (step.given() == times.given()) {
    throw InputError(fmt::format("{}: expected 'step' or 'times' beside 'from' and 'to', found {}", where,
                                 step.given() ? "both" : "neither"));
  }
  const bool grows = step.given() ? *step.value > 0 : *times.value > 1 && from > 0;
  if (!grows || to < from) {
    throw InputError(
        fmt::format("{}: expected values that grow from 'from' to 'to' (a step above 0, or times above 1 from a number "
                    "above 0), found from {} to {}",
                    where, from, to));
  }
  const double count =
      step.given() ? std::floor((to - from) / *step.value) : std::floor(std::log(to / from) / std::log(*times.value));
  if (count >= static_cast<double>(kMostValues)) {
    throw InputError(fmt::format("{}: expected at most {} values, found {:.0f}", where, kMostValues, count + 1));
  }
  std::vector<double> out;
  for (double x = from; x <= to;
       x = step.given() ? from + *step.value * static_cast<double>(out.size()) : x * *times.value) {
    out.push_back(x);
  }
  return out;
}

/// The words of "METRIC == NUMBER within NUMBER %".
std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

Solve solve_of(const std::string& key, const std::string& text, const std::string& where) {
  check_key(key, where);
  const config::Key* row = config::find_key(key);
  if (row == nullptr || !row->range) {
    throw InputError(fmt::format("{}: expected a key of an accelerator that takes a range of numbers, found {}", where,
                                 util::shown(key)));
  }
  const std::vector<std::string> words = words_of(text);
  const auto number = [&](std::size_t i) {
    return i < words.size() ? util::to_number<double>(words[i]) : std::nullopt;
  };
  const bool is_form = words.size() == 6 && words[1] == "==" && words[3] == "within" && words[5] == "%";
  if (!is_form || !number(2) || !number(4) || !(*number(4) > 0) || *number(4) > 100) {
    throw InputError(
        fmt::format("{}: expected 'METRIC == NUMBER within NUMBER %', as 'area_um2 == 4e6 within 2 %', found {}", where,
                    util::shown(text)));
  }
  (void)metric(words[0], where);
  constexpr std::size_t kInteger = 2;
  return {.key = key,
          .metric = words[0],
          .target = *number(2),
          .within_percent = *number(4),
          .low = static_cast<double>(row->range->low),
          .high = static_cast<double>(row->range->high),
          .is_integer = row->given.index() == kInteger,
          .where = where};
}

}  // namespace

SweepReader::SweepReader(const std::string& text, const std::string& source)
    : map_(YamlMap::document(text, source)), source_(source) {
  sweep_.source = source;
}

Sweep SweepReader::read() {
  refuse_other_kinds();
  const Field<std::string> name = map_.text("name");
  sweep_.name = name.value.value_or(std::string());
  if (sweep_.name.empty()) {
    throw InputError(fmt::format("{}: missing key 'name': expected the sweep's name", source_));
  }
  read_base();
  read_strategy();
  read_solve();
  read_parameters();
  read_points();
  read_require();
  read_limits();
  read_objectives();
  sweep_.quality = map_.text("quality").value.value_or("");
  read_point_limits();
  map_.finish();
  check_complete();
  return std::move(sweep_);
}

/// A list of arithmetics lies in the same folder and is another command's.
void SweepReader::refuse_other_kinds() {
  for (const char* key : {"plans", "grids"}) {
    if (const auto field = map_.node(key); field.given()) {
      throw InputError(
          fmt::format("{}: a list of arithmetics is a sweep of 'lmulsim eval --sweep'; expected "
                      "'parameters' or 'points'",
                      field.where));
    }
  }
}

void SweepReader::read_assignments(const YAML::Node& node, const std::string& path, const std::string& prefix,
                                   std::vector<Assignment>& out) {
  if (!node.IsMap()) {
    throw InputError(
        fmt::format("{}:{}: {}: expected a map, found {}", source_, node.Mark().line + 1, path, described(node)));
  }
  YamlMap map(node, Origin{.text = source_}, path);
  for (const std::string& key : map.keys()) {
    const Field<YAML::Node> field = map.node(key);
    const std::string full = prefix + key;
    if (field.value->IsMap()) {
      read_assignments(*field.value, fmt::format("{}.{}", path, key), fmt::format("{}.", full), out);
      continue;
    }
    if (find(out, full) != nullptr) {
      throw InputError(fmt::format("{}: {} is set twice", field.where, full));
    }
    out.push_back(assignment(full, *field.value, field.where));
  }
}

void SweepReader::read_base() {
  auto base = map_.map("base");
  if (!base) {
    return;
  }
  for (const char* key : {"accelerator", "workload", "run", "arithmetic", "set"}) {
    const Field<YAML::Node> field = base->node(key);
    if (!field.given()) {
      continue;
    }
    const std::string word = key;
    if (word == kArithmetic) {
      std::ranges::copy(arithmetic_keys(scalar(*field.value, field.where), field.where),
                        std::back_inserter(sweep_.base));
    } else if (word == "run" || word == "set") {
      read_assignments(*field.value, "base." + word, word == "run" ? "run." : "", sweep_.base);
    } else {
      sweep_.base.push_back(assignment(word == "workload" ? "run.workload" : word, *field.value, field.where));
    }
  }
  base->finish();
  for (const Assignment& a : sweep_.base) {
    set_slot(a.key, a.value);
  }
}

void SweepReader::read_strategy() {
  auto strategy = map_.map("strategy");
  if (!strategy) {
    return;
  }
  const Field<std::string> kind = strategy->text("kind");
  if (kind.given()) {
    const auto found = kStrategyNames.find(*kind.value);
    if (!found) {
      throw InputError(fmt::format("{}: expected one of {}, found {}", kind.where,
                                   fmt::join(kStrategyNames.words(), ", "), util::shown(*kind.value)));
    }
    sweep_.strategy = *found;
  }
  const auto number = [&](std::string_view key, std::int64_t low, std::int64_t high, std::int64_t& out) {
    const Field<std::int64_t> field = strategy->integer(key);
    if (field.given() && (*field.value < low || *field.value > high)) {
      throw InputError(fmt::format("{}: expected {} to {}, found {}", field.where, low, high, *field.value));
    }
    out = field.value.value_or(out);
  };
  constexpr std::int64_t kMost = 1'000'000;
  SearchSettings& search = sweep_.search;
  const bool samples = sweep_.strategy == Strategy::random || sweep_.strategy == Strategy::sobol;
  if (samples) {
    number("samples", 1, kMost, search.samples);
    if (search.samples == 0) {
      throw InputError(fmt::format("{}: strategy: expected 'samples' beside the kind, found none", source_));
    }
  }
  if (sweep_.strategy == Strategy::nsga2) {
    constexpr std::int64_t kMostPopulation = 10'000;
    number("population", 4, kMostPopulation, search.population);
    number("generations", 1, kMost, search.generations);
    number("evaluations", 1, kMost, search.evaluations);
  }
  if (samples || sweep_.strategy == Strategy::nsga2) {
    auto seed = static_cast<std::int64_t>(search.seed);
    number("seed", 0, std::numeric_limits<std::int64_t>::max(), seed);
    search.seed = static_cast<std::uint64_t>(seed);
  }
  strategy->finish();
}

/// Before the parameters, which may follow from it.
void SweepReader::read_solve() {
  auto map = map_.map("solve");
  if (!map) {
    return;
  }
  const std::vector<std::string> keys = map->keys();
  if (keys.size() != 1) {
    throw InputError(fmt::format("{}: solve: expected one key, found {}", source_, keys.size()));
  }
  const Field<std::string> text = map->text(keys[0]);
  sweep_.solve = solve_of(keys[0], *text.value, text.where);
  varied_.insert(keys[0]);
  set_slot(keys[0], std::nullopt);
  sweep_.slot_values[static_cast<std::size_t>(std::ranges::find(sweep_.slots, keys[0]) - sweep_.slots.begin())] =
      std::nullopt;  // whatever the base says
}

void SweepReader::read_parameters() {
  auto parameters = map_.map("parameters");
  if (!parameters) {
    return;
  }
  const std::vector<std::string> names = parameters->keys();
  if (names.size() > kMostParameters) {
    throw InputError(
        fmt::format("{}: parameters: expected at most {}, found {}", source_, kMostParameters, names.size()));
  }
  for (const std::string& name : names) {
    const Field<YAML::Node> field = parameters->node(name);
    util::check_printable(name, field.where);
    sweep_.parameters.push_back(read_parameter(name, *field.value, field.where));
    declare(sweep_.parameters.back());
  }
  parameters->finish();
}

Parameter SweepReader::read_parameter(const std::string& name, const YAML::Node& node, const std::string& where) {
  Parameter out{.name = name, .where = where, .choices = {}};
  if (is_bundle(node)) {
    if (config::find_key(name) != nullptr || find_point_key(name) != nullptr ||
        !std::ranges::all_of(name, is_in_name)) {
      throw InputError(
          fmt::format("{}: expected the name of a bundle, of letters, digits, '_', '-' and '.' and no key, "
                      "found {}",
                      where, util::shown(name)));
    }
    read_bundle(node, out);
    return out;
  }
  if (name == kArithmetic) {
    read_arithmetics(node, out);
    return out;
  }
  check_key(name, where);
  if (node.IsSequence()) {
    read_values(node, out);
  } else if (node.IsMap()) {
    read_range(node, out);
  } else {
    const std::string text = scalar(node, where);
    if (text.starts_with("=")) {
      out.follows.emplace(text.substr(1), where, resolver());
    } else {
      out.choices.push_back({text, {assignment(name, node, where)}});
    }
  }
  return out;
}

void SweepReader::read_values(const YAML::Node& list, Parameter& out) {
  if (list.size() == 0) {
    throw InputError(fmt::format("{}: expected at least one value, found none", out.where));
  }
  std::set<std::string> seen;
  for (const YAML::Node& node : list) {
    const std::string text = scalar(node, out.where);
    const Assignment a = assignment(out.name, node, out.where);
    if (!seen.insert(text_of(a.value)).second) {
      throw InputError(fmt::format("{}: the value {} is given twice", out.where, util::shown(text)));
    }
    out.choices.push_back({text_of(a.value), {a}});
  }
}

void SweepReader::read_arithmetics(const YAML::Node& list, Parameter& out) {
  if (!list.IsSequence() || list.size() == 0) {
    throw InputError(fmt::format("{}: expected a list of arithmetics, found {}", out.where, described(list)));
  }
  out.is_bundle = true;
  std::set<std::string> seen;
  for (const YAML::Node& node : list) {
    const std::string text = scalar(node, out.where);
    if (!seen.insert(text).second) {
      throw InputError(fmt::format("{}: the value {} is given twice", out.where, util::shown(text)));
    }
    out.choices.push_back({text, arithmetic_keys(text, out.where)});
  }
}

void SweepReader::read_range(const YAML::Node& node, Parameter& out) {
  YamlMap map(node, Origin{.text = source_}, "parameters." + out.name);
  const Field<std::string> when = map.text("when");
  const Field<YAML::Node> values = map.node("values");
  if (const auto real = map.node("real"); real.given()) {
    throw InputError(fmt::format("{}: a grid has no continuous values; expected 'step' or 'times'", real.where));
  }
  if (values.given()) {
    if (!values.value->IsSequence()) {
      throw InputError(fmt::format("{}: expected a list, found {}", values.where, described(*values.value)));
    }
    read_values(*values.value, out);
  } else {
    for (const double x : range_values(map, out.where)) {
      const Assignment a{out.name, Value(x), out.where};
      check_assignment(a);
      out.choices.push_back({text_of(a.value), {a}});
    }
  }
  map.finish();
  if (when.given()) {
    out.when.emplace(*when.value, when.where, resolver());
  }
}

void SweepReader::read_bundle(const YAML::Node& node, Parameter& out) {
  out.is_bundle = true;
  YamlMap map(node, Origin{.text = source_}, "parameters." + out.name);
  for (const std::string& label : map.keys()) {
    const Field<YAML::Node> field = map.node(label);
    util::check_printable(label, field.where);
    Choice choice{label, {}};
    read_assignments(*field.value, "parameters." + out.name + "." + label, "", choice.sets);
    if (choice.sets.empty()) {
      throw InputError(fmt::format("{}: expected keys and values, found none", field.where));
    }
    out.choices.push_back(std::move(choice));
  }
  if (out.choices.empty()) {
    throw InputError(fmt::format("{}: expected at least one value, found none", out.where));
  }
}

void SweepReader::declare(const Parameter& parameter) {
  std::set<std::string> keys;
  for (const Choice& choice : parameter.choices) {
    for (const Assignment& a : choice.sets) {
      keys.insert(a.key);
    }
  }
  keys.insert(parameter.name);
  for (const std::string& key : keys) {
    if (!varied_.insert(key).second) {
      throw InputError(fmt::format("{}: {} is set by an earlier parameter too", parameter.where, util::shown(key)));
    }
    set_slot(key, std::nullopt);
  }
}

void SweepReader::set_slot(const std::string& name, std::optional<Value> value) {
  const auto at = std::ranges::find(sweep_.slots, name);
  if (at == sweep_.slots.end()) {
    sweep_.slots.push_back(name);
    sweep_.slot_values.push_back(std::move(value));
  }
}

Expression::Resolve SweepReader::resolver() {
  return [this](std::string_view name) -> std::size_t {
    const auto at = std::ranges::find(sweep_.slots, name);
    if (at == sweep_.slots.end()) {
      const std::vector<std::string_view> names(sweep_.slots.begin(), sweep_.slots.end());
      throw InputError(fmt::format("expected a name that the base or an earlier parameter sets, found {}{}",
                                   util::shown(name), util::did_you_mean(name, names)));
    }
    return static_cast<std::size_t>(at - sweep_.slots.begin());
  };
}

void SweepReader::read_points() {
  const Field<YAML::Node> points = map_.node("points");
  const bool is_list = sweep_.strategy == Strategy::list;
  if (points.given() && !sweep_.parameters.empty()) {
    throw InputError(fmt::format("{}: expected 'parameters' or 'points', found both", points.where));
  }
  if (points.given() && sweep_.strategy != Strategy::grid && !is_list) {
    throw InputError(fmt::format("{}: expected 'parameters' beside the strategy {}, found a list of points",
                                 points.where, kStrategyNames[sweep_.strategy]));
  }
  if (points.given() && sweep_.solve) {
    throw InputError(fmt::format("{}: expected 'parameters' beside 'solve', found a list of points", points.where));
  }
  if (!points.given()) {
    if (is_list) {
      throw InputError(fmt::format("{}: missing key 'points': a list needs them", source_));
    }
    return;
  }
  if (!points.value->IsSequence() || points.value->size() == 0) {
    throw InputError(fmt::format("{}: expected a list of points, found {}", points.where, described(*points.value)));
  }
  sweep_.strategy = Strategy::list;
  for (const YAML::Node& node : *points.value) {
    std::vector<Assignment> sets;
    read_assignments(node, "points", "", sets);
    for (const Assignment& a : sets) {
      set_slot(a.key, std::nullopt);
    }
    sweep_.points.push_back(std::move(sets));
  }
}

void SweepReader::read_require() {
  for (const Field<std::string>& field : map_.texts("require")) {
    sweep_.require.emplace_back(*field.value, field.where, resolver());
  }
}

void SweepReader::read_limits() {
  for (const Field<std::string>& field : map_.texts("limits")) {
    (void)metric_expression(*field.value, field.where);
    sweep_.limits.push_back(*field.value);
  }
}

void SweepReader::read_objectives() {
  auto map = map_.map("objectives");
  if (!map) {
    return;
  }
  for (const bool maximise : {false, true}) {
    for (const Field<std::string>& field : map->texts(maximise ? "maximise" : "minimise")) {
      (void)metric(*field.value, field.where);
      if (std::ranges::count(sweep_.objectives, *field.value, &Objective::metric) > 0) {
        throw InputError(fmt::format("{}: {} is an objective twice", field.where, *field.value));
      }
      sweep_.objectives.push_back({*field.value, maximise});
    }
  }
  map->finish();
}

void SweepReader::read_point_limits() {
  auto map = map_.map("limits_of_a_point");
  if (!map) {
    return;
  }
  const auto number = [&](std::string_view key, double low, double high, double fallback) {
    const Field<double> field = map->number(key);
    if (field.given() && (*field.value < low || *field.value > high)) {
      throw InputError(fmt::format("{}: expected {} to {}, found {}", field.where, low, high, *field.value));
    }
    return field.value.value_or(fallback);
  };
  PointLimits& limits = sweep_.point_limits;
  limits.seconds = number("seconds", 0.01, 1e6, limits.seconds);
  limits.memory_gib = number("memory_gib", 0.1, 1e5, limits.memory_gib);
  limits.attempts = static_cast<int>(number("attempts", 1, 100, limits.attempts));
  map->finish();
}

/// Every point has an accelerator and a workload.
void SweepReader::check_complete() const {
  if (sweep_.strategy == Strategy::nsga2 && sweep_.objectives.empty()) {
    throw InputError(fmt::format("{}: strategy nsga2: expected objectives, found none", source_));
  }
  for (const char* key : {"accelerator", "run.workload"}) {
    const auto in_point = [&](const std::vector<Assignment>& point) { return find(point, key) != nullptr; };
    const bool listed = !sweep_.points.empty() && std::ranges::all_of(sweep_.points, in_point);
    if (find(sweep_.base, key) == nullptr && !varied_.contains(key) && !listed) {
      throw InputError(fmt::format("{}: expected '{}' in 'base' or as a parameter, found none", source_,
                                   std::string_view(key) == "accelerator" ? "accelerator" : "workload"));
    }
  }
}

Sweep parse_sweep(const std::string& text, const std::string& source) {
  return SweepReader(text, source).read();
}

Sweep read_sweep_file(const std::string& path) {
  return parse_sweep(util::read_file(path, util::kLargestConfig), path);
}

}  // namespace lmulsim::explore
