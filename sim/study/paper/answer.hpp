// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "report/grid.hpp"
#include "study/paper/ladder_entry.hpp"

namespace lmulsim::study::paper {

/// What L-Mul saves on e4m3 at the relaxed clocks: a column for each technology, a row for each other design, sums and
/// quantity.
[[nodiscard]] report::Grid answer_grid(const Ladder& ladder);

/// The same in sentences, one for each kind of sums, from the least to the most that a technology gives; nothing
/// without entries.
[[nodiscard]] std::vector<std::string> answer_sentences(const Ladder& ladder);

/// Both as Markdown, for the README.
[[nodiscard]] std::string answer_markdown(const Ladder& ladder);

}  // namespace lmulsim::study::paper
