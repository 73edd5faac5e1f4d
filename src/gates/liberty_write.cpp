// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "gates/liberty.hpp"
#include "gates/liberty_function.hpp"

namespace lmulsim::gates {
namespace {

using Out = std::back_insert_iterator<std::string>;

/// The worst of all arcs from one input to one output: what a mapper needs to know.
struct WorstArc {
  Sense sense;
  Table cell_rise, cell_fall, rise_transition, fall_transition;
};

/// The larger of both at every point of the first's axes.
void keep_worst(Table& into, const Table& other) {
  if (into.empty()) {
    into = other;
    return;
  }
  for (std::size_t s = 0; !other.empty() && s < into.slew_ns.size(); ++s) {
    for (std::size_t l = 0; l < into.load_pf.size(); ++l) {
      double& value = into.values[s * into.load_pf.size() + l];
      value = std::max(value, other.at(into.slew_ns[s], into.load_pf[l]));
    }
  }
}

std::optional<WorstArc> worst_arc(const OutputPin& output, int input) {
  std::optional<WorstArc> worst;
  for (const DelayArc& arc : output.arcs) {
    if (arc.related != input || arc.kind == ArcKind::clear || arc.kind == ArcKind::preset) {
      continue;
    }
    if (!worst) {
      worst =
          WorstArc{.sense = arc.sense, .cell_rise = {}, .cell_fall = {}, .rise_transition = {}, .fall_transition = {}};
    }
    worst->sense = worst->sense == arc.sense ? arc.sense : Sense::non_unate;
    keep_worst(worst->cell_rise, arc.cell_rise);
    keep_worst(worst->cell_fall, arc.cell_fall);
    keep_worst(worst->rise_transition, arc.rise_transition);
    keep_worst(worst->fall_transition, arc.fall_transition);
  }
  return worst;
}

std::string function_text(const Cell& cell, std::uint64_t truth) {
  std::string text;
  for (const Cube& cube : sum_of_products(truth, cell.inputs.size())) {
    std::string term;
    for (std::size_t i = 0; i < cell.inputs.size(); ++i) {
      if ((cube.care >> i & 1U) != 0) {
        term +=
            fmt::format("{}{}{}", term.empty() ? "" : "*", (cube.value >> i & 1U) != 0 ? "" : "!", cell.inputs[i].name);
      }
    }
    text += fmt::format("{}({})", text.empty() ? "" : "+", term.empty() ? "1" : term);
  }
  return text.empty() ? "0" : text;
}

const char* sense_name(Sense sense) {
  switch (sense) {
    case Sense::positive:
      return "positive_unate";
    case Sense::negative:
      return "negative_unate";
    case Sense::non_unate:
      return "non_unate";
  }
  return "";
}

std::string template_name(const Table& table) {
  return fmt::format("t{}x{}", table.slew_ns.size(), table.load_pf.size());
}

constexpr std::size_t kLeastPoints = 3;  // of an axis: abc takes no tables that are smaller

/// An axis with points between or beyond its own; the table stays the same, linear between them.
std::vector<double> widened(std::vector<double> axis) {
  if (axis.size() == 1) {
    axis.push_back(axis.front() + 1);
  }
  if (axis.size() == 2) {
    axis.insert(axis.begin() + 1, (axis.front() + axis.back()) / 2);
  }
  return axis;
}

Table widened(const Table& table) {
  if (table.slew_ns.size() >= kLeastPoints && table.load_pf.size() >= kLeastPoints) {
    return table;
  }
  Table out{.slew_ns = widened(table.slew_ns), .load_pf = widened(table.load_pf), .values = {}};
  for (const double slew : out.slew_ns) {
    for (const double load : out.load_pf) {
      out.values.push_back(table.at(slew, load));
    }
  }
  return out;
}

void write_table(Out out, const char* kind, const Table& given) {
  if (given.empty()) {
    return;
  }
  const Table table = widened(given);
  fmt::format_to(out,
                 "        {} ({}) {{\n          index_1 (\"{}\");\n          index_2 (\"{}\");\n          values (",
                 kind, template_name(table), fmt::join(table.slew_ns, ", "), fmt::join(table.load_pf, ", "));
  const auto loads = static_cast<std::ptrdiff_t>(table.load_pf.size());
  for (auto row = table.values.begin(); row != table.values.end(); row += loads) {
    fmt::format_to(out, "{}\"{}\"", row == table.values.begin() ? "" : ", ", fmt::join(row, row + loads, ", "));
  }
  fmt::format_to(out, ");\n        }}\n");
}

void write_timing(Out out, const Cell& cell, const OutputPin& output, int input) {
  const std::optional<WorstArc> arc = worst_arc(output, input);
  if (!arc) {
    return;
  }
  fmt::format_to(out, "      timing () {{\n        related_pin : \"{}\";\n",
                 cell.inputs[static_cast<std::size_t>(input)].name);
  if (cell.flip_flop) {
    fmt::format_to(out, "        timing_type : {};\n", cell.flip_flop->falling ? "falling_edge" : "rising_edge");
  }
  fmt::format_to(out, "        timing_sense : {};\n", sense_name(arc->sense));
  write_table(out, "cell_rise", arc->cell_rise);
  write_table(out, "rise_transition", arc->rise_transition);
  write_table(out, "cell_fall", arc->cell_fall);
  write_table(out, "fall_transition", arc->fall_transition);
  fmt::format_to(out, "      }}\n");
}

void write_output(Out out, const Cell& cell, const OutputPin& output) {
  std::string function = function_text(cell, output.truth);
  if (output.state != StateOutput::none) {
    function = output.state == StateOutput::normal ? "IQ" : "IQN";
  }
  fmt::format_to(out, "    pin ({}) {{\n      direction : output;\n      function : \"{}\";\n", output.name, function);
  if (output.max_capacitance_pf > 0) {
    fmt::format_to(out, "      max_capacitance : {};\n", output.max_capacitance_pf);
  }
  for (std::size_t i = 0; i < cell.inputs.size(); ++i) {
    write_timing(out, cell, output, static_cast<int>(i));
  }
  fmt::format_to(out, "    }}\n");
}

void write_flip_flop(Out out, const Cell& cell, const FlipFlop& ff) {
  fmt::format_to(out, "    ff (IQ, IQN) {{\n      clocked_on : \"{}{}\";\n      next_state : \"{}\";\n",
                 ff.falling ? "!" : "", cell.inputs[static_cast<std::size_t>(ff.clock)].name,
                 function_text(cell, ff.next));
  for (const auto& [name, condition] : {std::pair{"clear", ff.clear}, std::pair{"preset", ff.preset}}) {
    if (!condition.empty()) {
      fmt::format_to(out, "      {} : \"{}\";\n", name, condition);
    }
  }
  fmt::format_to(out, "    }}\n");
}

void write_cell(Out out, const Cell& cell) {
  fmt::format_to(out, "  cell ({}) {{\n    area : {};\n    cell_leakage_power : {};\n", cell.name, cell.area_um2,
                 cell.leakage_nw);
  if (cell.flip_flop) {
    write_flip_flop(out, cell, *cell.flip_flop);
  }
  for (const InputPin& input : cell.inputs) {
    fmt::format_to(out, "    pin ({}) {{\n      direction : input;\n      capacitance : {};\n", input.name,
                   input.capacitance_pf);
    fmt::format_to(out, "{}    }}\n", input.clock ? "      clock : true;\n" : "");
  }
  for (const OutputPin& output : cell.outputs) {
    write_output(out, cell, output);
  }
  fmt::format_to(out, "  }}\n");
}

/// Templates for the shapes that the usable cells' delay tables have.
void write_templates(Out out, const Library& library) {
  std::set<std::pair<std::size_t, std::size_t>> shapes;
  for (const Cell& cell : library.cells) {
    for (const OutputPin& output : cell.outputs) {
      for (const DelayArc& arc : output.arcs) {
        for (const Table* table : {&arc.cell_rise, &arc.cell_fall, &arc.rise_transition, &arc.fall_transition}) {
          if (!table->empty()) {
            shapes.emplace(std::max(table->slew_ns.size(), kLeastPoints),
                           std::max(table->load_pf.size(), kLeastPoints));
          }
        }
      }
    }
  }
  for (const auto& [slews, loads] : shapes) {
    const auto points = [](std::size_t count) {
      std::string text = "1";
      for (std::size_t i = 2; i <= count; ++i) {
        text += fmt::format(", {}", i);
      }
      return text;
    };
    fmt::format_to(
        out,
        "  lu_table_template (t{}x{}) {{\n    variable_1 : input_net_transition;\n"
        "    variable_2 : total_output_net_capacitance;\n    index_1 (\"{}\");\n    index_2 (\"{}\");\n  }}\n",
        slews, loads, points(slews), points(loads));
  }
}

}  // namespace

std::string write_liberty(const Library& library) {
  std::string text;
  const Out out(text);
  fmt::format_to(out,
                 "library ({}) {{\n  delay_model : table_lookup;\n  time_unit : \"1ns\";\n  voltage_unit : \"1V\";\n"
                 "  current_unit : \"1mA\";\n  pulling_resistance_unit : \"1kohm\";\n  leakage_power_unit : \"1nW\";\n"
                 "  capacitive_load_unit (1, pf);\n  nom_process : {};\n  nom_voltage : {};\n  nom_temperature : {};\n",
                 library.name, library.process, library.voltage_v, library.temperature_c);
  for (const char* edge : {"rise", "fall"}) {
    fmt::format_to(out,
                   "  input_threshold_pct_{0} : 50;\n  output_threshold_pct_{0} : 50;\n"
                   "  slew_lower_threshold_pct_{0} : {1};\n  slew_upper_threshold_pct_{0} : {2};\n",
                   edge, library.slew_low_pct, library.slew_high_pct);
  }
  fmt::format_to(out, "  slew_derate_from_library : {};\n", library.slew_derate);
  write_templates(out, library);
  for (const Cell& cell : library.cells) {
    if (cell.unusable.empty()) {
      write_cell(out, cell);
    }
  }
  text += "}\n";
  return text;
}

}  // namespace lmulsim::gates
