// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace lmulsim::explore {

/// The volume that lies between the points and a reference that is worse in every objective: what a front is worth as
/// one number. Smaller is better in each objective; points that the reference does not exceed in all count nothing.
/// By slices along the last objective, so that it is for two to four of them.
[[nodiscard]] double hypervolume(std::vector<std::vector<double>> points, const std::vector<double>& reference);

}  // namespace lmulsim::explore
