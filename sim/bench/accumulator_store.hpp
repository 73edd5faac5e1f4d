// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "bench/operand_view.hpp"
#include "bench/sequencer.hpp"

namespace lmulsim::bench {

/// Where results go and partial sums come from. A partial sum can be read in the cycle after it was written. Without
/// values it knows what has arrived, and every word is 0.
class AccumulatorStore {
 public:
  /// Program and view must outlive it.
  AccumulatorStore(const mapping::Program& program, const OperandView& view);

  /// The result that arrives next.
  [[nodiscard]] const Beat& next() const { return results_.beat(); }
  /// All results have arrived.
  [[nodiscard]] bool complete() const { return results_.done(); }
  /// Whether the partial sums of this beat have arrived.
  [[nodiscard]] bool has(const Beat& partial_sums) const;

  void read(const Beat& partial_sums, std::span<arith::AccWord> words) const;
  /// The next result arrives.
  void write(std::span<const arith::AccWord> words);

  /// C[count][m][n]; nothing without values.
  [[nodiscard]] std::vector<arith::AccWord> take_words() { return std::move(words_); }

 private:
  [[nodiscard]] std::int64_t result_index(const Beat& beat, std::size_t col) const;

  const OperandView& view_;
  Sequencer results_;
  std::vector<arith::AccWord> words_;
};

}  // namespace lmulsim::bench
