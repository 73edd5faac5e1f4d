// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace lmulsim::timing {

/// First cycle in which a beat of the command is accepted, and the cycle after its last result left.
struct CommandTime {
  std::int64_t start = 0;
  std::int64_t end = 0;

  friend bool operator==(const CommandTime&, const CommandTime&) = default;
};

}  // namespace lmulsim::timing
