// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace lmulsim::report {

/// A part has one colour in every chart of every page: those of logic are blue to green, of SRAM orange to yellow, of
/// DRAM red to purple, leakage and clock grey. Empty for a name that is no part's.
[[nodiscard]] std::string part_colour(std::string_view part);

}  // namespace lmulsim::report
