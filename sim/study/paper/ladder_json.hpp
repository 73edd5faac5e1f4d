// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <vector>

#include "study/paper/ladder_entry.hpp"
#include "study/paper/repetition.hpp"

namespace lmulsim::study::paper {

/// A saving as [low, value, high]; null where a clock is missed.
[[nodiscard]] boost::json::value saving_json(const cost::PairedSaving& saving);

/// Entries with their savings as [low, value, high]; where a clock is missed, null and "misses".
[[nodiscard]] boost::json::array ladder_json(const std::vector<LadderEntry>& entries);

[[nodiscard]] boost::json::object repetition_json(const Repetition& repetition);

}  // namespace lmulsim::study::paper
