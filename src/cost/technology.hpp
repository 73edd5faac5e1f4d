// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cost/dram.hpp"
#include "cost/entry.hpp"
#include "cost/gate_table.hpp"
#include "cost/operation.hpp"
#include "cost/sram_table.hpp"

namespace lmulsim::cost {

/// Factors that carry SRAM figures of one node to another: an estimate.
struct SramScale {
  double node_nm = 0;  ///< where to
  double voltage_v = 0;
  Band energy{1, 1, 1};
  Band area{1, 1, 1};
  Band time{1, 1, 1};
  Band leakage{1, 1, 1};
  std::string reasoning;
};

/// The SRAM figures and how far they may be off, as factors.
struct Sram {
  std::string file;  ///< of the table
  SramTable table;
  double low_factor = 1;
  double high_factor = 1;
  Origin origin;  ///< of the table, before it is scaled
  std::optional<SramScale> scale;
};

/// A technology: numbers with sources. Entries may be missing; asking for one that is names it.
struct Technology {
  std::string name;
  std::string summary;
  std::vector<std::string> files;  ///< the JSON it was read from, then its bases
  std::array<std::optional<Entry>, kOperationNames.size()> energy_pj;
  std::array<std::optional<Entry>, kOperationNames.size()> area_um2;
  std::map<std::string, Sram> srams;  ///< by flavour: "lstp", "hp"
  std::optional<Sram> sram;           ///< the one in use
  std::string sram_name;              ///< its flavour; empty: it is not one of `srams`
  std::map<std::string, Dram> drams;  ///< by name: "ddr4-3200", "hbm2"
  std::string dram;                   ///< the one in use; empty: the entry energy.dram_bit
  std::optional<GateTable> gates;     ///< with it, the entries of operations are not used

  [[nodiscard]] const std::optional<Entry>& find(Quantity quantity, Operation op) const {
    return (quantity == Quantity::energy ? energy_pj : area_um2)[static_cast<std::size_t>(op)];
  }
  /// Throws InputError naming the technology and the missing entry.
  [[nodiscard]] const Entry& get(Quantity quantity, Operation op) const;
  [[nodiscard]] const Sram& get_sram() const;
};

/// The DRAM whose peak bounds a run. A technology that knows DRAM per bit only is taken to have kAssumedDram, where it
/// knows that one; else it has none.
struct DramInUse {
  std::string name;  ///< empty: none
  bool assumed = false;
  std::optional<DramPeak> peak{};
};
inline constexpr std::string_view kAssumedDram = "ddr4-3200";
[[nodiscard]] DramInUse dram_in_use(const Technology& technology);

/// Puts another of the technology's memories in use. Throw InputError naming the known ones.
void use_sram(Technology& technology, const std::string& flavour);
void use_dram(Technology& technology, const std::string& dram);

/// "energy.fp32_add" or "area.fp32_add".
[[nodiscard]] std::string entry_name(Quantity quantity, Operation op);

/// Reads a technology, given as a JSON file or as the name of a shipped one. A file may name a `base` beside it, whose
/// entries it replaces one by one. Throws InputError naming file and key for a missing or unknown key, a wrong unit or
/// type, a negative number, a band that does not hold its value, an estimate without reasoning, or a circle of bases.
[[nodiscard]] Technology load_technology(const std::string& path_or_name);

/// What was measured in gates, alone: the file's base and memories are not looked at. None: nothing was.
[[nodiscard]] std::optional<GateTable> load_gate_table(const std::string& path_or_name);

}  // namespace lmulsim::cost
