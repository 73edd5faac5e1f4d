// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/liberty_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace lmulsim::gates {
namespace {

enum class Axis : std::uint8_t { none, slew, load, clock_slew };

/// What the variable of a template stands for. The clock's slew takes the load's place in a constraint.
Axis axis_of(const LibertyGroup& shape, const char* variable) {
  const std::string_view name = word_in(shape, variable);
  if (name.empty()) {
    return Axis::none;
  }
  if (name == "input_net_transition" || name == "input_transition_time" || name == "constrained_pin_transition") {
    return Axis::slew;
  }
  if (name == "total_output_net_capacitance") {
    return Axis::load;
  }
  if (name == "related_pin_transition") {
    return Axis::clock_slew;
  }
  throw NotModelled(fmt::format("tables over '{}' are not supported", name.substr(0, 40)));
}

std::string_view argument(const LibertyGroup& group) {
  return group.arguments.empty() ? std::string_view() : group.arguments.front();
}

/// Values in the order (second axis slowest) brought to (first axis slowest).
std::vector<double> transposed(const std::vector<double>& values, std::size_t rows, std::size_t columns) {
  std::vector<double> out;
  out.reserve(values.size());
  for (std::size_t c = 0; c < columns; ++c) {
    for (std::size_t r = 0; r < rows; ++r) {
      out.push_back(values[r * columns + c]);
    }
  }
  return out;
}

}  // namespace

LibertyTables::LibertyTables(const LibertyGroup& library, const LibertyUnits& units, const std::string& file)
    : units_(units), file_(file) {
  for (const LibertyGroup& group : library.groups) {
    if (group.name == "lu_table_template") {
      timing_templates_.emplace(argument(group), &group);
    } else if (group.name == "power_lut_template") {
      power_templates_.emplace(argument(group), &group);
    }
  }
}

Table LibertyTables::timing(const LibertyGroup& timing, std::string_view kind) const {
  const LibertyGroup* table = timing.group(kind);
  return table == nullptr ? Table{} : read(*table, timing_templates_, units_.time_ns);
}

Table LibertyTables::power(const LibertyGroup& power, std::string_view kind) const {
  const LibertyGroup* table = power.group(kind);
  return table == nullptr ? Table{} : read(*table, power_templates_, units_.energy_pj());
}

std::vector<double> LibertyTables::axis(const LibertyGroup& table, const LibertyGroup& shape, int number,
                                        double scale) const {
  const std::string name = fmt::format("index_{}", number);
  const LibertyAttribute* list = table.find(name) != nullptr ? table.find(name) : shape.find(name);
  if (list == nullptr) {
    fail_liberty(file_, table.line, fmt::format("table '{}' has no {}", table.name, name));
  }
  std::vector<double> points = numbers_of(*list, scale, file_);
  if (points.empty() || std::adjacent_find(points.begin(), points.end(), std::greater_equal<>()) != points.end()) {
    fail_liberty(file_, list->line, fmt::format("{}: expected ascending numbers", name));
  }
  return points;
}

bool LibertyTables::set_axes(const LibertyGroup& table, const LibertyGroup& shape, Table& out) const {
  if (shape.find("variable_3") != nullptr) {
    throw NotModelled("tables of three axes are not supported");
  }
  const Axis axes[] = {axis_of(shape, "variable_1"), axis_of(shape, "variable_2")};
  if ((axes[0] == Axis::slew) == (axes[1] == Axis::slew) && axes[1] != Axis::none) {
    fail_liberty(file_, shape.line,
                 fmt::format("template '{}': expected one axis of slew and one of load", argument(shape)));
  }
  for (int i = 0; i < 2; ++i) {
    if (axes[i] == Axis::slew) {
      out.slew_ns = axis(table, shape, i + 1, units_.time_ns);
    } else if (axes[i] != Axis::none) {
      out.load_pf = axis(table, shape, i + 1, axes[i] == Axis::load ? units_.capacitance_pf : units_.time_ns);
    }
  }
  return axes[1] == Axis::slew;
}

Table LibertyTables::read(const LibertyGroup& table, const Templates& templates, double scale) const {
  Table out{.slew_ns = {0}, .load_pf = {0}, .values = {}};
  bool load_slowest = false;
  const std::string_view name = argument(table);
  if (name != "scalar") {
    const auto found = templates.find(name);
    if (found == templates.end()) {
      fail_liberty(file_, table.line, fmt::format("{}: unknown template '{}'", table.name, name));
    }
    load_slowest = set_axes(table, *found->second, out);
  }
  const LibertyAttribute* values = table.find("values");
  if (values == nullptr) {
    fail_liberty(file_, table.line, fmt::format("table '{}' has no values", table.name));
  }
  out.values = numbers_of(*values, scale, file_);
  const std::size_t slews = out.slew_ns.size();
  const std::size_t loads = out.load_pf.size();
  if (out.values.size() != slews * loads) {
    fail_liberty(
        file_, values->line,
        fmt::format("table '{}' has {} values, expected {} x {}", table.name, out.values.size(), slews, loads));
  }
  if (load_slowest) {
    out.values = transposed(out.values, loads, slews);
  }
  return out;
}

}  // namespace lmulsim::gates
