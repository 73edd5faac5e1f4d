// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gates/blif_table.hpp"
#include "gates/logic_blif.hpp"
#include "gates/logic_names.hpp"
#include "util/error.hpp"

namespace lmulsim::gates {
namespace {

using Words = std::vector<std::string>;

/// The lines as words, continued lines joined, without comments.
std::vector<Words> lines_of(std::string_view text) {
  std::vector<Words> lines;
  bool continued = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line = line.substr(0, line.find('#'));
    if (!continued) {
      lines.emplace_back();
    }
    continued = line.ends_with('\\');
    line.remove_suffix(continued ? 1 : 0);
    for (std::size_t at = line.find_first_not_of(" \t\r"); at < line.size();) {
      const std::size_t stop = std::min(line.find_first_of(" \t\r", at), line.size());
      lines.back().emplace_back(line.substr(at, stop - at));
      at = line.find_first_not_of(" \t\r", stop);
    }
  }
  return lines;
}

/// Puts the flip-flops of one netlist around gates that are read.
class Joiner {
 public:
  Joiner(const Netlist& netlist, const std::string& source, const Library& library) : old_(netlist), source_(source) {
    out_.name = netlist.name;
    out_.library = &library;
    for (std::size_t i = 0; i < library.cells.size(); ++i) {
      cells_.emplace(library.cells[i].name, static_cast<int>(i));
    }
  }

