// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A bug planted in the RTL: one piece of text replaced by another.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "setups.hpp"

namespace lmulsim::planted {

struct Mutation {
  std::string name;      ///< what is wrong
  std::string file;      ///< in rtl/
  std::string old_text;  ///< occurs exactly once
  std::string new_text;
  Setup setup;                       ///< the array that shows it
  std::string_view multiplier = {};  ///< in place of the setup's
};

inline std::ostream& operator<<(std::ostream& out, const Mutation& mutation) {
  return out << mutation.name;
}

/// Bugs in multipliers and accumulators.
[[nodiscard]] const std::vector<Mutation>& arithmetic_mutations();
/// Bugs in PEs, skew, control and timing.
[[nodiscard]] const std::vector<Mutation>& array_mutations();

/// Copies `rtl` to `to` with the bug in it. Throws InputError when the text does not occur exactly once.
void plant(const Mutation& mutation, const std::filesystem::path& rtl, const std::filesystem::path& to);

}  // namespace lmulsim::planted
