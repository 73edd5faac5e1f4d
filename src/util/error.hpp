// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace lmulsim {

/// Bad input or usage: a file, key, value or combination the program cannot work with. The message names the file, key
/// or line, what was expected and what was found. The command line answers it with exit code 2.
class InputError : public std::runtime_error {
 public:
  explicit InputError(const std::string& message) : std::runtime_error(message) {}
};

/// A result that does not hold: a conservation check or a comparison of engines that failed. Exit code 1.
class CheckError : public std::runtime_error {
 public:
  explicit CheckError(const std::string& message) : std::runtime_error(message) {}
};

}  // namespace lmulsim
