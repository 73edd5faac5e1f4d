// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

namespace lmulsim::util {

/// Ends a function behind a switch without `default` that returns for every enumerator: only a value cast from outside
/// of the enumeration comes here. Throws std::logic_error, a fault of the program.
[[noreturn]] inline void unreachable() {
  throw std::logic_error("a value outside of its enumeration");
}

}  // namespace lmulsim::util
