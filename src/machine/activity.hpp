// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lmulsim::machine {

/// What happened, as counts: the only thing cost is a function of. Identical for every engine.
/// Words are operand or accumulator words; beats are accepted handshakes of the array's channels. What each count means
/// stands once, in kCounts.
struct Activity {
  std::int64_t busy_cycles = 0;
  std::int64_t stall_cycles = 0;
  std::int64_t idle_cycles = 0;

  std::int64_t moving_beats = 0;
  std::int64_t stationary_beats = 0;
  std::int64_t psum_beats = 0;
  std::int64_t result_beats = 0;

  std::int64_t macs_issued = 0;
  std::int64_t macs_useful = 0;
  std::int64_t macs_zero_operand = 0;

  std::int64_t activation_reads = 0;
  std::int64_t weight_reads = 0;
  std::int64_t accumulator_reads = 0;
  std::int64_t accumulator_writes = 0;

  std::int64_t dram_read_bytes = 0;
  std::int64_t dram_write_bytes = 0;

  Activity& operator+=(const Activity& o);
  friend bool operator==(const Activity&, const Activity&) = default;

  /// Cycles of the array: every cycle is one of the three.
  [[nodiscard]] std::int64_t total_cycles() const { return busy_cycles + stall_cycles + idle_cycles; }
};

/// Whether a count can be missing: -1 then, and in every sum with it.
enum class Known : std::uint8_t { always, in_runs_with_values };

/// One count. Its name is its key in reports.
struct Count {
  std::string_view name;
  std::int64_t Activity::*member;
  std::string_view meaning;
  Known known = Known::always;
};

/// Every count, in the order of reports. Whatever sums, compares, checks or prints them all walks this table.
inline constexpr std::array kCounts{
    Count{"busy_cycles", &Activity::busy_cycles, "a moving-operand beat was accepted"},
    Count{"stall_cycles", &Activity::stall_cycles, "work was pending, none was accepted (fill, waits, back-pressure)"},
    Count{"idle_cycles", &Activity::idle_cycles, "nothing left to accept: the last results drain"},
    Count{"moving_beats", &Activity::moving_beats, "moving operand from the left, `rows` words each"},
    Count{"stationary_beats", &Activity::stationary_beats,
          "operand from the top, `cols` words each (stationary tiles, or the second one)"},
    Count{"psum_beats", &Activity::psum_beats, "partial sums in at the top, `cols` accumulator words each"},
    Count{"result_beats", &Activity::result_beats, "results, `cols` accumulator words each"},
    Count{"macs_issued", &Activity::macs_issued, "multiply-accumulates: the useful ones, and padding"},
    Count{"macs_useful", &Activity::macs_useful, "multiply-accumulates that the product needs"},
    Count{"macs_zero_operand", &Activity::macs_zero_operand, "issued with at least one operand equal to zero",
          Known::in_runs_with_values},
    Count{"activation_reads", &Activity::activation_reads, "words from the scratchpad; padding is not read"},
    Count{"weight_reads", &Activity::weight_reads, "words from the scratchpad; padding is not read"},
    Count{"accumulator_reads", &Activity::accumulator_reads, "accumulator words from the store of partial sums"},
    Count{"accumulator_writes", &Activity::accumulator_writes, "accumulator words to the store of partial sums"},
    Count{"dram_read_bytes", &Activity::dram_read_bytes, "off-chip traffic; counted, not timed"},
    Count{"dram_write_bytes", &Activity::dram_write_bytes, "off-chip traffic; counted, not timed"},
};
static_assert(sizeof(Activity) == kCounts.size() * sizeof(std::int64_t), "a count without a name");

/// The row of a count.
[[nodiscard]] constexpr const Count& count_of(std::int64_t Activity::*member) {
  std::size_t at = 0;
  while (kCounts[at].member != member) {
    ++at;
  }
  return kCounts[at];
}

namespace detail {
[[nodiscard]] constexpr bool each_is_its_own_row() {
  for (const Count& count : kCounts) {
    if (&count_of(count.member) != &count) {
      return false;
    }
  }
  return true;
}
}  // namespace detail
static_assert(detail::each_is_its_own_row(), "a count with two names");

/// Whether a count of this activity was counted at all.
[[nodiscard]] constexpr bool is_known(const Activity& activity, const Count& count) {
  return count.known == Known::always || activity.*count.member >= 0;
}

inline Activity& Activity::operator+=(const Activity& o) {
  for (const Count& count : kCounts) {
    const bool known = is_known(*this, count) && is_known(o, count);
    this->*count.member = known ? this->*count.member + o.*count.member : -1;
  }
  return *this;
}

}  // namespace lmulsim::machine
