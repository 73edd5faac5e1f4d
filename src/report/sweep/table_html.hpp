// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::report::sweep {

/// A cell: text, or a picture made by one of the functions below.
struct Cell {
  std::string text{};
  std::string html{};  ///< instead of text
  bool is_number = false;
};

struct Row {
  std::vector<Cell> cells{};
  std::optional<std::size_t> point{};
};

/// A table that scrolls sideways on narrow screens, by keyboard too. The caption is its name for readers that do not
/// see it. First cells are the heads of their rows.
[[nodiscard]] std::string table_html(std::string_view caption, const std::vector<std::string>& head,
                                     const std::vector<Row>& rows, std::string_view id = "");

[[nodiscard]] Cell text_cell(std::string text);
[[nodiscard]] Cell number_cell(std::string text);

/// A bar of `value` with its interval, on an axis from 0 to `end`. Its numbers stand in another cell.
[[nodiscard]] Cell bar_cell(double low, double value, double high, double end);

struct Segment {
  std::string_view name;
  double size = 0;
  std::string colour{};
};
/// Segments side by side, on an axis from 0 to `end`.
[[nodiscard]] Cell stack_cell(const std::vector<Segment>& segments, double end);

}  // namespace lmulsim::report::sweep
