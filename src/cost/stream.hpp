// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "arith/format.hpp"
#include "cost/gate_table.hpp"

namespace lmulsim::cost {

/// Row-major words of one or more equal matrices and the direction in which they move through a lane of the array.
struct StreamedMatrix {
  std::span<const std::uint16_t> words;
  std::int64_t rows = 0;
  std::int64_t cols = 0;
  bool along_rows = true;  ///< a lane sees a row's words one after another; else a column's
};

/// What the words of a stream do, as counts.
struct StreamCounts {
  std::int64_t words = 0;
  std::int64_t zeros = 0;  ///< of either sign
  std::int64_t pairs = 0;  ///< of consecutive words of a lane
  std::int64_t bits = 0;   ///< that differ between the two of a pair, all pairs together

  StreamCounts& operator+=(const StreamCounts& o);
  friend bool operator==(const StreamCounts&, const StreamCounts&) = default;
};

/// Counts over all lanes. Lanes that see only one word each count the toggles between neighbours in memory instead.
/// Throws CheckError when the words are no whole matrices.
[[nodiscard]] StreamCounts stream_counts(const StreamedMatrix& matrix, arith::Format format);

/// Toggles per bit and the share of zeros.
[[nodiscard]] StreamStatistics statistics_of(const StreamCounts& counts, arith::Format format);

/// Both at once.
[[nodiscard]] StreamStatistics stream_statistics(const StreamedMatrix& matrix, arith::Format format);

/// The measured stream that stands for the one that ran, and why.
struct StimulusChoice {
  Stimulus stimulus = Stimulus::gaussian;
  std::string reason;
};

/// The stream nearest to `stream` in the plane of toggles per bit and share of zeros, both from 0 to 1, among those
/// `unit` was measured with (nothing between two of them is made up); without a stream: gaussian.
[[nodiscard]] StimulusChoice choose_stimulus(const GateUnit& unit, const std::optional<StreamStatistics>& stream);

}  // namespace lmulsim::cost
