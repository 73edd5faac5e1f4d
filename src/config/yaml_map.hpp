// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/field.hpp"

namespace lmulsim::config {

/// Where a YAML text stands, as messages begin.
struct Origin {
  enum class Kind : std::uint8_t {
    file,     ///< "text:line: key"
    setting,  ///< "text key": an option that takes any key
    option,   ///< "text": an option of one key
  };
  std::string text;
  Kind kind = Kind::file;

  /// The place of a line, or of the key `name` in it.
  [[nodiscard]] std::string line(int number, std::string_view name) const;
  [[nodiscard]] std::string key(int number, std::string_view name) const;
};

/// A node for messages: its text in quotes, "a list", "a map", "nothing".
[[nodiscard]] std::string described(const YAML::Node& node);

/// A strict view of one YAML map: typed getters remember the keys they were asked for, finish() rejects the others.
/// Every error is an InputError that starts with its origin, "source:line" for a file.
class YamlMap {
 public:
  /// `path` is the dotted path of this map inside the document, "" for the document itself.
  YamlMap(const YAML::Node& node, Origin origin, std::string path);

  /// The one document of `text`. Malformed YAML, what check_yaml() refuses, several documents or a document that is not
  /// a map are errors.
  [[nodiscard]] static YamlMap document(const std::string& text, const std::string& source);

  /// The map that has `value` under the dotted `name` and nothing else.
  [[nodiscard]] static YamlMap of_setting(std::string_view name, const YAML::Node& value, Origin origin);

  [[nodiscard]] Field<std::string> text(std::string_view key);
  /// Numbers are decimal, whole and finite: 010 is ten, 0x10 is none.
  [[nodiscard]] Field<std::int64_t> integer(std::string_view key);
  [[nodiscard]] Field<double> number(std::string_view key);
  [[nodiscard]] std::optional<YamlMap> map(std::string_view key);
  /// The texts of a list; none without the key.
  [[nodiscard]] std::vector<Field<std::string>> texts(std::string_view key);

  /// Any value, for readers of their own; describe it with described().
  [[nodiscard]] Field<YAML::Node> node(std::string_view key);

  /// Every key of the map, in the order of the text, for maps whose keys are not known beforehand.
  [[nodiscard]] std::vector<std::string> keys() const;

  /// Throws for the first key that no getter asked for.
  void finish() const;

 private:
  struct Entry {
    std::string key;
    int line;
    YAML::Node value;
  };

  [[nodiscard]] const Entry* find(std::string_view key);
  [[nodiscard]] std::string full_name(std::string_view key) const;
  [[nodiscard]] std::string where(const Entry& entry) const;
  template <typename T>
  [[nodiscard]] Field<T> number_of(std::string_view key, std::string_view kind);
  [[nodiscard]] std::string scalar(const Entry& entry, std::string_view expected, bool plain) const;

  Origin origin_;
  std::string path_;
  std::vector<Entry> entries_;
  std::vector<std::string> known_;
};

}  // namespace lmulsim::config
