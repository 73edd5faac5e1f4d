// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/eval_report.hpp"

namespace lmulsim::cli {

/// The table of an evaluation as text, row by row as they finish. Columns are as wide as the names, the headings and
/// the reference's numbers need; a row with longer ones is wider than the others.
class EvalTable {
 public:
  explicit EvalTable(const std::vector<std::string>& names);

  /// The next row's line; the first, which is the reference's, has the heading before it.
  [[nodiscard]] std::string next(const study::EvalRow& row);

 private:
  using Cells = std::vector<std::string>;

  Cells widest_;
  bool begun_ = false;
};

/// Head, table and notes of a finished evaluation.
[[nodiscard]] std::string eval_text(const study::EvalReport& report);

}  // namespace lmulsim::cli
