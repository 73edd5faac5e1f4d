// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "bench/sequencer.hpp"
#include "engine/dut.hpp"

namespace lmulsim::bench {

/// One cycle at the array's pins, after they have settled and before the clock's edge.
struct Cycle {
  std::int64_t number;  ///< since reset
  const engine::ArrayIn& in;
  const engine::ArrayOut& out;
  // The beats accepted in this cycle, by channel; null: none.
  const Beat* moving;
  const Beat* stationary;
  const Beat* psum;
  const Beat* result;

  [[nodiscard]] bool quiet() const {
    return moving == nullptr && stationary == nullptr && psum == nullptr && result == nullptr;
  }
};

/// Looks at every cycle of a run and changes none.
class Observer {
 public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;
  virtual ~Observer() = default;

  virtual void on_cycle(const Cycle& cycle) = 0;
};

}  // namespace lmulsim::bench
