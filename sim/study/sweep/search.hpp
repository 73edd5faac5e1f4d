// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "study/study_progress.hpp"
#include "study/sweep/explore.hpp"

namespace lmulsim::study::sweep {

/// explore() of a sweep whose points follow from the results of those before them: generation by generation, each of
/// which is run like a sweep of its own. The same command asks for the same points again, so that it goes on after a
/// kill, and the store is the same for any number of processes. Throws InputError as explore() does, and for a shard.
[[nodiscard]] ExploreSummary search(const ExploreRequest& request, const Progress& progress = {});

}  // namespace lmulsim::study::sweep
