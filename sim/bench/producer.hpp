// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "bench/sequencer.hpp"
#include "bench/stall_source.hpp"

namespace lmulsim::bench {

/// Who offers the beats of a channel, in order and after random waits.
class Producer {
 public:
  Producer(Channel channel, const mapping::Program& program, const StallSource& stalls)
      : stalls_(stalls), sequencer_(channel, program), not_before_(stalls.gap(channel, 0)) {}

  [[nodiscard]] const Beat& beat() const { return sequencer_.beat(); }
  [[nodiscard]] bool offers(std::int64_t cycle) const { return !sequencer_.done() && cycle >= not_before_; }

  /// Its beat was accepted in this cycle.
  void accepted(std::int64_t cycle) {
    sequencer_.advance();
    not_before_ = cycle + 1 + stalls_.gap(sequencer_.channel(), sequencer_.passed());
  }

 private:
  StallSource stalls_;
  Sequencer sequencer_;
  std::int64_t not_before_;
};

}  // namespace lmulsim::bench