  Netlist join(std::string_view text) {
    number_inputs();
    const std::vector<Words> lines = lines_of(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].empty()) {
        continue;
      }
      if (lines[i][0] == ".gate") {
        read_gate(lines[i]);
      } else if (lines[i][0] == ".names") {
        read_names(lines[i], i + 1 < lines.size() ? lines[i + 1] : Words{});
      }
    }
    connect();
    return std::move(out_);
  }

 private:
  [[noreturn]] void fail(const std::string& message) const { throw InputError(source_ + ": " + message); }

  int cell(const std::string& name) const {
    const auto it = cells_.find(name);
    if (it == cells_.end()) {
      fail(fmt::format("expected a cell of library {}, found {}", out_.library->name, name));
    }
    return it->second;
  }

  /// A net that is driven from now on.
  int drive(const std::string& name) {
    if (!nets_.emplace(name, out_.nets).second || wires_.contains(name)) {
      fail(fmt::format("net {} has two drivers", name));
    }
    return out_.nets++;
  }

  void number_inputs() {
    for (const Port& port : old_.inputs) {
      Port mine{port.name, {}};
      for (const int net : port.nets) {
        mine.nets.push_back(drive(blif::net_name(net)));
      }
      out_.inputs.push_back(std::move(mine));
    }
    for (std::size_t g = 0; g < old_.gates.size(); ++g) {
      const Gate& gate = old_.gates[g];
      if (!old_.cell(gate).sequential()) {
        continue;
      }
      Gate mine{cell(old_.cell(gate).name), gate.name, gate.inputs, gate.outputs};
      for (int& net : mine.outputs) {
        net = net == kNoNet ? kNoNet : drive(blif::net_name(net));
      }
      out_.gates.push_back(std::move(mine));
      cut_.push_back(g);
    }
  }

  void read_gate(const Words& words) {
    if (words.size() == 3 && (words[1] == "_const0_" || words[1] == "_const1_")) {
      nets_.emplace(words[2].substr(words[2].find('=') + 1), words[1] == "_const1_" ? kNetOne : kNetZero);
      return;
    }
    const int kind = words.size() > 1 ? cell(words[1]) : (fail("a gate without a cell"), 0);
    const Cell& c = out_.library->cells[static_cast<std::size_t>(kind)];
    Gate gate{kind, fmt::format("g{}", pins_.size()), std::vector<int>(c.inputs.size(), kNoNet),
              std::vector<int>(c.outputs.size(), kNoNet)};
    Words inputs(c.inputs.size());
    for (std::size_t i = 2; i < words.size(); ++i) {
      const std::size_t equals = std::min(words[i].find('='), words[i].size() - 1);
      const std::string pin = words[i].substr(0, equals);
      const std::string net = words[i].substr(equals + 1);
      if (const int in = c.input(pin); in >= 0) {
        inputs[static_cast<std::size_t>(in)] = net;
      } else if (const int o = c.output(pin); o >= 0) {
        gate.outputs[static_cast<std::size_t>(o)] = drive(net);
      } else {
        fail(fmt::format("cell {} has no pin {}", c.name, pin));
      }
    }
    out_.gates.push_back(std::move(gate));
    pins_.push_back(std::move(inputs));
  }

  /// A wire, or a constant; `row` is the line that follows.
  void read_names(const Words& words, const Words& row) {
    if (words.size() == 2) {
      nets_.emplace(words[1], row == Words{"1"} ? kNetOne : kNetZero);
    } else if (words.size() == 3 && row == Words{"1", "1"}) {
      if (nets_.contains(words[2]) || !wires_.emplace(words[2], words[1]).second) {
        fail(fmt::format("net {} has two drivers", words[2]));
      }
    } else {
      fail("expected mapped gates only, found a truth table");
    }
  }

  /// The net behind a name, through wires.
  int find(std::string name) const {
    for (std::size_t steps = 0; steps <= wires_.size(); ++steps) {
      if (const auto net = nets_.find(name); net != nets_.end()) {
        return net->second;
      }
      const auto wire = wires_.find(name);
      if (wire == wires_.end()) {
        break;
      }
      name = wire->second;
    }
    fail(fmt::format("net {} has no driver", name));
  }

  /// Whether what a flip-flop's or clock gate's pin takes in was among the outputs of the logic.
  static bool through_logic(const Cell& cell, int pin) {
    return cell.clock_gate ? pin == cell.clock_gate->enable : pin != cell.flip_flop->clock;
  }

  /// The clock, which stays where it was, or a constant.
  int old_net(int net) const { return net <= kNetOne ? net : find(blif::net_name(net)); }

  void connect() {
    for (std::size_t i = 0; i < cut_.size(); ++i) {
      Gate& gate = out_.gates[i];
      for (std::size_t pin = 0; pin < gate.inputs.size(); ++pin) {
        gate.inputs[pin] = through_logic(out_.cell(gate), static_cast<int>(pin)) ? find(logic::pin_name(cut_[i], pin))
                                                                                 : old_net(gate.inputs[pin]);
      }
    }
    for (std::size_t i = 0; i < pins_.size(); ++i) {
      Gate& gate = out_.gates[cut_.size() + i];
      for (std::size_t pin = 0; pin < gate.inputs.size(); ++pin) {
        gate.inputs[pin] = find(pins_[i][pin]);
      }
    }
    for (std::size_t p = 0; p < old_.outputs.size(); ++p) {
      Port mine{old_.outputs[p].name, {}};
      for (std::size_t bit = 0; bit < old_.outputs[p].nets.size(); ++bit) {
        mine.nets.push_back(find(logic::output_name(p, bit)));
      }
      out_.outputs.push_back(std::move(mine));
    }
  }

  const Netlist& old_;
  const std::string& source_;
  Netlist out_;
  std::unordered_map<std::string, int> cells_;
  std::unordered_map<std::string, int> nets_;           ///< by name
  std::unordered_map<std::string, std::string> wires_;  ///< a name to the one it stands for
  std::vector<std::size_t> cut_;                        ///< flip-flops and clock gates, in the order of the new ones
  std::vector<Words> pins_;                             ///< what the gates that were read take in
};

}  // namespace

Netlist with_logic(const Netlist& netlist, std::string_view blif, const std::string& source, const Library& library) {
  return Joiner(netlist, source, library).join(blif);
}

}  // namespace lmulsim::gates
