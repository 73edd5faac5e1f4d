// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The small arrays in which bugs are planted.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "machine/accelerator.hpp"

namespace lmulsim::planted {

enum class Setup : std::uint8_t {
  lmul,        ///< e4m3 lmul, fp32, weight stationary
  pipelined,   ///< as lmul, with a register after the multiplier and two in the accumulator
  exact,       ///< e5m2 exact, fp32, input stationary
  bf16_lmul,   ///< bf16 lmul, fp32, weight stationary
  bf16_acc,    ///< e4m3 exact into bf16, weight stationary
  mixed,       ///< e4m3 by bf16 exact into bf16, weight stationary: products wider than the sums
  fixed,       ///< e5m2 exact into a fixed accumulator wide enough for one product only, weight stationary
  narrow,      ///< e4m3 exact into fix12.3, weight stationary: cut and often saturated
  group,       ///< e4m3 exact, groups of four into fp32, weight stationary, a register behind every step
  rounded,     ///< e5m2 exact, groups of three into fix9.2, input stationary: often rounded, saturated and infinite
  group_int8,  ///< int8, groups of two into int32, output stationary
  logs,        ///< log34 by log43 antilog:5 into fix20.-6, weight stationary
  log_group,   ///< log34 antilog:6, groups of four into fp32, output stationary
  int8,        ///< int8 into int32, weight stationary
  output,      ///< int8 into int32, output stationary, a register after the multiplier and two in the accumulator
};

inline constexpr std::array kSetups{Setup::lmul,      Setup::pipelined, Setup::exact,      Setup::bf16_lmul,
                                    Setup::bf16_acc,  Setup::mixed,     Setup::fixed,      Setup::narrow,
                                    Setup::group,     Setup::rounded,   Setup::group_int8, Setup::logs,
                                    Setup::log_group, Setup::int8,      Setup::output};

[[nodiscard]] std::string_view setup_name(Setup setup);
[[nodiscard]] machine::Accelerator accelerator(Setup setup);

}  // namespace lmulsim::planted
