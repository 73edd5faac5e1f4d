// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lmulsim::tokenizer::pipeline {

/// Texts with a number each, found at the beginning of another text, in time of the length of the longest.
class PrefixTree {
 public:
  /// A text that is there already keeps its number.
  void add(std::string_view text, int id);

  /// Calls visit(bytes, id) for every text that `text` begins with, the shortest first.
  template <typename Visit>
  void visit(std::string_view text, const Visit& visit) const {
    std::uint32_t node = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto child = children_.find(edge(node, text[i]));
      if (child == children_.end()) {
        return;
      }
      node = child->second;
      if (ids_[node] >= 0) {
        visit(i + 1, ids_[node]);
      }
    }
  }

  struct Match {
    std::size_t bytes = 0;  ///< 0: none
    int id = -1;
  };
  [[nodiscard]] Match longest(std::string_view text) const;

 private:
  static std::uint64_t edge(std::uint32_t node, char byte) {
    return (std::uint64_t{node} << 8U) | static_cast<unsigned char>(byte);
  }

  std::unordered_map<std::uint64_t, std::uint32_t> children_;
  std::vector<int> ids_{-1};  ///< by node; -1: no text ends here
};

}  // namespace lmulsim::tokenizer::pipeline
