// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/json_band.hpp"

#include <fmt/format.h>

#include <array>

namespace lmulsim::cost {

Band read_band(util::JsonReader& json, std::string_view key) {
  const boost::json::value* value = json.find(key);
  if (value == nullptr || !value->is_array()) {
    const double number = json.number(key, 0, kLargestNumber);
    return {number, number, number};
  }
  const boost::json::array& array = value->as_array();
  if (array.size() != 3) {
    json.fail(key, fmt::format("expected [low, value, high], found {} numbers", array.size()));
  }
  std::array<double, 3> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const double number = array[i].is_number() ? array[i].to_number<double>() : -1;
    if (!(number >= 0 && number <= kLargestNumber)) {
      json.fail(key, fmt::format("expected three numbers from 0 to {:g}, found in place {} {}", kLargestNumber, i + 1,
                                 util::describe(array[i])));
    }
    numbers[i] = number;
  }
  const Band band{numbers[0], numbers[1], numbers[2]};
  if (band.value < band.low || band.value > band.high) {
    json.fail(key,
              fmt::format("expected a value within low {} and high {}, found {}", band.low, band.high, band.value));
  }
  return band;
}

}  // namespace lmulsim::cost
