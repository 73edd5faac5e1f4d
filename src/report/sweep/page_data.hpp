// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "report/sweep/sweep_page.hpp"

namespace lmulsim::report::sweep {

/// What the page's scripts read (README.md of this folder has the format). JSON that holds no "</script" and no "<!--".
[[nodiscard]] std::string page_data(const SweepPage& page);

/// The parameters that say something of a point: more than one value, and not the same as an earlier one says in fewer
/// values or as many. Indices; labels of bundles must come first to stand for the keys that they set.
[[nodiscard]] std::vector<std::size_t> telling_parameters(const SweepPage& page);

}  // namespace lmulsim::report::sweep
