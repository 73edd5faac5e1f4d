// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "dram/clock_ratio.hpp"
#include "dram/dram_timing.hpp"

namespace lmulsim::dram {

/// Sizes of a memory. A channel is what has a data bus of its own; all sizes are powers of two.
struct Organization {
  std::int64_t channels = 1;
  std::int64_t groups = 1;        ///< bank groups of a channel
  std::int64_t banks = 1;         ///< of a group
  std::int64_t rows = 1;          ///< of a bank
  std::int64_t row_bytes = 1;     ///< of one bank's row
  std::int64_t native_bytes = 1;  ///< of one column: what one read or write command moves

  [[nodiscard]] int banks_of_channel() const { return static_cast<int>(groups * banks); }
  [[nodiscard]] std::int64_t stripe_bytes() const { return channels * groups * banks * row_bytes; }
  [[nodiscard]] std::int64_t capacity_bytes() const { return stripe_bytes() * rows; }

  friend bool operator==(const Organization&, const Organization&) = default;
};

/// One size: its key in files, and the powers of two it may be.
struct OrganizationKey {
  std::string_view name;
  std::int64_t Organization::*member;
  std::string_view about;
  std::int64_t low;
  std::int64_t high;
};

inline constexpr std::array kOrganizationKeys{
    OrganizationKey{"channels", &Organization::channels, "channels, each with a data bus of its own", 1, 64},
    OrganizationKey{"groups", &Organization::groups, "bank groups of a channel", 1, 16},
    OrganizationKey{"banks", &Organization::banks, "banks of a group", 1, 16},
    OrganizationKey{"rows", &Organization::rows, "rows of a bank", 1, std::int64_t{1} << 24},
    OrganizationKey{"row_bytes", &Organization::row_bytes, "bytes of a bank's row", 8, 1 << 16},
    OrganizationKey{"native_bytes", &Organization::native_bytes, "bytes of a column", 8, 1024},
};
static_assert(sizeof(Organization) == kOrganizationKeys.size() * sizeof(std::int64_t), "a size without a name");

/// A memory as the models know it. check() has said that it is possible.
struct DramMemory {
  std::string name;
  double clock_mhz = 0;
  Organization organization;
  DramTiming timing;
  std::optional<ClockRatio> ratio = std::nullopt;  ///< to the core's clock, where a file gives it

  /// Bytes a second when every channel moves a column each tCCD_S.
  [[nodiscard]] double peak_bytes_per_s() const;
};

/// Where the value of a key was given, as messages begin: "file:line: timing.tRFC".
using Where = std::function<std::string(std::string_view key)>;

/// Throws InputError "WHERE: expected ..., found ..." for the first size or distance that is out of its range, and for
/// the first rule between them that does not hold: rules of the bus, of bank groups, and that no distance reaches over
/// a refresh.
void check(const DramMemory& memory, const Where& where);

/// The same for a memory that no file describes: keys alone begin the messages.
void check(const DramMemory& memory);

/// Throws InputError unless bursts of so many bytes are possible: a power of two from a column to 1024, and no more
/// than one row of each group.
void check_burst(const Organization& organization, std::int64_t burst_bytes, std::string_view where);

}  // namespace lmulsim::dram
