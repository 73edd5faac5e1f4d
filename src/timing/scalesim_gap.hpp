// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "mapping/program.hpp"

namespace lmulsim::timing {

/// Why the real array's cycles differ from what SCALE-Sim counts for the same product, term by term: SCALE-Sim's total
/// plus all terms is the closed form's total. Terms of zero are left out.
[[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> scalesim_gap(const mapping::Program& program);

}  // namespace lmulsim::timing
