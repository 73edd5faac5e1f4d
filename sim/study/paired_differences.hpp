// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cost/technology.hpp"
#include "result/comparison.hpp"

namespace lmulsim::study {

/// Puts the paired ratio in the place of the one of error bars, for energy and area of every design that was costed by
/// this technology as the first one was: of PEs by their drawn netlists, each at its run's clock, of what is around
/// them as the reports have it (cost/paired_saving.hpp). Says so in a note, and why not where netlists miss the clock.
/// Designs whose PEs have no netlists stay as they are.
void pair_by_netlists(result::Comparison& comparison, const cost::Technology& technology);

/// The same with the technology that the reports name, where it is at hand in the version that they were made with.
void pair_by_netlists(result::Comparison& comparison);

}  // namespace lmulsim::study
