// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/entry_reader.hpp"

#include <fmt/format.h>

#include "cost/json_band.hpp"
#include "util/printable.hpp"

namespace lmulsim::cost {

using util::JsonReader;

namespace {

bool is_date(std::string_view text) {
  constexpr std::string_view kPattern = "dddd-dd-dd";
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kPattern[i] == 'd' ? !digit : text[i] != kPattern[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::string read_filled_string(JsonReader& json, std::string_view key) {
  std::string text = json.string(key);
  if (text.empty()) {
    json.fail(key, "expected a text, found an empty one");
  }
  util::check_printable(text, json.place(key));
  return text;
}

Origin read_origin(JsonReader& json) {
  Origin origin;
  origin.source = read_filled_string(json, "source");
  origin.method = json.choice("method", kMethodNames);
  origin.node_nm = json.number("node_nm", 1, 1000);
  origin.voltage_v = json.number("voltage_v", 0.1, 10);
  origin.date = json.string("date");
  if (!is_date(origin.date)) {
    json.fail("date", fmt::format("expected YYYY, YYYY-MM or YYYY-MM-DD, found '{}'", origin.date));
  }
  origin.reasoning = json.optional_string("reasoning").value_or("");
  if (origin.method == Method::estimate && origin.reasoning.empty()) {
    json.fail("reasoning", "expected the reasoning behind an estimate, found none");
  }
  return origin;
}

Entry read_entry(JsonReader json, std::string_view expected_unit) {
  Entry entry;
  entry.band = {.low = json.number("low", 0, kLargestNumber),
                .value = json.number("value", 0, kLargestNumber),
                .high = json.number("high", 0, kLargestNumber)};
  if (entry.band.value < entry.band.low || entry.band.value > entry.band.high) {
    json.fail("value", fmt::format("expected a value within low {} and high {}, found {}", entry.band.low,
                                   entry.band.high, entry.band.value));
  }
  if (const std::string unit = json.string("unit"); unit != expected_unit) {
    json.fail("unit", fmt::format("expected '{}', found '{}'", expected_unit, unit));
  }
  entry.origin = read_origin(json);
  json.finish();
  return entry;
}

}  // namespace lmulsim::cost
