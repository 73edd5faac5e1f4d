// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lmulsim::flow::gatesim {

struct Event {
  std::uint64_t time = 0;
  std::uint32_t node = 0;
  std::uint32_t generation = 0;  ///< of the node's change when the event was made; a later one makes it void
};

/// Events by time, a radix heap: no event may be earlier than the last that was taken, and then each is moved a few
/// times at most, by the highest bit in which its time differs from the present.
class EventQueue {
 public:
  [[nodiscard]] bool empty() const { return filled_ == 0; }

  void push(const Event& event) {
    const auto bucket = static_cast<std::size_t>(std::bit_width(event.time ^ now_));
    buckets_[bucket].push_back(event);
    filled_ |= std::uint64_t{1} << bucket;
  }

  /// All events of the earliest time, which is then the present. The queue is not empty; what was in `out` is lost.
  std::uint64_t take(std::vector<Event>& out) {
    if ((filled_ & 1U) == 0) {
      spread(static_cast<std::size_t>(std::countr_zero(filled_)));
    }
    out.clear();
    out.swap(buckets_[0]);
    filled_ &= ~std::uint64_t{1};
    return now_;
  }

  /// Time begins again at 0. The queue is empty.
  void restart() { now_ = 0; }

 private:
  /// Moves the present to the earliest event of the bucket and its events to lower buckets.
  void spread(std::size_t bucket) {
    std::vector<Event>& events = buckets_[bucket];
    now_ = std::ranges::min_element(events, {}, &Event::time)->time;
    filled_ &= ~(std::uint64_t{1} << bucket);
    for (const Event& event : events) {
      push(event);
    }
    events.clear();
  }

  /// Times are below 2^63, so that no bucket is the 64th.
  std::array<std::vector<Event>, 64> buckets_;
  std::uint64_t filled_ = 0;  ///< bit i: bucket i holds events
  std::uint64_t now_ = 0;
};

}  // namespace lmulsim::flow::gatesim
