// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/json.hpp>

#include "cost/drawn_netlist_json.hpp"
#include "cost/gate_table_json.hpp"
#include "cost/json_amount.hpp"
#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

std::string text(std::string_view value) {
  return boost::json::serialize(boost::json::string(value));
}

/// One number where the three are written alike, so that what is read again is written again.
std::string band(const Band& b) {
  const std::string value = json_amount(b.value);
  const std::string low = json_amount(b.low);
  const std::string high = json_amount(b.high);
  return low == value && value == high ? value : fmt::format("[{}, {}, {}]", low, value, high);
}

std::string texts(const std::vector<std::string>& values) {
  std::vector<std::string> quoted;
  quoted.reserve(values.size());
  for (const std::string& value : values) {
    quoted.push_back(text(value));
  }
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

std::string energy(const GateEnergy& e) {
  return fmt::format(R"({{"energy": {}, "settled": {}, "toggles": {}, "zeros": {}}})", band(e.pj),
                     json_amount(e.settled_pj), json_amount(e.stream.toggles_per_bit),
                     json_amount(e.stream.zero_share));
}

std::string unit_text(const GateUnit& u) {
  std::vector<std::string> energies;
  for (const auto& [stimulus, e] : u.energy) {
    energies.push_back(fmt::format("          {}: {}", text(cost::name(stimulus)), energy(e)));
  }
  std::string out =
      fmt::format("        \"area\": {}, \"nand2\": {}, \"cells\": {}, \"flip_flops\": {}, ", band(u.area_um2),
                  json_amount(u.nand2), json_amount(u.cells), json_amount(u.flip_flops));
  out += fmt::format("\"sequential_share\": {},\n", json_amount(u.sequential_share));
  out += fmt::format("        \"delay\": {}, \"fastest_delay\": {}, \"fastest_area\": {},\n", band(u.delay_ns),
                     band(u.fastest_ns), band(u.fastest_area_um2));
  out += fmt::format("        \"leakage\": {}, \"clock\": {},\n", band(u.leakage_nw), band(u.clock_pj));
  out += fmt::format("        \"energy\": {{{}{}{}}},\n", energies.empty() ? "" : "\n", fmt::join(energies, ",\n"),
                     energies.empty() ? "" : "\n        ");
  out += "        ";
  if (!u.targets) {
    out += fmt::format("\"recipe\": {}, ", text(u.recipe));
  }
  out += fmt::format("\"vectors\": {}, \"verified\": {}", u.vectors, text(u.verified));
  if (u.fastest_recipe) {
    out += fmt::format(", \"fastest_recipe\": {}", *u.fastest_recipe);
  }
  if (u.targets) {
    out += fmt::format(
        ",\n        \"elaborated\": {},\n        \"targets\": {{\"relaxed\": {}, \"hard\": {}}},\n        "
        "\"netlists\": {}",
        text(u.elaborated), json_amount(u.targets->relaxed_ns), json_amount(u.targets->hard_ns),
        write_netlists(u.netlists, "          "));
  }
  return out;
}

std::string origin_text(const GateTable& g) {
  std::vector<std::string> tools;
  for (const auto& [tool, version] : g.tools) {
    tools.push_back(text(tool) + ": " + text(version));
  }
  std::string out;
  out += R"(    "measures": {"area": "um^2", "delay": "ns", "leakage": "nW", "clock": "pJ", "energy": "pJ"},)";
  out += fmt::format("\n    \"library\": {},\n    \"library_files\": {},\n    \"library_sha256\": {},\n",
                     text(g.library), texts(g.library_files), text(g.library_sha256));
  out += fmt::format("    \"corner\": {}, \"node_nm\": {}, \"voltage_v\": {}, \"temperature_c\": {}, ", text(g.corner),
                     json_amount(g.node_nm), json_amount(g.voltage_v), json_number(g.temperature_c));
  out += fmt::format("\"nand2_um2\": {},\n    \"rtl_sha256\": {},\n", json_amount(g.nand2_um2), text(g.rtl_sha256));
  if (g.has_netlists()) {
    out += fmt::format("    \"drawn_recipes\": {},\n    \"operands_sha256\": {},\n", texts(g.drawn_recipes),
                       text(g.operands_sha256));
  } else {
    out += fmt::format("    \"recipes\": {},\n", texts(g.recipes));
  }
  out += fmt::format("    \"tools\": {{{}}},\n", fmt::join(tools, ", "));
  out +=
      fmt::format("    \"seed\": {}, \"date\": {},\n    \"left_out\": {},\n", g.seed, text(g.date), texts(g.left_out));
  return out;
}

}  // namespace

std::string write_technology(const TechnologyHead& head, const GateTable& gates) {
  for (const auto& [name, unit] : gates.units) {
    if (unit.targets.has_value() != gates.has_netlists() || unit.netlists.empty() == gates.has_netlists()) {
      throw CheckError(fmt::format("unit '{}': netlists, targets and drawn recipes belong together", name));
    }
  }
  std::string out = "{\n";
  out += "  \"_license\": \"SPDX-FileCopyrightText: the lmulsim authors; SPDX-License-Identifier: Apache-2.0\",\n";
  out += fmt::format("  \"schema\": {},\n  \"name\": {},\n", text(gates.has_netlists() ? kNetlistSchema : kFirstSchema),
                     text(head.name));
  if (!head.base.empty()) {
    out += fmt::format("  \"base\": {},\n", text(head.base));
  }
  out += fmt::format("  \"summary\": {},\n  \"gates\": {{\n", text(head.summary)) + origin_text(gates);
  out += "    \"units\": {";
  const char* separator = "\n";
  for (const auto& [name, unit] : gates.units) {
    out += fmt::format("{}      {}: {{\n{}\n      }}", separator, text(name), unit_text(unit));
    separator = ",\n";
  }
  out += gates.units.empty() ? "}\n" : "\n    }\n";
  return out + "  }\n}\n";
}

}  // namespace lmulsim::cost
