// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Many arithmetics, as lists of their parts.
#pragma once

#include <string>
#include <vector>

#include "quality/plan.hpp"

namespace lmulsim::quality {

/// A combination of a sweep that no product is defined for, and why.
struct Undefined {
  std::string arithmetic;
  std::string reason;
};

struct Sweep {
  std::string name;
  std::vector<Plan> plans;  ///< in the order of the file, each once
  std::vector<Undefined> undefined;
};

/// A YAML file:
///
///   name: what reports print; by default the file's name
///   plans: [PLAN, ...]            single plans, as Plan::parse() reads them; they come first
///   grids:
///     ANY NAME:                   all combinations of the lists; those above vary slowest
///       places: [all, attention, ...]       default: all; products elsewhere are in fp32
///       formats: [e4m3, bf16, e4m3xe5m2]
///       multipliers: [exact, lmul, mitchell, adder:D, ...]
///       accumulators: [default, fp32, ...]  default: default, what parse_arithmetic() takes without acc=
///       scaling: [default, none, ...]       default: default
///       rounding: [nearest, adder, ...]     default: nearest, without round=
///       k: [nearest, 1, 2, ...]             default: nearest, without k=
///
/// Throws InputError (file:line: key) for words that are in no combination right.
[[nodiscard]] Sweep read_sweep(const std::string& path);

}  // namespace lmulsim::quality
