// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "result/run_report.hpp"

namespace lmulsim::result {

/// Bandwidths are printed in GB/s.
inline constexpr double kBytesPerGb = 1e9;

/// The bound that the array and the DRAM set: no run is faster than its array at ideal memory, or than its bytes at the
/// DRAM's peak. A model of two numbers; cycles of a report are those of ideal memory whatever it says.
struct Roofline {
  std::int64_t macs = 0;
  std::int64_t bytes = 0;            ///< from and to DRAM
  double compute_s = 0;              ///< of the array's cycles
  std::optional<double> memory_s{};  ///< bytes at the peak; nothing: the peak is not known

  /// The larger of both; the array's where the peak is not known.
  [[nodiscard]] double time_s() const;
  /// Nothing where the peak is not known.
  [[nodiscard]] std::optional<bool> memory_bound() const;
  [[nodiscard]] std::optional<double> needed_bytes_per_s() const;  ///< so that the array never waits
  [[nodiscard]] std::optional<double> macs_per_byte() const;
};

[[nodiscard]] Roofline roofline(const RunReport& report);
[[nodiscard]] Roofline roofline(const RunReport& report, const OperatorReport& op);
/// Operators run one after the other: the sum of what each takes at least.
[[nodiscard]] double roofline_by_operator_s(const RunReport& report);
/// Multiply-accumulates a byte at which array and DRAM take equally long.
[[nodiscard]] std::optional<double> balance_macs_per_byte(const RunReport& report);

/// "compute", "memory", or "unknown" without a peak.
[[nodiscard]] std::string bound_name(const Roofline& roofline);

}  // namespace lmulsim::result
