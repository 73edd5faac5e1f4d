// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Two clocks: the core's cycles and the DRAM's clocks, of which p pass in q cycles.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "dram/dram_timing.hpp"

namespace lmulsim::dram {

/// A cycle of the core's clock; 0 is the first after reset.
using Cycle = std::int64_t;

/// The DRAM's frequency over the core's as a fraction, and what follows from it: when something crosses.
class ClockRatio {
 public:
  static constexpr int kLargest = 64;   ///< numerator or denominator
  static constexpr int kLargestQ = 16;  ///< denominator of a ratio that nobody gives

  /// p DRAM clocks in q cycles, in lowest terms. Throws InputError "WHERE: ..." unless both are 1 to kLargest.
  ClockRatio(std::int64_t p, std::int64_t q, std::string_view where = "clock_ratio");

  [[nodiscard]] int p() const { return p_; }
  [[nodiscard]] int q() const { return q_; }

  /// Clocks that have passed before cycle `c` begins: c * p / q, rounded down. A request that leaves the core in cycle
  /// c arrives at clock clocks_before(c + 1).
  [[nodiscard]] Clock clocks_before(Cycle c) const { return quotient(c * p_, q_, by_q_); }

  /// The first cycle that begins when `e` clocks have passed: e * q / p, rounded up. What is complete at clock e is
  /// visible in it.
  [[nodiscard]] Cycle visible(Clock e) const { return quotient(e * q_ + p_ - 1, p_, by_p_); }

  /// The smallest multiple of q that is at least `c`: cycles and clocks begin together there.
  [[nodiscard]] Cycle aligned(Cycle c) const { return quotient(c + q_ - 1, q_, by_q_) * q_; }

  friend bool operator==(const ClockRatio&, const ClockRatio&) = default;

 private:
  /// floor(n / d) without dividing: exact for 0 <= n < 2^58, because the reciprocal, rounded up, is too large by less
  /// than 2^-64.
  static std::int64_t quotient(std::int64_t n, int d, std::uint64_t reciprocal) {
    __extension__ using Wide = unsigned __int128;
    return d == 1 ? n : static_cast<std::int64_t>((Wide{static_cast<std::uint64_t>(n)} * reciprocal) >> 64U);
  }

  int p_;
  int q_;
  std::uint64_t by_p_;
  std::uint64_t by_q_;
};

/// A ratio, and by how much the DRAM's frequency it means differs from the real one, as a share of that.
struct ChosenRatio {
  ClockRatio ratio;
  double dram_mhz;  ///< that the ratio means
  double error;
};

/// What `given` says; without it the nearest fraction with q at most kLargestQ. Throws InputError, beginning with
/// `where`, when no such fraction is within 1 % of the frequencies, or when one of them is not positive.
[[nodiscard]] ChosenRatio choose_ratio(double dram_mhz, double core_mhz, const std::optional<ClockRatio>& given,
                                       std::string_view where);

}  // namespace lmulsim::dram
