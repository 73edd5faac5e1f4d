// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gates/liberty.hpp"

namespace lmulsim::gates {

/// Marks cells that synthesis must not use although they compute a plain function: those for clock trees, delays, power
/// domains and probing, by their names; and those of more than four times the area of the smallest of their function.
/// The spirit is that of the lists of cells not to use in OpenROAD-flow-scripts' platforms.
void mark_unusable(std::vector<Cell>& cells);

}  // namespace lmulsim::gates
