// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/charts.hpp"

namespace lmulsim::report {

/// Text as HTML text or attribute value.
[[nodiscard]] std::string escape_html(std::string_view text);

/// A whole page without references to anything outside of it: `body` is HTML, `title` text. The library that draws
/// charts is in the page when there are charts; their canvases are wherever body has chart_canvas().
[[nodiscard]] std::string html_page(std::string_view title, const std::string& body, const std::vector<Chart>& charts);

/// A list that cannot be missed; empty without warnings.
[[nodiscard]] std::string html_warnings(const std::vector<std::string>& warnings);

/// Cells are text. Columns after the first `text_columns` are numbers, to the right.
[[nodiscard]] std::string html_table(const std::vector<std::string>& head,
                                     const std::vector<std::vector<std::string>>& rows, std::size_t text_columns = 1);

}  // namespace lmulsim::report
