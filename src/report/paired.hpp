// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "cost/band.hpp"

namespace lmulsim::report {

/// A part of one quantity in two designs. `common`: both rest on the same entries of the same technology, so what is
/// wrong with one is wrong with the other in the same direction and both lie at the same end of their bands. Otherwise
/// they err independently of each other.
struct PairedPart {
  cost::Band a;
  cost::Band b;
  bool common = false;
};

/// The sum of all b over the sum of all a. `value` is the ratio of the values; low and high are the least and the
/// greatest ratio that the bands allow, reached at their ends. Without common parts that is b.low / a.high and
/// b.high / a.low. Nothing when the sum of a can be zero.
[[nodiscard]] std::optional<cost::Band> paired_ratio(std::span<const PairedPart> parts);

}  // namespace lmulsim::report
