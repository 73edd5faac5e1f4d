// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/liberty.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "gates/liberty_cell.hpp"
#include "gates/liberty_text.hpp"
#include "gates/liberty_usable.hpp"
#include "util/error.hpp"
#include "util/sha256.hpp"

namespace lmulsim::gates {
namespace {

template <typename Pin>
int index_of(const std::vector<Pin>& pins, std::string_view name) {
  const auto found = std::ranges::find(pins, name, &Pin::name);
  return found == pins.end() ? -1 : static_cast<int>(found - pins.begin());
}

/// What the library group says about all of its cells.
Library read_header(const LibertyContext& context) {
  const LibertyGroup& group = context.library;
  const auto number = [&](const LibertyGroup& of, const char* name, double otherwise) {
    return number_in(of, name, context.file).value_or(otherwise);
  };
  Library out;
  out.name = group.arguments.empty() ? "" : group.arguments.front();
  out.corner = "typical";
  out.process = number(group, "nom_process", 1);
  out.voltage_v = number(group, "nom_voltage", 0) * context.units.voltage_v;
  out.temperature_c = number(group, "nom_temperature", 25);
  out.slew_low_pct = number(group, "slew_lower_threshold_pct_rise", 20);
  out.slew_high_pct = number(group, "slew_upper_threshold_pct_rise", 80);
  out.slew_derate = number(group, "slew_derate_from_library", 1);
  const std::string_view corner = word_in(group, "default_operating_conditions");
  for (const LibertyGroup& conditions : group.groups) {
    if (conditions.name == "operating_conditions" && !conditions.arguments.empty() &&
        (corner.empty() || conditions.arguments.front() == corner)) {
      out.corner = conditions.arguments.front();
      out.process = number(conditions, "process", out.process);
      out.voltage_v = number(conditions, "voltage", out.voltage_v / context.units.voltage_v) * context.units.voltage_v;
      out.temperature_c = number(conditions, "temperature", out.temperature_c);
      break;
    }
  }
  if (out.voltage_v <= 0) {
    fail_liberty(context.file, group.line, "expected a positive nom_voltage or operating condition's voltage");
  }
  if (const std::string_view wires = word_in(group, "default_wire_load"); !wires.empty()) {
    out.notes.push_back(fmt::format("default wire load '{}' not applied", wires));
  }
  return out;
}

/// Adds the cells of one file after another.
class LibraryReader {
 public:
  void add(const std::string& file, const std::string& text) {
    const LibertyGroup group = parse_liberty(text, file);
    LibertyContext context(group, file);
    Library header = read_header(context);
    if (library_.files.empty()) {
      library_ = std::move(header);
      units_ = context.units;
    } else {
      require_same(header, context);
      library_.notes.insert(library_.notes.end(), header.notes.begin(), header.notes.end());
    }
    library_.files.push_back(file);
    for (const LibertyGroup& cell : group.groups) {
      if (cell.name == "cell") {
        add_cell(cell, context);
      }
    }
    for (const auto& [what, count] : context.set_aside) {
      set_aside_[what] += count;
    }
  }

  Library finish() && {
    const std::string& first = library_.files.front();
    if (library_.cells.empty()) {
      throw InputError(fmt::format("{}: the library has no cells", first));
    }
    mark_unusable(library_.cells);
    if (!library_.has_power_tables) {
      throw InputError(fmt::format("{}: no cell has internal_power tables; energy cannot be computed{}", first, why()));
    }
    if (std::ranges::none_of(library_.cells, [](const Cell& c) { return c.flip_flop && c.unusable.empty(); })) {
      throw InputError(fmt::format("{}: no flip-flop that synthesis can use{}", first, why()));
    }
    for (const auto& [what, count] : set_aside_) {
      library_.notes.push_back(fmt::format("{} ({} times)", what, count));
    }
    note_unusable();
    return std::move(library_);
  }

 private:
  /// The first reason why a cell could not be read, for messages about what is missing.
  [[nodiscard]] std::string why() const {
    const auto found = std::ranges::find_if(
        library_.cells, [](const Cell& c) { return !c.unusable.empty() && c.inputs.empty() && c.outputs.empty(); });
    return found == library_.cells.end() ? "" : fmt::format(" (cell '{}': {})", found->name, found->unusable);
  }

  void require_same(const Library& header, const LibertyContext& context) const {
    const std::string& first = library_.files.front();
    const auto fail = [&](const char* what) {
      fail_liberty(context.file, context.library.line, fmt::format("{} differ from those of {}", what, first));
    };
    if (context.units != units_) {
      fail("units");
    }
    if (header.voltage_v != library_.voltage_v || header.temperature_c != library_.temperature_c) {
      fail("voltage or temperature");
    }
    if (header.slew_low_pct != library_.slew_low_pct || header.slew_high_pct != library_.slew_high_pct ||
        header.slew_derate != library_.slew_derate) {
      fail("slew thresholds");
    }
  }

  void add_cell(const LibertyGroup& group, LibertyContext& context) {
    Cell cell = read_cell(group, context);
    const auto [other, added] = places_.emplace(cell.name, context.where(group.line));
    if (!added) {
      fail_liberty(context.file, group.line, fmt::format("a second cell '{}', first in {}", cell.name, other->second));
    }
    const auto powered = [](const auto& pin) {
      return std::ranges::any_of(pin.powers, [](const PowerArc& p) { return !p.rise.empty() || !p.fall.empty(); });
    };
    library_.has_power_tables = library_.has_power_tables || std::ranges::any_of(cell.outputs, powered) ||
                                std::ranges::any_of(cell.inputs, powered);
    library_.cells.push_back(std::move(cell));
  }

  void note_unusable() {
    std::map<std::string, std::string> reasons;
    for (const Cell& cell : library_.cells) {
      if (!cell.unusable.empty()) {
        std::string& names = reasons[cell.unusable];
        names += (names.empty() ? "" : " ") + cell.name;
      }
    }
    for (const auto& [reason, names] : reasons) {
      library_.notes.push_back(fmt::format("not for synthesis, {}: {}", reason, names));
    }
  }

  Library library_;
  LibertyUnits units_;
  std::map<std::string, std::string> places_;
  std::map<std::string, int> set_aside_;
};

}  // namespace

int Cell::input(std::string_view pin) const {
  return index_of(inputs, pin);
}

int Cell::output(std::string_view pin) const {
  return index_of(outputs, pin);
}

const Cell* Library::find(std::string_view cell) const {
  const int index = index_of(cells, cell);
  return index < 0 ? nullptr : &cells[static_cast<std::size_t>(index)];
}

Library read_library(const std::vector<std::string>& files) {
  if (files.empty()) {
    throw InputError("no liberty file given");
  }
  LibraryReader reader;
  std::string all;
  for (const std::string& file : files) {
    const std::string text = read_liberty_text(file);
    reader.add(file, text);
    all += text;
  }
  Library library = std::move(reader).finish();
  library.sha256 = util::sha256(all);
  return library;
}

}  // namespace lmulsim::gates
