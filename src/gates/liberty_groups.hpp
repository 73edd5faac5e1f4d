// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "util/error.hpp"

namespace lmulsim::gates {

/// `name : value;` or `name(value, ...);` as written, quotes removed. Views into the text that was parsed.
struct LibertyAttribute {
  std::string_view name;
  std::vector<std::string_view> values;
  int line = 0;
};

/// `name(argument, ...) { ... }`.
struct LibertyGroup {
  std::string_view name;
  std::vector<std::string_view> arguments;
  int line = 0;
  std::vector<LibertyAttribute> attributes;
  std::vector<LibertyGroup> groups;

  [[nodiscard]] const LibertyAttribute* find(std::string_view attribute) const;  ///< nullptr without; the last of many
  [[nodiscard]] const LibertyGroup* group(std::string_view kind) const;          ///< nullptr without; the first of many
};

/// What a cell has and this reader does not model. Its text is the reason, without a place.
class NotModelled : public InputError {
 public:
  using InputError::InputError;
};

/// Throws InputError("FILE:LINE: MESSAGE").
[[noreturn]] void fail_liberty(const std::string& file, int line, const std::string& message);

/// The one library group of a liberty file (Liberty User Guide, syntax of groups and attributes). `text` outlives the
/// result. Throws InputError naming file and line for what is not liberty, unterminated strings, comments and groups,
/// and nesting deeper than any library has.
[[nodiscard]] LibertyGroup parse_liberty(std::string_view text, const std::string& file);

}  // namespace lmulsim::gates
