// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "machine/activity.hpp"
#include "mapping/program.hpp"
#include "timing/command_time.hpp"

namespace lmulsim::timing {

/// The cycles of a program as named terms. Their sum is the total.
struct CycleTerms {
  std::int64_t stream = 0;       ///< beats of all tiles
  std::int64_t fill = 0;         ///< first stationary tile into the array
  std::int64_t load_bound = 0;   ///< tiles with fewer beats than rows wait for the next stationary tile
  std::int64_t dependency = 0;   ///< partial sums not back yet
  std::int64_t drain_bound = 0;  ///< output stationary: results of the previous tile not out yet
  std::int64_t drain = 0;        ///< last beat to last result

  [[nodiscard]] std::int64_t total() const { return stream + fill + load_bound + dependency + drain_bound + drain; }
  friend bool operator==(const CycleTerms&, const CycleTerms&) = default;
};

/// Timing of a program without stalls, in closed form: nothing here walks cycles or tiles. Derivation: rtl/README.md
/// gives the distance of two tiles (max(beats, R) or max(beats, R*L)) and the latency of a result; a partial sum is
/// used at the earliest in the cycle after it was written.
class ClosedForm {
 public:
  explicit ClosedForm(const mapping::Program& program);

  [[nodiscard]] const CycleTerms& terms() const { return terms_; }
  [[nodiscard]] std::int64_t total() const { return terms_.total(); }
  /// Start and end of command `index`.
  [[nodiscard]] CommandTime command(std::int64_t index) const;
  /// Counts of the array and the scratchpads (not of off-chip memory); macs_zero_operand is -1.
  [[nodiscard]] machine::Activity activity() const;

 private:
  [[nodiscard]] std::int64_t block_stream(std::int64_t block) const;
  [[nodiscard]] std::int64_t block_span(std::int64_t stream) const;
  [[nodiscard]] std::int64_t group_span(std::int64_t stream, std::int64_t cols) const;
  [[nodiscard]] std::int64_t row_step(std::int64_t stream, std::int64_t cols) const;
  [[nodiscard]] std::int64_t period(std::int64_t beats) const;
  [[nodiscard]] std::int64_t stationary_start(std::int64_t index) const;
  void stationary_terms();
  void output_terms();

  const mapping::Program& p_;
  bool output_;
  std::int64_t latency_;  ///< last beat of a tile to its last result
  std::int64_t gemm_span_ = 0;
  CycleTerms terms_;
};

}  // namespace lmulsim::timing
