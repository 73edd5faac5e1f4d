// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "report/sweep/sweep_page.hpp"
#include "store/store.hpp"
#include "study/sweep/stored_points.hpp"

namespace lmulsim::study::sweep {

struct PageRequest {
  std::string sweep{};               ///< a name, or the beginning of an id; empty: the only one
  FrontRequest front{};              ///< without objectives here and in the sweep the page has no front
  std::size_t most_points = 20'000;  ///< of more the page has front, possible ones and an even sample, and says so
};

/// What a page shows of a stored sweep. Throws InputError for names that are no metrics.
[[nodiscard]] report::sweep::SweepPage page_of_sweep(store::Store& store, const PageRequest& request);

}  // namespace lmulsim::study::sweep
