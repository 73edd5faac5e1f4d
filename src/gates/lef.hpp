// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace lmulsim::gates {

/// A layer of wires.
struct LefLayer {
  std::string name;
  double width_um = 0;      ///< of a wire of the usual width
  double plane_pf_um2 = 0;  ///< capacitance of its underside
  double edge_pf_um = 0;    ///< capacitance of one of its edges
  [[nodiscard]] double pf_um() const { return plane_pf_um2 * width_um + 2 * edge_pf_um; }
};

struct LefMacro {
  double width_um = 0;
  double height_um = 0;
  [[nodiscard]] double area_um2() const { return width_um * height_um; }
};

/// What a LEF file (Library Exchange Format, LEF/DEF Language Reference) says of a process and its cells, as far as it
/// is of use here: sizes of cells, capacitances of wires.
struct Lef {
  std::string file;
  std::vector<LefLayer> routing;  ///< lowest first
  std::map<std::string, LefMacro> macros;

  /// Capacitance of a micrometre of wire, the mean of the three lowest layers: the wires within a block. Throws
  /// InputError when a layer says nothing of it.
  [[nodiscard]] double wire_pf_um() const;
};

/// Throws InputError naming file and line for a number that is none, or negative, and for a layer or a macro without an
/// end.
[[nodiscard]] Lef read_lef(const std::filesystem::path& file);

}  // namespace lmulsim::gates
