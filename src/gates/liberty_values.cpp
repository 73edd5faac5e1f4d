// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/liberty_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

namespace lmulsim::gates {
namespace {

constexpr std::string_view kSeparators = " \t\r\n,\\";

double to_number(std::string_view text, const LibertyAttribute& of, const std::string& file) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    fail_liberty(file, of.line, fmt::format("{}: expected a number, found '{}'", of.name, text.substr(0, 40)));
  }
  return value;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(kSeparators), text.size());
  const std::size_t end = text.find_last_not_of(kSeparators);
  return text.substr(begin, end == std::string_view::npos ? 0 : end + 1 - begin);
}

/// The same without a pair of parentheses around it.
std::string_view bare(std::string_view text) {
  text = trimmed(text);
  return text.size() > 1 && text.front() == '(' && text.back() == ')' ? trimmed(text.substr(1, text.size() - 2)) : text;
}

/// Value of "10ps" in units of 1e-12 when the letter is 's'.
double pico(std::string_view text, char letter, const LibertyAttribute& of, const std::string& file) {
  std::size_t digits = text.find_first_not_of("0123456789.+-");
  digits = std::min(digits, text.size());
  std::string suffix(text.substr(digits));
  std::transform(suffix.begin(), suffix.end(), suffix.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::string_view kPrefixes = "fpnum";
  const std::size_t prefix = suffix.size() == 2 ? kPrefixes.find(suffix.front()) : std::string_view::npos;
  const bool plain = suffix.size() == 1;
  if (suffix.empty() || suffix.back() != letter || (!plain && prefix == std::string_view::npos)) {
    fail_liberty(file, of.line, fmt::format("{}: expected a unit such as '1n{}', found '{}'", of.name, letter, text));
  }
  const double number = to_number(text.substr(0, digits), of, file);
  if (number <= 0) {
    fail_liberty(file, of.line, fmt::format("{}: expected a positive unit, found '{}'", of.name, text));
  }
  const int exponent = plain ? 12 : 3 * static_cast<int>(prefix) - 3;
  return exponent < 0 ? number / 1e3 : number * std::pow(10.0, exponent);
}

double unit(const LibertyGroup& library, std::string_view name, char letter, double otherwise,
            const std::string& file) {
  const LibertyAttribute* attribute = library.find(name);
  return attribute == nullptr || attribute->values.empty()
             ? otherwise
             : pico(bare(attribute->values.front()), letter, *attribute, file);
}

}  // namespace

std::optional<double> number_in(const LibertyGroup& group, std::string_view attribute, const std::string& file) {
  const LibertyAttribute* found = group.find(attribute);
  if (found == nullptr) {
    return std::nullopt;
  }
  return to_number(found->values.empty() ? std::string_view() : bare(found->values.front()), *found, file);
}

std::optional<double> magnitude_in(const LibertyGroup& group, std::string_view attribute, const std::string& file) {
  const std::optional<double> value = number_in(group, attribute, file);
  if (value && *value < 0) {
    fail_liberty(file, group.find(attribute)->line, fmt::format("{}: negative ({})", attribute, *value));
  }
  return value;
}

std::string_view word_in(const LibertyGroup& group, std::string_view attribute) {
  const LibertyAttribute* found = group.find(attribute);
  return found == nullptr || found->values.empty() ? std::string_view() : bare(found->values.front());
}

bool flag_in(const LibertyGroup& group, std::string_view attribute) {
  const std::string_view word = word_in(group, attribute);
  return word == "true" || word == "TRUE" || word == "1";
}

std::vector<double> numbers_of(const LibertyAttribute& list, double scale, const std::string& file) {
  std::vector<double> numbers;
  for (const std::string_view text : list.values) {
    for (const std::string_view word : names_in(text)) {
      numbers.push_back(to_number(word, list, file) * scale);
    }
  }
  return numbers;
}

std::vector<std::string_view> names_in(std::string_view text) {
  std::vector<std::string_view> names;
  for (std::size_t begin = text.find_first_not_of(kSeparators); begin != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSeparators, begin), text.size());
    names.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(kSeparators, end);
  }
  return names;
}

LibertyUnits units_of(const LibertyGroup& library, const std::string& file) {
  const LibertyAttribute* load = library.find("capacitive_load_unit");
  if (load == nullptr || load->values.size() != 2) {
    fail_liberty(file, load == nullptr ? library.line : load->line,
                 "expected capacitive_load_unit (NUMBER, UNIT) in the library");
  }
  const std::string load_unit = std::string(trimmed(load->values[0])) + std::string(trimmed(load->values[1]));
  return {.time_ns = unit(library, "time_unit", 's', 1e3, file) / 1e3,
          .capacitance_pf = pico(load_unit, 'f', *load, file),
          .voltage_v = unit(library, "voltage_unit", 'v', 1e12, file) / 1e12,
          .leakage_nw = unit(library, "leakage_power_unit", 'w', 1e3, file) / 1e3};
}

}  // namespace lmulsim::gates
