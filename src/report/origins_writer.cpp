// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/origins_writer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/json.hpp>

#include "report/origins.hpp"

namespace lmulsim::report {

namespace json = boost::json;

std::string explanation_text(const cost::Explanation& e) {
  return fmt::format(
      "{}\n    value   {:.6g} {} ({:.6g} to {:.6g})\n    source  {}\n    method  {}\n    date    {}\n    where   {}\n  "
      "  "
      "spread  {}\n",
      e.entry, e.band.value, e.unit, e.band.low, e.band.high, e.source, e.method, e.date, e.conditions, e.spread);
}

std::string origins_text(const Origins& origins) {
  std::string out;
  if (!origins.numbers.empty()) {
    out += "\nOrigin of the numbers\n---------------------\n";
  }
  for (const NumberOrigin& number : origins.numbers) {
    out += fmt::format("  {} = {}\n    {}\n", number.name, number.value, number.method);
    if (!number.entries.empty()) {
      out += fmt::format("    rests on {}\n", fmt::join(number.entries, ", "));
    }
  }
  if (!origins.entries.empty()) {
    out += "\nEntries of the technology\n-------------------------\n";
  }
  for (const cost::Explanation& e : origins.entries) {
    out += "  " + explanation_text(e);
  }
  return out;
}

json::object explanation_json(const cost::Explanation& e) {
  return {{"entry", e.entry},    {"low", e.band.low}, {"value", e.band.value},
          {"high", e.band.high}, {"unit", e.unit},    {"source", e.source},
          {"method", e.method},  {"date", e.date},    {"conditions", e.conditions},
          {"spread", e.spread}};
}

json::object origins_json(const Origins& origins) {
  json::array numbers;
  for (const NumberOrigin& n : origins.numbers) {
    numbers.push_back(json::object{{"name", n.name},
                                   {"value", n.value},
                                   {"method", n.method},
                                   {"entries", json::array(n.entries.begin(), n.entries.end())}});
  }
  json::array entries;
  for (const cost::Explanation& e : origins.entries) {
    entries.push_back(explanation_json(e));
  }
  return {{"numbers", std::move(numbers)}, {"entries", std::move(entries)}};
}

}  // namespace lmulsim::report
