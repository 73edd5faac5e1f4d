// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "bench/observer.hpp"
#include "bench/operand_view.hpp"
#include "machine/activity.hpp"

namespace lmulsim::bench {

/// Counts what the array and the scratchpads do: every count but off-chip traffic and, of the operands' values,
/// macs_zero_operand (ZeroOperandCounter; -1 without one).
class ActivityCounter final : public Observer {
 public:
  /// Counts from zero, into `activity`. What it is given must outlive it.
  ActivityCounter(const OperandView& view, machine::Activity& activity);

  void on_cycle(const Cycle& cycle) override;

 private:
  void count_time(bool busy);
  void count_tile(const mapping::Tile& tile);

  const OperandView& view_;
  machine::Activity& activity_;
};

/// Counts macs_zero_operand: issued multiply-accumulates with at least one operand that the multiplier takes for zero.
class ZeroOperandCounter final : public Observer {
 public:
  ZeroOperandCounter(const OperandView& view, machine::Activity& activity);

  void on_cycle(const Cycle& cycle) override;

 private:
  [[nodiscard]] std::int64_t nonzero_macs(const Cycle& cycle) const;

  const OperandView& view_;
  machine::Activity& activity_;
  std::vector<std::int64_t>
      nonzero_[2];  ///< stationary words that are not zero, by row and product: active, next command
};

}  // namespace lmulsim::bench
