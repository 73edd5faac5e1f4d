// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/roofline_writer.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "report/scaled.hpp"
#include "report/text_table.hpp"
#include "result/roofline.hpp"

namespace lmulsim::report {
namespace {

namespace json = boost::json;

json::value number(const std::optional<double>& value, double unit = 1) {
  return value ? json::value(*value / unit) : json::value(nullptr);
}

json::object terms(const result::Roofline& r) {
  return {{"needed_gb_per_s", number(r.needed_bytes_per_s(), result::kBytesPerGb)},
          {"macs_per_byte", number(r.macs_per_byte())},
          {"compute_time_s", r.compute_s},
          {"memory_time_s", number(r.memory_s)},
          {"time_s", r.time_s()},
          {"bound", r.memory_bound() ? json::value(result::bound_name(r)) : json::value(nullptr)}};
}

/// The DRAM's name, and by whose word it is there.
std::string dram_text(const cost::DramInUse& dram) {
  return dram.assumed ? dram.name + " (assumed: the technology knows DRAM per bit only; --dram NAME)" : dram.name;
}

std::string needed_text(const result::Roofline& r) {
  const std::optional<double> needed = r.needed_bytes_per_s();
  return "needs " + (needed ? scaled_bandwidth(*needed).text() : "no") + " of DRAM";
}

}  // namespace

std::string roofline_text(const result::RunReport& report) {
  const result::Roofline r = result::roofline(report);
  TextTable table("ll");
  if (!report.dram.peak) {
    const std::string none = report.dram.name.empty() ? "the technology has no DRAM with a peak (--dram NAME)"
                                                      : report.dram.name + " has no peak in the technology";
    table.row({"bound unknown", needed_text(r) + "; " + none});
    table.row({"roofline", scaled_time(r.compute_s).text() + ": the array at ideal memory, as all cycles here"});
    return table.text();
  }
  table.row(
      {result::bound_name(r) + " bound", fmt::format("{}, {} gives at most {}", needed_text(r), dram_text(report.dram),
                                                     scaled_bandwidth(report.dram.peak->bytes_per_s()).text())});
  table.row({"roofline", fmt::format("{}: the larger of array {} (ideal memory, as all cycles here) and DRAM {}",
                                     scaled_time(r.time_s()).text(), scaled_time(r.compute_s).text(),
                                     scaled_time(*r.memory_s).text())});
  if (const auto intensity = r.macs_per_byte()) {
    table.row({"intensity", fmt::format("{:.4g} MACs a byte; array and DRAM balance at {:.4g}", *intensity,
                                        *balance_macs_per_byte(report))});
  }
  return table.text();
}

json::object roofline_json(const result::RunReport& report) {
  const result::Roofline r = result::roofline(report);
  const cost::DramInUse& dram = report.dram;
  json::object out{
      {"dram", dram.name.empty() ? json::value(nullptr) : json::value(dram.name)},
      {"dram_assumed", dram.assumed},
      {"peak_gb_per_s", dram.peak ? json::value(dram.peak->bytes_per_s() / result::kBytesPerGb) : json::value(nullptr)},
      {"peak_source", dram.peak ? json::value(dram.peak->source) : json::value(nullptr)}};
  for (auto& [key, value] : terms(r)) {
    out[key] = std::move(value);
  }
  out["time_by_operator_s"] = result::roofline_by_operator_s(report);
  out["balance_macs_per_byte"] = number(result::balance_macs_per_byte(report));
  const auto memory = r.memory_bound();
  out["memory_bound"] = memory ? json::value(*memory) : json::value(nullptr);
  return out;
}

json::object roofline_json(const result::RunReport& report, const result::OperatorReport& op) {
  return terms(result::roofline(report, op));
}

}  // namespace lmulsim::report
