// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "dram/dram_memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "util/error.hpp"

namespace lmulsim::dram {
namespace {

constexpr std::int64_t kLargestBurst = 1024;

bool is_power_of_two(std::int64_t value) {
  return value > 0 && std::has_single_bit(static_cast<std::uint64_t>(value));
}

/// A distance must be at least what others ask for.
struct Rule {
  std::string_view key;
  int DramTiming::*member;
  std::string_view least_text;
  int (*least)(const DramTiming&);
  std::string_view reason;
};

constexpr std::string_view kBus = "two columns' data would meet on the bus";
constexpr std::string_view kGroups = "a group is never faster than the channel";
constexpr std::string_view kOver = "no distance may reach over a refresh";
constexpr std::string_view kTurn = "a change of direction is never faster than none";

constexpr std::array kRules{
    Rule{"tCCD_S", &DramTiming::ccd_s, "tBL", [](const DramTiming& t) { return t.bl; }, kBus},
    Rule{"tRTW", &DramTiming::rtw, "tCL + tBL - tCWL", [](const DramTiming& t) { return t.cl + t.bl - t.cwl; }, kBus},
    Rule{"tRTW", &DramTiming::rtw, "tCCD_S", [](const DramTiming& t) { return t.ccd_s; }, kTurn},
    Rule{"tWTR_S", &DramTiming::wtr_s, "tCCD_S - tCWL - tBL",
         [](const DramTiming& t) { return t.ccd_s - t.cwl - t.bl; }, kTurn},
    Rule{"tBLx", &DramTiming::blx, "tBL", [](const DramTiming& t) { return t.bl; }, kGroups},
    Rule{"tCCD_L", &DramTiming::ccd_l, "tCCD_S", [](const DramTiming& t) { return t.ccd_s; }, kGroups},
    Rule{"tRRD_L", &DramTiming::rrd_l, "tRRD_S", [](const DramTiming& t) { return t.rrd_s; }, kGroups},
    Rule{"tWTR_L", &DramTiming::wtr_l, "tWTR_S", [](const DramTiming& t) { return t.wtr_s; }, kGroups},
    Rule{"tRFC", &DramTiming::rfc, "tFAW", [](const DramTiming& t) { return t.faw; }, kOver},
    Rule{"tRFC", &DramTiming::rfc, "tRRD_L", [](const DramTiming& t) { return t.rrd_l; }, kOver},
    Rule{"tRFC", &DramTiming::rfc, "tRTW", [](const DramTiming& t) { return t.rtw; }, kOver},
    Rule{"tRFC", &DramTiming::rfc, "tCCD_L", [](const DramTiming& t) { return t.ccd_l; }, kOver},
    Rule{"tRFC", &DramTiming::rfc, "tCWL + tBLx + tWTR_L", [](const DramTiming& t) { return t.cwl + t.blx + t.wtr_l; },
         kOver},
};

void check_organization(const Organization& organization, const Where& where) {
  for (const OrganizationKey& key : kOrganizationKeys) {
    const std::int64_t value = organization.*key.member;
    if (value < key.low || value > key.high || !is_power_of_two(value)) {
      throw InputError(fmt::format("{}: expected a power of two from {} to {}, found {}", where(key.name), key.low,
                                   key.high, value));
    }
  }
  if (organization.row_bytes < organization.native_bytes) {
    throw InputError(fmt::format("{}: expected at least a column's {} bytes (native_bytes), found {}",
                                 where("row_bytes"), organization.native_bytes, organization.row_bytes));
  }
  const std::int64_t largest = std::int64_t{1} << kAddressBits;
  if (organization.capacity_bytes() > largest) {
    throw InputError(
        fmt::format("{}: expected a capacity of at most 2^{} bytes (channels x groups x banks x rows x "
                    "row_bytes), found {} rows, which make {} bytes",
                    where("rows"), kAddressBits, organization.rows, organization.capacity_bytes()));
  }
}

void check_timing(const DramTiming& timing, const Where& where) {
  const auto place = [&](std::string_view key) { return where(fmt::format("timing.{}", key)); };
  for (const TimingKey& key : kTimingKeys) {
    const int value = timing.*key.member;
    if (value < key.low || value > key.high) {
      throw InputError(
          fmt::format("{}: expected {} to {} clocks, found {}", place(key.name), key.low, key.high, value));
    }
  }
  for (const Rule& rule : kRules) {
    const int value = timing.*rule.member;
    const int least = rule.least(timing);
    if (value < least) {
      throw InputError(fmt::format("{}: expected at least {} = {} clocks ({}), found {}", place(rule.key),
                                   rule.least_text, least, rule.reason, value));
    }
  }
  if (timing.refi != 0 && timing.refi <= timing.rfc) {
    throw InputError(fmt::format("{}: expected more than tRFC = {} clocks, or 0 for no refresh, found {}",
                                 place("tREFI"), timing.rfc, timing.refi));
  }
}

}  // namespace

double DramMemory::peak_bytes_per_s() const {
  return clock_mhz * 1e6 * static_cast<double>(organization.native_bytes * organization.channels) / timing.ccd_s;
}

void check(const DramMemory& memory, const Where& where) {
  check_organization(memory.organization, where);
  check_timing(memory.timing, where);
}

void check(const DramMemory& memory) {
  check(memory, [](std::string_view key) { return std::string(key); });
}

void check_burst(const Organization& organization, std::int64_t burst_bytes, std::string_view where) {
  const std::int64_t high = std::min(kLargestBurst, organization.groups * organization.row_bytes);
  if (!is_power_of_two(burst_bytes) || burst_bytes < organization.native_bytes || burst_bytes > high) {
    throw InputError(
        fmt::format("{}: expected a power of two from {} (a column) to {} bytes (at most a row of each "
                    "bank group), found {}",
                    where, organization.native_bytes, high, burst_bytes));
  }
}

}  // namespace lmulsim::dram
