// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "explore/run_keys.hpp"
#include "explore/space.hpp"

namespace lmulsim::explore {
namespace {

bool is_plain(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("_.:,+-/=@%#").find(c) != std::string_view::npos;
}

/// A word of a shell command.
std::string shell_word(const std::string& text) {
  if (!text.empty() && text[0] != '#' && std::ranges::all_of(text, is_plain)) {
    return text;
  }
  std::string out = "'";
  for (const char c : text) {
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return out + "'";
}

std::string words_of(const Assignment& a) {
  const PointKeyRow* row = find_point_key(a.key);
  return row == nullptr ? " --set " + shell_word(a.key + "=" + text_of(a.value))
                        : fmt::format(" {} {}", row->option, shell_word(text_of(a.value)));
}

}  // namespace

std::string command_line(const std::vector<Assignment>& settings, const std::string& quality) {
  std::string out = "lmulsim run";
  for (const bool is_accelerator : {true, false}) {  // what is changed stands after what it is changed in
    for (const Assignment& a : settings) {
      out += (a.key == "accelerator") == is_accelerator ? words_of(a) : "";
    }
  }
  return quality.empty() ? out : fmt::format("{} --quality {} --anyway", out, shell_word(quality));
}

}  // namespace lmulsim::explore
