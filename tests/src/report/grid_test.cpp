// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/grid.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace lmulsim::report {
namespace {

TEST(MarkdownItem, OfFewWordsIsOneLine) {
  EXPECT_EQ(markdown_item("a *b* of 3 | 4"), "- a \\*b\\* of 3 \\| 4\n");
}

TEST(MarkdownItem, OfManyWordsHasLinesOfAHundredBytesAndEveryWord) {
  std::string text;
  for (int i = 0; i < 60; ++i) {
    text += (i == 0 ? "" : " ") + std::string("word") + std::to_string(i);
  }
  std::istringstream lines(markdown_item(text));
  std::string joined;
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_LE(line.size(), 100U);
    EXPECT_EQ(line.substr(0, 2), count == 0 ? "- " : "  ");
    joined += (count == 0 ? "" : " ") + line.substr(2);
  }
  EXPECT_GT(count, 3);
  EXPECT_EQ(joined, text);
}

TEST(MarkdownItem, BeginsNoLineWithWhatWouldBeAnItemOfItsOwn) {
  for (const char* bullet : {"-", "+", "12.", "3)", "#"}) {
    const std::string item = markdown_item(std::string(97, 'x') + ' ' + bullet + " next");
    EXPECT_EQ(item, "- " + std::string(97, 'x') + ' ' + bullet + "\n  next\n") << bullet;
  }
}

}  // namespace
}  // namespace lmulsim::report
