// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace lmulsim {

/// Work that is done but for pieces that crashed, took too long or too much memory. Exit code 4.
class Incomplete : public std::runtime_error {
 public:
  explicit Incomplete(const std::string& message) : std::runtime_error(message) {}
};

}  // namespace lmulsim
