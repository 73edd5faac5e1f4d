// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "bench/accumulator_store.hpp"
#include "bench/observer.hpp"
#include "bench/operand_view.hpp"
#include "bench/producer.hpp"
#include "bench/stall_source.hpp"
#include "engine/run.hpp"

namespace lmulsim::bench {

/// The surroundings of an array that runs a program alone: a producer on each input channel, the operands, and the
/// accumulator store, which takes the results and gives the partial sums. One cycle: settle the array with inputs(),
/// look at cycle(), tick() with it, clock the array.
class Bench {
 public:
  /// The program must outlive the bench, and the operands, when there are any.
  Bench(const engine::ArrayParams& params, const mapping::Program& program, const engine::Operands* operands,
        const engine::Stalls& stalls);
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  /// Pins of the current cycle.
  [[nodiscard]] const engine::ArrayIn& inputs() const { return in_; }
  /// What happens in the current cycle when the array answers so.
  [[nodiscard]] Cycle cycle(const engine::ArrayOut& out) const;
  /// The clock's edge.
  void tick(const Cycle& cycle);

  /// All results have arrived.
  [[nodiscard]] bool done() const { return store_.complete(); }
  /// Cycles since reset, the current one excluded.
  [[nodiscard]] std::int64_t now() const { return now_; }
  [[nodiscard]] const OperandView& operands() const { return operands_; }
  [[nodiscard]] std::vector<arith::AccWord> take_results() { return store_.take_words(); }

 private:
  void offer_moving();
  void offer_top();
  void offer_partial_sums();

  StallSource stalls_;
  OperandView operands_;
  AccumulatorStore store_;
  Producer moving_;
  Producer top_;
  Producer partial_sums_;
  engine::ArrayIn in_;
  std::int64_t now_ = 0;
};

}  // namespace lmulsim::bench
