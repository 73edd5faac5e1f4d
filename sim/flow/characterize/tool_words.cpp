// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/tool_words.hpp"

#include <algorithm>

#include "util/command.hpp"

namespace lmulsim::flow::characterize {

std::string last_words(const std::string& said) {
  constexpr std::size_t kShown = 600;
  constexpr int kShownLines = 8;
  return util::first_lines(said.substr(said.size() - std::min(said.size(), kShown)), kShownLines);
}

}  // namespace lmulsim::flow::characterize
