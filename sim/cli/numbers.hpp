// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Every number of the command line is read here: decimal, whole, within limits that the help and the error name.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace lmulsim::cli {

/// From low to high, both included. Without a high: as far as 64 bits go.
struct IntegerRange {
  std::int64_t low = 0;
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
};

struct RealRange {
  double low = 0;
  double high = 0;
};

/// Sizes of a single product: more work than this no workload may have (graph::validate).
inline constexpr std::int64_t kLargestSize = 1'000'000'000'000'000;

/// Tokens of a text: more than any model has positions or any file holds.
inline constexpr std::int64_t kMostTokens = std::int64_t{1} << 40;

/// An option that takes a number. A text that is none, or one outside the range, throws InputError with the option's
/// name, the range and the text; nothing is clamped.
CLI::Option* add_integer(CLI::App& command, const std::string& name, std::int64_t& value, IntegerRange range,
                         const std::string& help);
CLI::Option* add_integer(CLI::App& command, const std::string& name, int& value, IntegerRange range,
                         const std::string& help);
CLI::Option* add_integer(CLI::App& command, const std::string& name, std::optional<std::int64_t>& value,
                         IntegerRange range, const std::string& help);
CLI::Option* add_real(CLI::App& command, const std::string& name, double& value, RealRange range,
                      const std::string& help);

/// A seed of random numbers: any of 64 bits.
CLI::Option* add_seed(CLI::App& command, std::uint64_t& value, const std::string& help);

}  // namespace lmulsim::cli
