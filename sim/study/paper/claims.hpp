// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cost/technology.hpp"
#include "study/paper/measurement.hpp"

namespace lmulsim::study::paper {

/// One line of the table: what the paper says, what its own assumptions give, how to measure it in gates, and what
/// explains the difference.
struct Claim {
  std::string quantity;
  std::string unit;
  std::optional<double> paper{};           ///< nothing: the paper does not say
  std::optional<cost::Band> recomputed{};  ///< exact numbers have low = value = high
  Measure measure;
  std::string explanation;
};

/// Claims of one kind, with what holds for all of them.
struct ClaimGroup {
  std::string title;
  std::vector<Claim> claims;
  std::vector<std::string> notes;
};

/// Section 2.3.2: gates of multipliers and of L-Mul.
[[nodiscard]] ClaimGroup gate_claims();

/// "95 %" and "80 %" (sections 1, 2.1 and 3.2), from the table the paper cites, and the same table for pairs of
/// datapaths that do the same work.
[[nodiscard]] ClaimGroup energy_claims(const cost::Technology& table);

/// Figure 4: mean square errors of products, as ratios to e4m3's.
[[nodiscard]] ClaimGroup figure_4_claims();

/// Table 7: mean errors of operands cut to k bits.
[[nodiscard]] ClaimGroup table_7_claims();

/// A number without error.
[[nodiscard]] constexpr cost::Band exactly(double value) {
  return {value, value, value};
}

}  // namespace lmulsim::study::paper
