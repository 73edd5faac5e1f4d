// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cost/node_scaling.hpp"

namespace lmulsim::report {

/// The logic of a design carried to another node: bands with the fit's own value within, and the fit's traps.
[[nodiscard]] std::string scaled_logic_text(const cost::ScaledLogic& scaled);

}  // namespace lmulsim::report
