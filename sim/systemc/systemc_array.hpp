// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "engine/dut.hpp"

namespace lmulsim::systemc {

/// How finely the SystemC array is cut into modules.
enum class SystemcGrain : std::uint8_t {
  array,  ///< one process for the whole array
  pe,     ///< one module per PE; arrays up to 16x16
};

/// Largest side of an array with one module per PE.
inline constexpr int kMaxPeGrainSide = 16;

/// A SystemC array driven at its pins; one clock cycle takes 1 ns of simulated time. SystemC holds one simulation per
/// process: make every array before the first settle() of any of them. Each has its own clock, which runs only while
/// that array is clocked. With `vcd` the waves of pins (and of the PEs' registers, grain `pe`) go to that file, named
/// with or without ".vcd", which appears when the array goes (until then it is called .part.vcd). Throws InputError for
/// parameters no array is built with, for a `pe` array larger than 16x16, after the simulation has started, and for
/// waves that cannot be written.
[[nodiscard]] std::unique_ptr<engine::ArrayDut> make_systemc_array(
    const engine::ArrayParams& params, SystemcGrain grain, const std::optional<std::filesystem::path>& vcd = {});

}  // namespace lmulsim::systemc
