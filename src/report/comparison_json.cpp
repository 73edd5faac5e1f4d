// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "report/comparison_writers.hpp"
#include "report/design_row_writer.hpp"
#include "result/comparison.hpp"

namespace lmulsim::report {
namespace {

namespace json = boost::json;

json::value band_object(const std::optional<cost::Band>& band) {
  if (!band) {
    return nullptr;
  }
  return {{"low", band->low}, {"value", band->value}, {"high", band->high}};
}

json::object design_json(const result::Design& d) {
  return {{"name", d.name},
          {"workload", d.workload},
          {"engine", d.engine},
          {"warnings", json::array(d.warnings.begin(), d.warnings.end())},
          {"dram", d.dram && !d.dram->dram.empty() ? json::value(d.dram->dram) : json::value(nullptr)},
          {"bound", d.dram && d.dram->bound != "unknown" ? json::value(d.dram->bound) : json::value(nullptr)},
          {"technology", d.technology.empty() ? json::value(nullptr) : json::value(d.technology)}};
}

json::object quantity_json(const result::Quantity& q, const std::vector<result::Design>& designs) {
  json::array values;
  for (const auto& value : q.values) {
    values.push_back(band_object(value));
  }
  json::array differences;
  for (std::size_t i = 0; i < q.differences.size(); ++i) {
    const result::Difference& d = q.differences[i];
    differences.push_back(json::object{{"design", designs[i + 1].name},
                                       {"delta", d.delta},
                                       {"ratio", band_object(d.ratio)},
                                       {"verdict", result::name(d.verdict)}});
  }
  return {{"name", q.name},
          {"is_part", q.is_part},
          {"unit", result::kUnitNames[q.unit]},
          {"values", std::move(values)},
          {"differences", std::move(differences)}};
}

}  // namespace

json::object to_json(const result::Comparison& comparison) {
  json::array designs;
  for (const result::Design& d : comparison.designs) {
    designs.push_back(design_json(d));
  }
  json::array quantities;
  for (const result::Quantity& q : comparison.quantities) {
    quantities.push_back(quantity_json(q, comparison.designs));
  }
  json::array rows;
  for (const result::DesignRow& row : comparison.rows) {
    rows.push_back(design_row_json(row));
  }
  return {{"schema", "lmulsim-comparison/2"},
          {"warnings", json::array(comparison.warnings.begin(), comparison.warnings.end())},
          {"designs", std::move(designs)},
          {"quantities", std::move(quantities)},
          {"design_rows", std::move(rows)},
          {"notes", json::array(comparison.notes.begin(), comparison.notes.end())}};
}

}  // namespace lmulsim::report
