// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "cost/gate_table.hpp"
#include "gates/netlist.hpp"

namespace lmulsim::flow::characterize {

/// "0.23" of `yosys -V`. Throws InputError, saying what works without it, when there is no Yosys.
[[nodiscard]] std::string yosys_version();

/// Synthesis of units of rtl/ with Yosys and abc onto one library. Works in folders of its own below `work`; may be
/// used by several threads.
class Synthesis {
 public:
  /// The library outlives the object. Elaborated units, which no library changes, are kept in `cache` when that is not
  /// empty.
  Synthesis(const gates::Library& library, std::filesystem::path rtl_dir, const std::filesystem::path& work,
            std::filesystem::path cache = {});

  /// Elaborated and reduced to simple gates and flip-flops, and clock gates where the unit has some; a netlist of
  /// gates::generic_library().
  struct Generic {
    std::filesystem::path rtlil;
    gates::Netlist netlist;
  };
  [[nodiscard]] Generic elaborate(const cost::Unit& unit, const std::filesystem::path& folder) const;

  /// The generic design with flip-flops and clock gates of the library and its logic left as it was: a netlist of the
  /// library's cells and, behind them, those of gates::generic_library().
  [[nodiscard]] gates::Netlist with_flip_flops(const Generic& generic, const std::filesystem::path& folder) const;

  [[nodiscard]] const gates::Library& library() const { return library_; }
  /// The usable cells as liberty text.
  [[nodiscard]] const std::filesystem::path& liberty() const { return liberty_; }

 private:
  /// Writes generic.il and generic.json into the folder.
  void make_generic(const cost::Unit& unit, const std::filesystem::path& folder) const;

  const gates::Library& library_;
  gates::Library mixed_;  ///< with generic cells behind its own
  std::filesystem::path rtl_dir_;
  std::filesystem::path cache_;
  std::string version_;            ///< of RTL and tool
  std::filesystem::path liberty_;  ///< the usable cells, in canonical units
};

/// Proves with abc's combinational equivalence checker that the two netlists compute the same, their flip-flops matched
/// by name; one behind a clock gate holds what it has unless the gate opens. Throws CheckError with the tool's words
/// when they do not.
void prove_equivalent(const gates::Netlist& generic, const gates::Netlist& mapped, const std::filesystem::path& folder);

}  // namespace lmulsim::flow::characterize
