// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace lmulsim::tokenizer {

/// Writes SentencePiece's table of replacements for tests, from the description of darts-clone's double array; shares
/// no code with the reader.
class CharsmapFile {
 public:
  CharsmapFile& add(const std::string& from, const std::string& to) {
    Node* node = &root_;
    for (const char c : from) {
      node = &node->children[static_cast<unsigned char>(c)];
    }
    node->value = static_cast<std::int64_t>(replacements_.size());
    replacements_ += to + '\0';
    return *this;
  }

  [[nodiscard]] std::string bytes() const {
    std::vector<std::uint32_t> units(1, 0);
    std::vector<bool> used(1, true);
    std::set<std::size_t> bases;
    place(root_, 0, 0, units, used, bases);
    std::string all = word(static_cast<std::uint32_t>(4 * units.size()));
    for (const std::uint32_t unit : units) {
      all += word(unit);
    }
    return all + replacements_;
  }

  [[nodiscard]] std::string base64() const { return base64(bytes()); }

  static std::string base64(const std::string& bytes) {
    static const std::string kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
      std::uint32_t three = 0;
      for (std::size_t i = 0; i < 3; ++i) {
        three = (three << 8U) | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U);
      }
      for (std::size_t i = 0; i < 4; ++i) {
        text += at + i <= bytes.size() ? kDigits[(three >> (18 - 6 * i)) & 63U] : '=';
      }
    }
    return text;
  }

 private:
  struct Node {
    std::map<std::uint32_t, Node> children;
    std::int64_t value = -1;
  };

  static std::string word(std::uint32_t value) { return {reinterpret_cast<const char*>(&value), sizeof(value)}; }

  /// A unit is where its children begin (xor of its own place, from bit 10 on), whether one of them is a value (bit 8),
  /// and the byte that leads to it.
  static void place(const Node& node, std::size_t at, std::uint32_t label, std::vector<std::uint32_t>& units,
                    std::vector<bool>& used, std::set<std::size_t>& bases) {
    std::vector<std::uint32_t> labels;
    if (node.value >= 0) {
      labels.push_back(0);
    }
    for (const auto& [byte, child] : node.children) {
      labels.push_back(byte);
    }
    std::size_t base = 1;  // no two nodes share theirs, or one would have the other's children
    while (bases.contains(base) ||
           std::ranges::any_of(labels, [&](std::uint32_t l) { return (base ^ l) < used.size() && used[base ^ l]; })) {
      ++base;
    }
    bases.insert(base);
    for (const std::uint32_t l : labels) {
      if ((base ^ l) >= units.size()) {
        units.resize((base ^ l) + 1);
        used.resize(units.size());
      }
      used[base ^ l] = true;
    }
    units[at] = (static_cast<std::uint32_t>(base ^ at) << 10U) | (node.value >= 0 ? 0x100U : 0U) | label;
    if (node.value >= 0) {
      units[base] = 0x80000000U | static_cast<std::uint32_t>(node.value);
    }
    for (const auto& [byte, child] : node.children) {
      place(child, base ^ byte, byte, units, used, bases);
    }
  }

  Node root_;
  std::string replacements_;
};

}  // namespace lmulsim::tokenizer
