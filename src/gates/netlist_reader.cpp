// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <boost/json.hpp>
#include <map>
#include <unordered_map>

#include "gates/netlist.hpp"
#include "util/error.hpp"
#include "util/json.hpp"

namespace lmulsim::gates {
namespace {

namespace json = boost::json;

/// Reads one module; remembers which net has which number and driver.
class Reader {
 public:
  Reader(const std::string& source, std::string_view top, const Library& library) : source_(source) {
    netlist_.name = top;
    netlist_.library = &library;
    for (std::size_t i = 0; i < library.cells.size(); ++i) {
      cells_.emplace(library.cells[i].name, static_cast<int>(i));
    }
  }

  Netlist read(const json::object& module) {
    driven_ = {true, true};
    for (const auto& [name, port] : object(module, "ports")) {
      read_port(name, port.as_object());
    }
    for (const auto& [name, cell] : object(module, "cells")) {
      read_cell(name, cell.as_object());
    }
    check_driven();
    return std::move(netlist_);
  }

 private:
  const json::object& object(const json::object& parent, std::string_view key) const {
    const json::value* value = parent.if_contains(key);
    if (value == nullptr || !value->is_object()) {
      throw InputError(fmt::format("{}: module {}: {}: expected an object", source_, netlist_.name, key));
    }
    return value->as_object();
  }

  /// An undefined constant may be either: zero.
  int net(const json::value& bit) {
    if (bit.is_string()) {
      return bit.as_string() == "1" ? kNetOne : kNetZero;
    }
    const auto [it, added] = numbers_.try_emplace(bit.as_int64(), netlist_.nets);
    if (added) {
      ++netlist_.nets;
      driven_.push_back(false);
    }
    return it->second;
  }

  void drive(int n, std::string_view by) {
    auto driven = driven_[static_cast<std::size_t>(n)];
    if (driven) {
      throw InputError(fmt::format("{}: module {}: {}: its net has another driver", source_, netlist_.name, by));
    }
    driven_[static_cast<std::size_t>(n)] = true;
  }

  void read_port(std::string_view name, const json::object& port) {
    Port out{.name = std::string(name), .nets = {}};
    const bool input = port.at("direction").as_string() == "input";
    for (const json::value& bit : port.at("bits").as_array()) {
      out.nets.push_back(net(bit));
      if (input) {
        drive(out.nets.back(), name);
      }
    }
    (input ? netlist_.inputs : netlist_.outputs).push_back(std::move(out));
  }

  void read_cell(std::string_view name, const json::object& cell) {
    const std::string type(cell.at("type").as_string());
    const auto it = cells_.find(type);
    if (it == cells_.end()) {
      throw InputError(fmt::format("{}: module {}: cell {}: expected a cell of library {}, found {}", source_,
                                   netlist_.name, name, netlist_.library->name, type));
    }
    const Cell& kind = netlist_.library->cells[static_cast<std::size_t>(it->second)];
    Gate gate{.cell = it->second,
              .name = std::string(name),
              .inputs = std::vector<int>(kind.inputs.size(), kNoNet),
              .outputs = std::vector<int>(kind.outputs.size(), kNoNet)};
    for (const auto& [pin, bits] : object(cell, "connections")) {
      if (bits.as_array().empty()) {
        continue;
      }
      const int n = net(bits.as_array().at(0));
      if (const int i = kind.input(pin); i >= 0) {
        gate.inputs[static_cast<std::size_t>(i)] = n;
      } else if (const int o = kind.output(pin); o >= 0) {
        drive(n, name);
        gate.outputs[static_cast<std::size_t>(o)] = n;
      } else {
        throw InputError(fmt::format("{}: module {}: cell {}: {} has no pin {}", source_, netlist_.name, name, type,
                                     std::string_view(pin)));
      }
    }
    for (std::size_t i = 0; i < gate.inputs.size(); ++i) {
      if (gate.inputs[i] == kNoNet) {
        throw InputError(
            fmt::format("{}: module {}: cell {}: pin {} is open", source_, netlist_.name, name, kind.inputs[i].name));
      }
    }
    netlist_.gates.push_back(std::move(gate));
  }

  void check_driven() const {
    for (const auto& [number, n] : numbers_) {
      if (!driven_[static_cast<std::size_t>(n)]) {
        throw InputError(fmt::format("{}: module {}: net {} has no driver", source_, netlist_.name, number));
      }
    }
  }

  const std::string& source_;
  Netlist netlist_;
  std::map<std::string, int, std::less<>> cells_;
  std::unordered_map<std::int64_t, int> numbers_;
  std::vector<bool> driven_;
};

}  // namespace

Netlist read_netlist(std::string_view text, const std::string& source, std::string_view top, const Library& library) {
  const json::value value = util::parse_json(text, source);
  try {
    const json::object& modules = value.as_object().at("modules").as_object();
    const json::value* module = modules.if_contains(top);
    if (module == nullptr) {
      throw InputError(fmt::format("{}: expected a module {}, found none", source, top));
    }
    return Reader(source, top, library).read(module->as_object());
  } catch (const boost::system::system_error& e) {
    throw InputError(fmt::format("{}: not a netlist as Yosys writes it: {}", source, e.what()));
  } catch (const std::out_of_range& e) {
    throw InputError(fmt::format("{}: not a netlist as Yosys writes it: {}", source, e.what()));
  } catch (const std::invalid_argument& e) {
    throw InputError(fmt::format("{}: not a netlist as Yosys writes it: {}", source, e.what()));
  }
}

}  // namespace lmulsim::gates
