// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The keys of an accelerator, one row each. Whoever reads, checks, replaces, prints or explains a key walks this table.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "config/accelerator_file.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::config {

/// Where the reader puts what is written under a key; monostate: nobody writes it, reports have it.
using GivenMember = std::variant<std::monostate, Field<std::string> AcceleratorFile::*,
                                 Field<std::int64_t> AcceleratorFile::*, Field<double> AcceleratorFile::*>;

/// The numbers a key takes, both ends among them.
struct KeyRange {
  std::int64_t low;
  std::int64_t high;
};

struct Key {
  std::string_view name;  ///< dotted: "array.rows"
  GivenMember given{};
  std::string_view unit{};
  std::optional<KeyRange> range = std::nullopt;
  std::string (*words)() = nullptr;  ///< what a text may be, and numbers that are no range, for people
  /// What the message about a missing key expects. Empty: the key may be left out.
  std::string_view required{};
  std::optional<std::int64_t> fallback = std::nullopt;  ///< the number that stands for a key left out
  std::string_view otherwise{};                         ///< in words, what stands for it
  std::string (*usual)() = nullptr;                     ///< likewise, where a table decides
  std::string_view replaced_by{};  ///< a key that, set on the command line, takes the place of the file's value
  bool part = false;               ///< its value is a part of the one that may replace it
  std::string_view about{};
  /// The resolved value, as reports show it; null: not said of this accelerator.
  boost::json::value (*shown)(const machine::Accelerator&) = nullptr;

  /// "array" of "array.rows"; "" at the top.
  [[nodiscard]] constexpr std::string_view section() const {
    const std::size_t dot = name.find('.');
    return dot == std::string_view::npos ? std::string_view{} : name.substr(0, dot);
  }
  /// "rows" of "array.rows".
  [[nodiscard]] constexpr std::string_view leaf() const { return name.substr(name.rfind('.') + 1); }
  [[nodiscard]] constexpr bool is_written() const { return given.index() != 0; }
};

/// Largest array side and memory a config may ask for.
inline constexpr std::int64_t kMaxSide = 1024;
inline constexpr std::int64_t kMaxMemoryKib = 1 << 20;

/// Keys of one section stand together; the order is that of reports.
[[nodiscard]] std::span<const Key> accelerator_keys();

/// The row of a name; null when there is none.
[[nodiscard]] const Key* find_key(std::string_view name);

/// The row that a member of the file belongs to.
[[nodiscard]] const Key& key_of(const GivenMember& member);

[[nodiscard]] bool is_given(const AcceleratorFile& file, const Key& key);

/// What the members of AcceleratorFile that have a row take in memory: all but its source.
[[nodiscard]] std::size_t bytes_of_keys();

}  // namespace lmulsim::config
