// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "util/json.hpp"

namespace lmulsim::formats::hf {

/// A key that may have any value, and why it changes neither shapes nor arithmetic.
struct Harmless {
  std::string_view key;
  std::string_view reason;
};

/// One config.json, read key by key with the defaults of the transformers library's configuration classes. Every key
/// must be asked for or passed over before finish(), which refuses the others. Errors are InputError "where: key: ...".
///
/// `otherwise` is the library's default of a key that is not there. A default that decides a size or a function is
/// remembered for notes().
class Config {
 public:
  /// `nested`: a text_config, which leaves out whatever equals the class's defaults; elsewhere the sizes are required.
  Config(const boost::json::value& value, std::string where, bool nested);

  /// The key is there, with null or any other value.
  [[nodiscard]] bool given(std::string_view key) const;
  /// The key is there and not null.
  [[nodiscard]] bool has(std::string_view key) const { return reader_.has(key); }

  /// A size without which there is no model.
  std::int64_t size(std::string_view key, std::int64_t otherwise);
  std::int64_t layers(std::string_view key, std::int64_t otherwise);
  /// A size that has a default everywhere. Null counts as not given.
  std::int64_t size_or(std::string_view key, std::int64_t otherwise);
  /// A number of tokens.
  std::int64_t length_or(std::string_view key, std::int64_t otherwise);
  /// Zero or more.
  std::int64_t count_or(std::string_view key, std::int64_t otherwise);
  /// Null is none, as the library has it.
  std::optional<std::int64_t> length_or_none(std::string_view key, std::optional<std::int64_t> otherwise);
  std::optional<double> number_or_none(std::string_view key, std::optional<double> otherwise);

  std::string word(std::string_view key, std::string_view otherwise);
  /// Not remembered for notes(): the usual case is that it is not given.
  bool flag(std::string_view key, bool otherwise);
  double fraction(std::string_view key, double otherwise);
  /// Indices of layers; empty when not given.
  std::vector<std::int64_t> layer_list(std::string_view key, std::int64_t layers);

  /// Keys that only the values of the network need: a number, or true or false, when it is there.
  void numbers(std::initializer_list<std::string_view> keys);
  void flags(std::initializer_list<std::string_view> keys);
  /// A key that has one value here: another is refused with the reason. Null and a missing key are that value.
  void only(std::string_view key, const boost::json::value& value, std::string_view reason);
  void pass_over(std::span<const Harmless> keys);

  [[noreturn]] void fail(std::string_view key, std::string_view message) const { reader_.fail(key, message); }
  [[nodiscard]] util::JsonReader& json() { return reader_; }
  [[nodiscard]] const boost::json::value& value() const { return value_; }
  [[nodiscard]] bool nested() const { return nested_; }
  [[nodiscard]] const std::string& where() const { return where_; }

  /// Refuses the first key that nobody asked for, unless it is a comment.
  void finish();
  /// One sentence that names the defaults that were taken; empty when there is none.
  [[nodiscard]] std::string note() const;

 private:
  std::int64_t required(std::string_view key, std::int64_t otherwise, std::int64_t max);
  std::int64_t defaulted(std::string_view key, std::int64_t otherwise, std::int64_t min, std::int64_t max);
  void remember(std::string_view key, std::string value);

  const boost::json::value& value_;
  std::string where_;
  util::JsonReader reader_;
  bool nested_;
  std::vector<std::string> defaults_;
};

}  // namespace lmulsim::formats::hf
