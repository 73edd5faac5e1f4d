// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <boost/json/object.hpp>
#include <filesystem>
#include <string>
#include <string_view>

#include "result/comparison.hpp"

namespace lmulsim::report {

[[nodiscard]] std::string to_text(const result::Comparison& comparison);
[[nodiscard]] boost::json::object to_json(const result::Comparison& comparison);
[[nodiscard]] std::string to_html(const result::Comparison& comparison);

/// comparison.txt, comparison.json and comparison.html into a folder, all or none, as write_report() does; with design
/// rows also design_rows.md and design_rows.svg (perplexity against energy per token).
void write_comparison(const result::Comparison& comparison, const std::filesystem::path& folder);

/// Names of those files.
inline constexpr std::array<std::string_view, 5> kComparisonFiles{
    "comparison.txt", "comparison.json", "comparison.html", "design_rows.md", "design_rows.svg"};

/// A number of a quantity for people, with its unit.
[[nodiscard]] std::string text_of(result::Unit unit, double value);

}  // namespace lmulsim::report
