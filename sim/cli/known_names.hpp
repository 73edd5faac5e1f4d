// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The names that options know, for `lmulsim list` and for the help.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "arith/hardware.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::cli {

enum class NameKind {
  accelerators,
  technologies,
  workloads,
  sweeps,
  designs,  ///< sweeps over designs
  libraries,
  engines,
  dataflows,
  multipliers,
  formats,
  accumulators,
};

inline constexpr auto kNameKinds =
    util::enum_names<NameKind>("accelerators", "technologies", "workloads", "sweeps", "designs", "libraries", "engines",
                               "dataflows", "multipliers", "formats", "accumulators");

[[nodiscard]] constexpr std::string_view word_of(NameKind kind) {
  return kNameKinds[kind];
}

/// Those that are shipped or built in, in the order in which messages name them.
[[nodiscard]] std::vector<std::string> known_names(NameKind kind);

/// Which engines compute with a multiplier, format or accumulator. All for every other kind.
[[nodiscard]] arith::Engines engines_of(NameKind kind, const std::string& name);

}  // namespace lmulsim::cli
