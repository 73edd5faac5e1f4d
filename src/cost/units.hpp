// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace lmulsim::cost {

inline constexpr double kPjPerJoule = 1e12;
inline constexpr double kWattPerMw = 1e-3;
inline constexpr double kWattPerNw = 1e-9;
inline constexpr double kNsPerS = 1e9;

}  // namespace lmulsim::cost
