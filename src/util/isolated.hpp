// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>

namespace lmulsim::util {

/// Work of a process of its own that ended without a result; the message says of what.
class ProcessDied : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct ProcessLimits {
  std::chrono::seconds processor_time{60};
  std::size_t memory = std::size_t{4} << 30U;  ///< bytes of address space, beyond what this process has
};

/// Calls work() in a child process and returns its result: for libraries that trust what they read. What work() throws
/// is thrown here again with its text, InputError as InputError, the rest as std::runtime_error. Throws ProcessDied
/// when the child ended in another way: a signal, a limit. The child is a copy with one thread, the caller's.
[[nodiscard]] std::string isolated(const std::function<std::string()>& work, const ProcessLimits& limits = {});

}  // namespace lmulsim::util
