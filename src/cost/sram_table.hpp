// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::cost {

/// One memory of the table, or between its points. Energies per access of the whole width.
struct SramPoint {
  double capacity_kib = 0;
  double width_bits = 0;
  double cycle_ns = 0;  ///< shortest time between two accesses
  double read_pj = 0;
  double write_pj = 0;
  double leakage_mw = 0;
  double area_um2 = 0;
};

/// SRAM figures over capacity and width at one node.
class SramTable {
 public:
  /// Reads CSV with the header node_nm,capacity_kib,width_bits,random_cycle_ns,read_pj,write_pj,leakage_mw,area_mm2
  /// (columns in any order, '#' lines are comments) and keeps the rows of `node_nm`. Throws InputError with the line
  /// for a missing or unknown column, a value that is not a positive number, a point given twice, or no row at all.
  [[nodiscard]] static SramTable parse(std::string_view csv, const std::string& source, double node_nm);

  /// Every figure, interpolated linearly in the logarithms of capacity, width and figure between the nearest points of
  /// the table, and exactly the table's at its points. Throws InputError outside of the table or in its gaps (narrow
  /// memories only come small): nothing is extrapolated. `what` names the memory in the message.
  [[nodiscard]] SramPoint at(double capacity_kib, double width_bits, std::string_view what) const;

  /// The same, or nothing.
  [[nodiscard]] std::optional<SramPoint> find_at(double capacity_kib, double width_bits) const;

  [[nodiscard]] const std::vector<SramPoint>& points() const { return points_; }

 private:
  [[nodiscard]] const SramPoint* find(double capacity_kib, double width_bits) const;
  [[noreturn]] void outside(double capacity_kib, double width_bits, std::string_view what) const;

  std::string source_;
  std::vector<SramPoint> points_;
};

}  // namespace lmulsim::cost
