// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace lmulsim::activity {

/// What happened, as counts: the only thing cost is a function of. Identical for every engine.
/// Words are operand or accumulator words; beats are accepted handshakes of the array's channels.
struct Activity {
  // Cycles of the array: every cycle is one of the three.
  std::int64_t busy_cycles = 0;   ///< a moving-operand beat was accepted
  std::int64_t stall_cycles = 0;  ///< work was pending, none was accepted (fill, waits, back-pressure)
  std::int64_t idle_cycles = 0;   ///< nothing left to accept: the last results drain

  // Handshakes.
  std::int64_t a_beats = 0;  ///< moving operand from the left, `rows` words each
  std::int64_t b_beats = 0;  ///< operand from the top, `cols` words each (stationary tiles, or the second stream)
  std::int64_t c_beats = 0;  ///< partial sums in at the top, `cols` accumulator words each
  std::int64_t o_beats = 0;  ///< results, `cols` accumulator words each

  // Work. issued = useful + padding.
  std::int64_t macs_issued = 0;
  std::int64_t macs_useful = 0;
  std::int64_t macs_zero_operand = 0;  ///< issued with at least one operand equal to zero; -1 in runs without values

  // Scratchpad traffic in words of the operand (padding is not read), accumulator words for the sums.
  std::int64_t activation_reads = 0;
  std::int64_t weight_reads = 0;
  std::int64_t accumulator_reads = 0;
  std::int64_t accumulator_writes = 0;

  // Off-chip traffic in bytes. Counted, not timed.
  std::int64_t dram_read_bytes = 0;
  std::int64_t dram_write_bytes = 0;

  Activity& operator+=(const Activity& o);
  friend bool operator==(const Activity&, const Activity&) = default;

  [[nodiscard]] std::int64_t total_cycles() const { return busy_cycles + stall_cycles + idle_cycles; }
};

inline Activity& Activity::operator+=(const Activity& o) {
  busy_cycles += o.busy_cycles;
  stall_cycles += o.stall_cycles;
  idle_cycles += o.idle_cycles;
  a_beats += o.a_beats;
  b_beats += o.b_beats;
  c_beats += o.c_beats;
  o_beats += o.o_beats;
  macs_issued += o.macs_issued;
  macs_useful += o.macs_useful;
  const bool known = macs_zero_operand >= 0 && o.macs_zero_operand >= 0;
  macs_zero_operand = known ? macs_zero_operand + o.macs_zero_operand : -1;
  activation_reads += o.activation_reads;
  weight_reads += o.weight_reads;
  accumulator_reads += o.accumulator_reads;
  accumulator_writes += o.accumulator_writes;
  dram_read_bytes += o.dram_read_bytes;
  dram_write_bytes += o.dram_write_bytes;
  return *this;
}

}  // namespace lmulsim::activity
