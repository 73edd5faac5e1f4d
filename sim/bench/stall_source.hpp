// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "bench/sequencer.hpp"
#include "engine/run.hpp"

namespace lmulsim::bench {

/// The random stalls of a run, as a pure function of seed, channel and index.
class StallSource {
 public:
  explicit StallSource(const engine::Stalls& stalls) : stalls_(stalls) {}

  /// Cycles a producer waits before it offers beat `beat`: 0, or 1..4.
  [[nodiscard]] std::int64_t gap(Channel channel, std::int64_t beat) const {
    const std::uint64_t r = draw(channel, beat);
    return static_cast<int>(r % 100) < percent(channel) ? 1 + static_cast<std::int64_t>((r >> 32) % 4) : 0;
  }

  /// Whether the consumer takes a result in this cycle.
  [[nodiscard]] bool ready(std::int64_t cycle) const {
    return static_cast<int>(draw(Channel::o, cycle) % 100) >= percent(Channel::o);
  }

 private:
  [[nodiscard]] int percent(Channel channel) const {
    switch (channel) {
      case Channel::a:
        return stalls_.a_percent;
      case Channel::b:
        return stalls_.b_percent;
      case Channel::c:
        return stalls_.c_percent;
      case Channel::o:
        return stalls_.o_percent;
    }
    __builtin_unreachable();
  }

  // SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
  [[nodiscard]] std::uint64_t draw(Channel channel, std::int64_t index) const {
    std::uint64_t z = stalls_.seed + 0x9E3779B97F4A7C15U * (static_cast<std::uint64_t>(index) * 4U +
                                                            static_cast<std::uint64_t>(channel) + 1U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }

  engine::Stalls stalls_;
};

}  // namespace lmulsim::bench
