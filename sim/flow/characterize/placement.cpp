// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/placement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

#include "flow/characterize/tool_words.hpp"
#include "gates/lef.hpp"
#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/number.hpp"
#include "util/sha256.hpp"

namespace lmulsim::flow::characterize {

namespace fs = std::filesystem;

namespace {

constexpr const char* kConverter = "/usr/lib/qflow/scripts/blif2cel.tcl";
constexpr int kUnitsPerUm = 100;
constexpr int kTimedOut = 124;  ///< status of timeout(1)

std::string net_name(int net) {
  return fmt::format("n{}", net);
}

/// The net behind a name of placer_blif(); none: another name.
std::optional<int> net_of(std::string_view name, int nets) {
  const std::optional<int> net = name.starts_with('n') ? util::to_number<int>(name.substr(1)) : std::nullopt;
  return net && *net > gates::kNetOne && *net < nets ? net : std::nullopt;
}

/// What the pins of one net span.
struct Span {
  double left = std::numeric_limits<double>::infinity();
  double right = -std::numeric_limits<double>::infinity();
  double bottom = std::numeric_limits<double>::infinity();
  double top = -std::numeric_limits<double>::infinity();
  std::set<std::pair<std::string, std::string>> pins;  ///< instance and pin

  void add(const std::string& instance, const std::string& pin, double x, double y) {
    left = std::min(left, x);
    right = std::max(right, x);
    bottom = std::min(bottom, y);
    top = std::max(top, y);
    pins.emplace(instance, pin);
  }
  [[nodiscard]] double length_um() const {
    return pins.size() < 2
               ? 0
               : ((right - left) + (top - bottom)) / kUnitsPerUm * wire_factor(static_cast<int>(pins.size()));
  }
};

/// Pins of the router's own: where a wire passes a row of cells.
bool is_passing(const std::string& instance, const std::string& pin) {
  return instance == "PSEUDO_CELL" || pin.starts_with("twfeed");
}

void run_converter(const Placer& placer, const fs::path& folder) {
  const util::CommandResult r =
      util::run_command(fmt::format("cd {} && {} --units {} --blif unit.blif --lef {} --cel unit.cel",
                                    util::quoted(folder), kConverter, kUnitsPerUm, util::quoted(placer.lef)));
  if (r.status != 0 || !fs::exists(folder / "unit.cel")) {
    throw InputError(
        fmt::format("blif2cel.tcl (Debian package qflow) failed (status {}):{}", r.status, last_words(r.output)));
  }
}

void run_placer(const Placer& placer, const fs::path& folder) {
  fs::copy_file(placer.parameters, folder / "unit.par", fs::copy_options::overwrite_existing);
  const util::CommandResult r = util::run_command(
      fmt::format("cd {} && timeout -k 5 {} graywolf -n unit </dev/null", util::quoted(folder), placer.limit_s));
  if (r.status == kTimedOut) {
    throw InputError(fmt::format("graywolf (Debian package graywolf) did not end within {} s:{}", placer.limit_s,
                                 last_words(r.output)));
  }
  if (r.status != 0 || !fs::exists(folder / "unit.pin")) {
    throw InputError(
        fmt::format("graywolf (Debian package graywolf) failed (status {}):{}", r.status, last_words(r.output)));
  }
}

}  // namespace

PlacedWires placed_wires(const Placer& placer) {
  return {placer, gates::read_lef(placer.lef).wire_pf_um(),
          util::sha256(util::read_file(placer.lef) + util::read_file(placer.parameters))};
}

void require_placer() {
  if (!fs::exists(kConverter)) {
    throw InputError(fmt::format("--placed: {} not found; placing needs the Debian package qflow", kConverter));
  }
  if (util::run_command("command -v graywolf").status != 0) {
    throw InputError("--placed: graywolf not found; placing needs the Debian package graywolf");
  }
  if (util::run_command("command -v tclsh").status != 0) {
    throw InputError("--placed: tclsh not found; placing needs the Debian package tcl");
  }
}

std::string placer_blif(const gates::Netlist& netlist) {
  const auto ports = [](const std::vector<gates::Port>& all, std::set<int> listed) {
    std::string text;
    for (const gates::Port& port : all) {
      for (const int net : port.nets) {
        text += net > gates::kNetOne && listed.insert(net).second ? ' ' + net_name(net) : "";
      }
    }
    return text;
  };
  std::set<int> inputs;
  for (const gates::Port& port : netlist.inputs) {
    inputs.insert(port.nets.begin(), port.nets.end());
  }
  std::string out =
      fmt::format(".model unit\n.inputs{}\n.outputs{}\n", ports(netlist.inputs, {}), ports(netlist.outputs, inputs));
  for (const gates::Gate& gate : netlist.gates) {
    const gates::Cell& cell = netlist.cell(gate);
    out += ".gate " + cell.name;
    for (std::size_t i = 0; i < gate.inputs.size(); ++i) {
      out += gate.inputs[i] > gates::kNetOne ? fmt::format(" {}=n{}", cell.inputs[i].name, gate.inputs[i]) : "";
    }
    for (std::size_t o = 0; o < gate.outputs.size(); ++o) {
      out += gate.outputs[o] != gates::kNoNet ? fmt::format(" {}=n{}", cell.outputs[o].name, gate.outputs[o]) : "";
    }
    out += '\n';
  }
  return out + ".end\n";
}

double wire_factor(int pins) {
  struct Entry {
    int pins;
    double factor;
  };
  constexpr std::array kTable{Entry{3, 1.0},     Entry{4, 1.0828},  Entry{5, 1.1536},  Entry{6, 1.2206},
                              Entry{7, 1.2823},  Entry{8, 1.3385},  Entry{9, 1.3991},  Entry{10, 1.4493},
                              Entry{15, 1.6899}, Entry{20, 1.8924}, Entry{25, 2.0743}, Entry{30, 2.2334},
                              Entry{35, 2.3895}, Entry{40, 2.5356}, Entry{45, 2.6625}, Entry{50, 2.7933}};
  constexpr double kBeyond = 0.02616;
  if (pins <= kTable.front().pins) {
    return kTable.front().factor;
  }
  if (pins >= kTable.back().pins) {
    return kTable.back().factor + kBeyond * (pins - kTable.back().pins);
  }
  const auto* const above = std::ranges::lower_bound(kTable, pins, {}, &Entry::pins);
  const auto* const below = above - 1;
  const double share = static_cast<double>(pins - below->pins) / (above->pins - below->pins);
  return below->factor + share * (above->factor - below->factor);
}

std::vector<double> wire_lengths_um(std::string_view pins, const std::string& source, int nets) {
  std::map<int, Span> spans;
  std::istringstream lines{std::string(pins)};
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::istringstream words(line);
    std::string net;
    std::string instance;
    std::string pin;
    std::int64_t group = 0;
    double x = 0;
    double y = 0;
    if (!(words >> net >> group >> instance >> pin >> x >> y)) {
      throw InputError(
          fmt::format("{}:{}: expected NET GROUP INSTANCE PIN X Y, found {}", source, number, util::shown(line)));
    }
    const std::optional<int> placed = net_of(net, nets);
    if (placed && !is_passing(instance, pin)) {
      spans[*placed].add(instance, pin, x, y);
    }
  }
  if (spans.empty()) {
    throw InputError(fmt::format("{}: expected pins of the netlist's nets, found none", source));
  }
  std::vector<double> lengths(static_cast<std::size_t>(nets), 0);
  for (const auto& [net, span] : spans) {
    lengths[static_cast<std::size_t>(net)] = span.length_um();
  }
  return lengths;
}

std::vector<double> place(const gates::Netlist& netlist, const Placer& placer, const fs::path& folder) {
  require_placer();
  util::write_file_atomic(folder / "unit.blif", placer_blif(netlist));
  run_converter(placer, folder);
  run_placer(placer, folder);
  const fs::path pins = folder / "unit.pin";
  return wire_lengths_um(util::read_file(pins), pins.string(), netlist.nets);
}

}  // namespace lmulsim::flow::characterize
