// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::report {

/// Lines of cells, printed in columns as wide as their widest cell (in code points).
class TextTable {
 public:
  /// One letter per column: 'l' left, 'r' right. Every row has as many cells.
  explicit TextTable(std::string_view alignment) : alignment_(alignment) {}

  void row(std::vector<std::string> cells);
  /// Two spaces before each line, two between columns, none at the end.
  [[nodiscard]] std::string text() const;

 private:
  std::string alignment_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace lmulsim::report
