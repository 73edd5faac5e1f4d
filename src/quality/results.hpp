// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What `lmulsim eval` wrote, read again.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "quality/evaluation.hpp"
#include "quality/paired_ratio.hpp"

namespace lmulsim::quality {

inline constexpr std::string_view kResultsSchema = "lmulsim-eval/1";

/// One arithmetic of the table. Numbers that were not finite are NaN.
struct ResultRow {
  std::string name;        ///< as the user wrote it
  std::string arithmetic;  ///< the whole plan, defaults written out
  Quality quality;
  std::vector<double> covariance;  ///< see covariances(): one number per row up to this one
};

struct Results {
  std::string file;
  std::string sha256;  ///< of the file
  std::string model;
  std::string text;
  std::string made_by;         ///< version of the program
  std::string model_sha256{};  ///< of the model's files; empty: the table does not say
  std::string chosen_on{};     ///< the text on which parameters of the arithmetics were chosen; empty: none is said
  bool chosen_where_judged = false;  ///< that text is `text` itself
  std::vector<ResultRow> rows{};

  /// The row of this plan, which is given in any spelling that means it; nothing if there is none.
  [[nodiscard]] const ResultRow* find(std::string_view plan) const;
  /// Perplexity of a row over that of another, both of `rows`.
  [[nodiscard]] PairedRatio ratio(const ResultRow& row, const ResultRow& other) const;
};

/// Reads the JSON of `lmulsim eval`. Throws InputError (file: key: expected, found) for another file, for arithmetics
/// that cannot be read, and for a table without rows.
[[nodiscard]] Results read_results(const std::filesystem::path& path);

}  // namespace lmulsim::quality
