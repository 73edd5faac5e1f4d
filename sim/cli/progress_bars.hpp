// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "study/study_progress.hpp"

namespace lmulsim::cli {

/// Shows every piece of a study's work as a util::Progress.
[[nodiscard]] study::Progress progress_bars();

}  // namespace lmulsim::cli
