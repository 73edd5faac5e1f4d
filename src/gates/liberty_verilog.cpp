// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <iterator>

#include "gates/liberty.hpp"
#include "gates/liberty_function.hpp"

namespace lmulsim::gates {
namespace {

using Out = std::back_insert_iterator<std::string>;

/// A sum of products in Verilog's operators.
std::string verilog_expression(const Cell& cell, std::uint64_t truth) {
  std::string text;
  for (const Cube& cube : sum_of_products(truth, cell.inputs.size())) {
    std::string term;
    for (std::size_t i = 0; i < cell.inputs.size(); ++i) {
      if ((cube.care >> i & 1U) != 0) {
        term += fmt::format("{}{}{}", term.empty() ? "" : " & ", (cube.value >> i & 1U) != 0 ? "" : "~",
                            cell.inputs[i].name);
      }
    }
    text += fmt::format("{}({})", text.empty() ? "" : " | ", term.empty() ? "1'b1" : term);
  }
  return text.empty() ? "1'b0" : text;
}

/// The truth table of a clear or preset condition.
std::uint64_t condition_truth(const Cell& cell, const std::string& condition) {
  const NameColumn column = [&](std::string_view name) -> std::optional<std::uint64_t> {
    const int input = cell.input(name);
    return input < 0 ? std::nullopt : std::optional(input_column(input));
  };
  return truth_of(condition, column, cell.name) & truth_mask(cell.inputs.size());
}

/// " or posedge R" for the input that decides the condition.
std::string async_edge(const Cell& cell, std::uint64_t truth) {
  for (std::size_t i = 0; i < cell.inputs.size(); ++i) {
    const std::uint64_t column = input_column(static_cast<int>(i)) & truth_mask(cell.inputs.size());
    if (truth == column) {
      return fmt::format(" or posedge {}", cell.inputs[i].name);
    }
    if (truth == (truth_mask(cell.inputs.size()) & ~column)) {
      return fmt::format(" or negedge {}", cell.inputs[i].name);
    }
  }
  return {};
}

void write_flip_flop_model(Out out, const Cell& cell, const FlipFlop& ff) {
  std::string edges;
  std::string statements;
  for (const auto& [condition, value] : {std::pair{ff.clear, "1'b0"}, std::pair{ff.preset, "1'b1"}}) {
    if (!condition.empty()) {
      const std::uint64_t truth = condition_truth(cell, condition);
      edges += async_edge(cell, truth);
      statements += fmt::format("    if ({}) state <= {};\n    else\n", verilog_expression(cell, truth), value);
    }
  }
  fmt::format_to(out, "  reg state;\n  always @({} {}{})\n{}    state <= {};\n", ff.falling ? "negedge" : "posedge",
                 cell.inputs[static_cast<std::size_t>(ff.clock)].name, edges, statements,
                 verilog_expression(cell, ff.next));
}

void write_module(Out out, const Cell& cell) {
  std::string ports;
  for (const InputPin& input : cell.inputs) {
    ports += fmt::format("{}input {}", ports.empty() ? "" : ", ", input.name);
  }
  for (const OutputPin& output : cell.outputs) {
    ports += fmt::format("{}output {}", ports.empty() ? "" : ", ", output.name);
  }
  fmt::format_to(out, "module {} ({});\n", cell.name, ports);
  if (cell.flip_flop) {
    write_flip_flop_model(out, cell, *cell.flip_flop);
  }
  for (const OutputPin& output : cell.outputs) {
    std::string value = verilog_expression(cell, output.truth);
    if (output.state != StateOutput::none) {
      value = output.state == StateOutput::normal ? "state" : "~state";
    }
    fmt::format_to(out, "  assign {} = {};\n", output.name, value);
  }
  fmt::format_to(out, "endmodule\n\n");
}

}  // namespace

std::string write_verilog_models(const Library& library) {
  std::string text;
  for (const Cell& cell : library.cells) {
    if (cell.unusable.empty()) {
      write_module(Out(text), cell);
    }
  }
  return text;
}

}  // namespace lmulsim::gates
