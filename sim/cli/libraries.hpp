// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace lmulsim::cli {

/// A standard-cell library on this machine.
struct CellLibrary {
  std::string name;  ///< of the technology that is made from it
  std::vector<std::string> files;
  double node_nm = 0;
  std::string memory;    ///< file with memories of the same supply, relative to configs/technologies; empty: none
  std::string lef{};     ///< file with sizes of cells and layers of wires; empty: none
  std::string placer{};  ///< file with graywolf's parameters; empty: none
};

/// osu018 from Debian's package qflow-tech-osu018; sky130hd, ihp-sg13g2, asap7 in LMULSIM_LIBERTY. Throws InputError
/// for an unknown name, with the nearest, and for missing files, with what to do.
[[nodiscard]] CellLibrary known_library(const std::string& name);

/// The names of the libraries that known_library() knows.
[[nodiscard]] std::vector<std::string> known_libraries();

/// The same, separated by commas.
[[nodiscard]] std::string known_library_names();

}  // namespace lmulsim::cli
