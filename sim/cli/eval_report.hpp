// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What `lmulsim eval` prints and writes.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "study/evaluate.hpp"

namespace lmulsim::cli {

/// On which text parameters of the arithmetics were chosen.
[[nodiscard]] std::string eval_chosen(const study::EvalReport& report);
/// As text: what was evaluated, the table line by line (EvalTable), what there is to know about it.
[[nodiscard]] std::string eval_head(const study::EvalReport& report);
[[nodiscard]] std::string eval_notes(const study::EvalReport& report);

/// Schema lmulsim-eval/1. Numbers that are not finite become null; rows that a stop left out are named in `unfinished`.
[[nodiscard]] boost::json::value eval_json(const study::EvalReport& report);

/// The table, one line per row, with a header; numbers that are not finite are empty. Cells are quoted where RFC 4180
/// asks for it.
[[nodiscard]] std::string eval_csv(const study::EvalReport& report);

/// A page that opens offline: perplexity against kept bits per multiplier, all arithmetics, and the table.
[[nodiscard]] std::string eval_html(const study::EvalReport& report);

}  // namespace lmulsim::cli
