// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "dram/clock_ratio.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "util/error.hpp"

namespace lmulsim::dram {
namespace {

constexpr double kLargestError = 0.01;

std::uint64_t reciprocal_of(int d) {
  return d == 1 ? 0 : std::numeric_limits<std::uint64_t>::max() / static_cast<std::uint64_t>(d) + 1;
}

int checked(std::int64_t value, std::string_view where) {
  if (value < 1 || value > ClockRatio::kLargest) {
    throw InputError(fmt::format("{}: expected DRAM clocks and core cycles from 1 to {}, found {}", where,
                                 ClockRatio::kLargest, value));
  }
  return static_cast<int>(value);
}

ChosenRatio with_error(const ClockRatio& ratio, double dram_mhz, double core_mhz) {
  const double meant = core_mhz * ratio.p() / ratio.q();
  return {ratio, meant, std::abs(meant - dram_mhz) / dram_mhz};
}

}  // namespace

ClockRatio::ClockRatio(std::int64_t p, std::int64_t q, std::string_view where)
    : p_(checked(p, where)), q_(checked(q, where)), by_p_(0), by_q_(0) {
  const int common = std::gcd(p_, q_);
  p_ /= common;
  q_ /= common;
  by_p_ = reciprocal_of(p_);
  by_q_ = reciprocal_of(q_);
}

ChosenRatio choose_ratio(double dram_mhz, double core_mhz, const std::optional<ClockRatio>& given,
                         std::string_view where) {
  if (!(dram_mhz > 0 && core_mhz > 0 && std::isfinite(dram_mhz) && std::isfinite(core_mhz))) {
    throw InputError(fmt::format("{}: expected frequencies above 0 MHz, found {} of the DRAM and {} of the core", where,
                                 dram_mhz, core_mhz));
  }
  if (given) {
    return with_error(*given, dram_mhz, core_mhz);
  }
  std::optional<ChosenRatio> best;
  for (int q = 1; q <= ClockRatio::kLargestQ; ++q) {
    const double p = std::clamp(std::round(dram_mhz / core_mhz * q), 1.0, double{ClockRatio::kLargest});
    const ChosenRatio next = with_error(ClockRatio(static_cast<std::int64_t>(p), q), dram_mhz, core_mhz);
    if (!best || next.error < best->error) {
      best = next;
    }
  }
  if (best->error > kLargestError) {
    throw InputError(
        fmt::format("{}: expected frequencies whose ratio is within 1 % of a fraction of at most {}/{}, "
                    "found {} MHz of the DRAM over {} MHz of the core; the nearest is {}/{}, which means "
                    "{:.6g} MHz. 'clock_ratio: [p, q]' takes any other",
                    where, ClockRatio::kLargest, ClockRatio::kLargestQ, dram_mhz, core_mhz, best->ratio.p(),
                    best->ratio.q(), best->dram_mhz));
  }
  return *best;
}

}  // namespace lmulsim::dram
