// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/json_amount.hpp"

#include <fmt/format.h>

#include <cmath>

#include "util/error.hpp"

namespace lmulsim::cost {

std::string json_number(double value) {
  if (!std::isfinite(value)) {
    throw CheckError(fmt::format("a technology file with the number {}", value));
  }
  return fmt::format("{:.6g}", value);
}

std::string json_amount(double value) {
  if (value < 0) {
    throw CheckError(fmt::format("a technology file with the negative number {}", value));
  }
  return json_number(value);
}

}  // namespace lmulsim::cost
