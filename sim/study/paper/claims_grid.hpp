// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "report/grid.hpp"
#include "study/paper/reproduction.hpp"

namespace lmulsim::study::paper {

using report::Grid;

/// What the paper says, what its assumptions give, one column per technology with gates, what explains the difference.
[[nodiscard]] Grid claims_grid(const CheckedGroup& group, const std::vector<std::string>& measured_in);

}  // namespace lmulsim::study::paper
