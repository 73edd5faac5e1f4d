// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "util/enum_names.hpp"

namespace lmulsim::util {

/// JSON text to a value. `name` is what messages call the text. Throws InputError "name:line:column: reason" on a
/// syntax error, text after the value, invalid UTF-8, nesting deeper than 32, or a key given twice in one object.
[[nodiscard]] boost::json::value parse_json(std::string_view text, std::string_view name);
[[nodiscard]] boost::json::value parse_json_file(const std::filesystem::path& path);

/// Reads an object key by key and remembers which were asked for; finish() then refuses the others. Every getter
/// throws InputError naming the place ("file: key.inner"), what was expected and what was found. An optional key may
/// also be null. The JSON value must outlive the reader. Getters without a default require the key.
class JsonReader {
 public:
  static constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

  /// `value` must be an object. `where` begins every message, usually the file name.
  JsonReader(const boost::json::value& value, std::string where);

  [[nodiscard]] bool has(std::string_view key) const;  ///< present and not null

  [[nodiscard]] std::string string(std::string_view key);
  [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t min, std::int64_t max = kMax);
  [[nodiscard]] double number(std::string_view key, double min, double max);
  [[nodiscard]] bool boolean(std::string_view key);
  [[nodiscard]] JsonReader object(std::string_view key);
  [[nodiscard]] const boost::json::array& array(std::string_view key);
  /// One of `names`; returns its index. A wrong word is answered with the nearest right one.
  [[nodiscard]] std::size_t choice(std::string_view key, std::span<const std::string_view> names);
  template <class Enum, std::size_t N>
  [[nodiscard]] Enum choice(std::string_view key, const EnumNames<Enum, N>& names) {
    return static_cast<Enum>(choice(key, std::span<const std::string_view>(names.words())));
  }

  [[nodiscard]] std::optional<std::string> optional_string(std::string_view key);
  [[nodiscard]] std::optional<std::int64_t> optional_integer(std::string_view key, std::int64_t min,
                                                             std::int64_t max = kMax);
  [[nodiscard]] std::optional<double> optional_number(std::string_view key, double min, double max);
  [[nodiscard]] std::optional<bool> optional_boolean(std::string_view key);
  [[nodiscard]] std::optional<JsonReader> optional_object(std::string_view key);
  [[nodiscard]] const boost::json::array* optional_array(std::string_view key);  ///< null when absent

  /// Any value, for what the typed getters do not cover; null when absent.
  [[nodiscard]] const boost::json::value* find(std::string_view key);
  /// The key is allowed and its value of no interest (comments, "_source").
  void ignore(std::string_view key) { (void)find(key); }

  /// Throws on the first key nobody asked for, naming the nearest key that is known; `hint` ends the message. Lenient
  /// readers leave it out.
  void finish(std::string_view hint = "") const;

  /// Throws InputError "where: key: message".
  [[noreturn]] void fail(std::string_view key, std::string_view message) const;
  [[nodiscard]] std::string place(std::string_view key) const;  ///< "where: key"

 private:
  const boost::json::value& required(std::string_view key, std::string_view expected);
  [[noreturn]] void mismatch(std::string_view key, std::string_view expected, const boost::json::value& found) const;

  const boost::json::object* object_;
  std::string where_;
  std::set<std::string, std::less<>> known_;
};

/// "a string "x"", "the number 3", "an array", ... for messages.
[[nodiscard]] std::string describe(const boost::json::value& value);

namespace detail {
/// The byte offset just after the first key that repeats within its object. `text` must be valid JSON.
[[nodiscard]] std::optional<std::size_t> find_duplicate_key(std::string_view text, std::string& key);
}  // namespace detail

}  // namespace lmulsim::util
