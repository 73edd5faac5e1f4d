// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "bench/sequencer.hpp"
#include "engine/run.hpp"
#include "util/random.hpp"
#include "util/unreachable.hpp"

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
    return static_cast<int>(draw(Channel::result, cycle) % 100) >= percent(Channel::result);
  }

 private:
  [[nodiscard]] int percent(Channel channel) const {
    switch (channel) {
      case Channel::moving:
        return stalls_.moving_percent;
      case Channel::stationary:
        return stalls_.stationary_percent;
      case Channel::psum:
        return stalls_.psum_percent;
      case Channel::result:
        return stalls_.result_percent;
    }
    util::unreachable();
  }

  [[nodiscard]] std::uint64_t draw(Channel channel, std::int64_t index) const {
    return util::split_mix(stalls_.seed + util::kSplitMixStep * (static_cast<std::uint64_t>(index) * 4U +
                                                                 static_cast<std::uint64_t>(channel)));
  }

  engine::Stalls stalls_;
};

}  // namespace lmulsim::bench
