// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "report/sweep/sweep_page.hpp"

namespace lmulsim::report::sweep {

/// Every judged point by two of the page's objectives, as a picture for pages without scripts: points of the front with
/// error bars, possible ones as diamonds, others as dots, those beyond a limit hollow. Colours are classes of the
/// page's style. Points that fall on one pixel are drawn once. Empty where no point has both objectives.
[[nodiscard]] std::string front_svg(const SweepPage& page, std::size_t x_objective, std::size_t y_objective);

/// "The front has 9 points of 240: energy_pj from ... to ..., area_um2 from ... to ...".
[[nodiscard]] std::string front_finding(const SweepPage& page, std::size_t x_objective, std::size_t y_objective);

}  // namespace lmulsim::report::sweep
