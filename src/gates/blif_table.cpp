// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/blif_table.hpp"

#include <fmt/format.h>

#include "gates/netlist.hpp"

namespace lmulsim::gates::blif {

std::string net_name(int net) {
  return fmt::format("n{}", net);
}

void add_table(std::string& out, const std::vector<std::string>& inputs, const std::string& output,
               std::uint64_t truth) {
  out += ".names";
  for (const std::string& input : inputs) {
    out += ' ' + input;
  }
  out += ' ' + output + '\n';
  for (unsigned row = 0; row < 1U << inputs.size(); ++row) {
    if (((truth >> row) & 1U) == 0) {
      continue;
    }
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      out += ((row >> i) & 1U) != 0 ? '1' : '0';
    }
    out += inputs.empty() ? "1\n" : " 1\n";
  }
}

void add_wire(std::string& out, const std::string& from, const std::string& to, bool inverted) {
  add_table(out, {from}, to, inverted ? 0b01 : 0b10);
}

void add_constants(std::string& out) {
  add_table(out, {}, net_name(kNetZero), 0);
  add_table(out, {}, net_name(kNetOne), 1);
}

}  // namespace lmulsim::gates::blif
