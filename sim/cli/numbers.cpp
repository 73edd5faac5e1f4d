// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/numbers.hpp"

#include <fmt/format.h>

#include <functional>

#include "util/number.hpp"

namespace lmulsim::cli {
namespace {

using Read = std::function<void(const std::string& text)>;

/// An option whose text `read` understands. `limits` stands in the help where other options have the kind of their
/// value.
CLI::Option* add(CLI::App& command, const std::string& name, const std::string& limits, const std::string& help,
                 const Read& read) {
  CLI::Option* const option = command.add_option_function<std::string>(name, read, help);
  option->type_name(limits);
  return option;
}

std::string limits_of(IntegerRange range) {
  constexpr std::int64_t kFar = 1'000'000'000;  // a limit that nobody meets says nothing in a help text
  return range.high >= kFar ? fmt::format("N ({} or more)", range.low)
                            : fmt::format("N ({} to {})", range.low, range.high);
}

template <typename T>
CLI::Option* add_int(CLI::App& command, const std::string& name, T& value, IntegerRange range,
                     const std::string& help) {
  CLI::Option* const option =
      add(command, name, limits_of(range), help, [&value, name, range](const std::string& text) {
        value = static_cast<T>(util::read_integer(name, text, range.low, range.high));
      });
  return option->default_function([&value] { return fmt::format("{}", value); });
}

}  // namespace

CLI::Option* add_integer(CLI::App& command, const std::string& name, std::int64_t& value, IntegerRange range,
                         const std::string& help) {
  return add_int(command, name, value, range, help);
}

CLI::Option* add_integer(CLI::App& command, const std::string& name, int& value, IntegerRange range,
                         const std::string& help) {
  return add_int(command, name, value, range, help);
}

CLI::Option* add_integer(CLI::App& command, const std::string& name, std::optional<std::int64_t>& value,
                         IntegerRange range, const std::string& help) {
  return add(command, name, limits_of(range), help, [&value, name, range](const std::string& text) {
    value = util::read_integer(name, text, range.low, range.high);
  });
}

CLI::Option* add_real(CLI::App& command, const std::string& name, double& value, RealRange range,
                      const std::string& help) {
  CLI::Option* const option = add(
      command, name, fmt::format("X ({} to {})", range.low, range.high), help,
      [&value, name, range](const std::string& text) { value = util::read_real(name, text, range.low, range.high); });
  return option->default_function([&value] { return fmt::format("{}", value); });
}

CLI::Option* add_seed(CLI::App& command, std::uint64_t& value, const std::string& help) {
  constexpr const char* kName = "--seed";
  CLI::Option* const option = add(command, kName, "N (64 bits)", help, [&value](const std::string& text) {
    value = util::read_unsigned(kName, text, std::numeric_limits<std::uint64_t>::max());
  });
  return option->default_function([&value] { return fmt::format("{}", value); })->capture_default_str();
}

}  // namespace lmulsim::cli
