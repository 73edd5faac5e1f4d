// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace lmulsim::report {

/// A table of texts, the same for every way to print it; `notes` belong beneath it.
struct Grid {
  std::string title;
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> notes;
};

/// Each with its title and its notes.
[[nodiscard]] std::string grid_text(const Grid& grid);
[[nodiscard]] std::string grid_html(const Grid& grid);
[[nodiscard]] std::string grid_markdown(const Grid& grid);

/// Notes as a list of HTML; empty without notes.
[[nodiscard]] std::string html_list(const std::vector<std::string>& notes);

/// A title over a line of hyphens, after an empty line.
[[nodiscard]] std::string text_heading(const std::string& title);

/// Text as a cell of a table in Markdown: nothing in it is markup.
[[nodiscard]] std::string escape_markdown(const std::string& text);

/// Text as an item of a list in Markdown, in lines of at most 100 bytes where its words allow: nothing in it is markup.
[[nodiscard]] std::string markdown_item(const std::string& text);

}  // namespace lmulsim::report
