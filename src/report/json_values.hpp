// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <optional>

#include "cost/band.hpp"

namespace lmulsim::report {

/// null where there is no number.
template <class Number>
[[nodiscard]] boost::json::value number_json(const std::optional<Number>& number) {
  return number ? boost::json::value(*number) : boost::json::value(nullptr);
}

/// [low, value, high]; null where there is no band.
[[nodiscard]] inline boost::json::value band_json(const std::optional<cost::Band>& band) {
  return band ? boost::json::value{band->low, band->value, band->high} : boost::json::value(nullptr);
}

}  // namespace lmulsim::report
