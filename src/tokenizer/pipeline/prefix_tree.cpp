// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pipeline/prefix_tree.hpp"

namespace lmulsim::tokenizer::pipeline {

void PrefixTree::add(std::string_view text, int id) {
  std::uint32_t node = 0;
  for (const char byte : text) {
    const auto [child, is_new] = children_.try_emplace(edge(node, byte), static_cast<std::uint32_t>(ids_.size()));
    if (is_new) {
      ids_.push_back(-1);
    }
    node = child->second;
  }
  if (node != 0 && ids_[node] < 0) {
    ids_[node] = id;
  }
}

PrefixTree::Match PrefixTree::longest(std::string_view text) const {
  Match match;
  visit(text, [&](std::size_t bytes, int id) { match = {bytes, id}; });
  return match;
}

}  // namespace lmulsim::tokenizer::pipeline
