// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "gates/netlist.hpp"

namespace lmulsim::flow::characterize {

/// What a netlist of a library is placed with: Debian's qflow (its blif2cel.tcl) and graywolf.
struct Placer {
  std::filesystem::path lef;         ///< cells and layers
  std::filesystem::path parameters;  ///< graywolf's, the seed among them
  int limit_s = 900;                 ///< graywolf is ended when it takes longer; it takes seconds
};

/// A process's wires behind a placer.
struct PlacedWires {
  Placer placer;
  double pf_um = 0;    ///< gates::Lef::wire_pf_um
  std::string sha256;  ///< of the placer's files: what a placement depends on besides the netlist
};

/// Throws InputError when a file is not there or says nothing of wires.
[[nodiscard]] PlacedWires placed_wires(const Placer& placer);

/// Throws InputError, naming the package, when a program that placing needs is not on this machine.
void require_placer();

/// The netlist for the placer: every cell with its nets ("n5"), constants left out, and in the order in which the
/// placer numbers its instances.
[[nodiscard]] std::string placer_blif(const gates::Netlist& netlist);

/// How much longer a wire that joins so many pins is than half the perimeter of the rectangle around them (Cheng,
/// "RISA: accurate and efficient placement routability modeling", ICCAD 1994, table of net weights; VPR goes on beyond
/// 50 pins by 0.02616 each).
[[nodiscard]] double wire_factor(int pins);

/// By net: the length of its wire in um, half the perimeter around the pins of cells and ports in graywolf's list of
/// pins (NET GROUP INSTANCE PIN X Y ..., in hundredths of um), times wire_factor(). 0 of a net without two pins. Throws
/// InputError naming `source` and line for a line that is none, and when nothing of the netlist is in it.
[[nodiscard]] std::vector<double> wire_lengths_um(std::string_view pins, const std::string& source, int nets);

/// Places the netlist in `folder`: the length of every net's wire in um. Throws InputError with the tool's last words
/// when a tool fails, and when graywolf does not end in time.
[[nodiscard]] std::vector<double> place(const gates::Netlist& netlist, const Placer& placer,
                                        const std::filesystem::path& folder);

}  // namespace lmulsim::flow::characterize
