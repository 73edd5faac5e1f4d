// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/csv_cell.hpp"
#include "report/roofline.hpp"
#include "report/writers.hpp"

namespace lmulsim::report {
namespace {

std::string optional_count(const std::optional<std::int64_t>& value) {
  return value ? fmt::format("{}", *value) : "";
}

std::string optional_number(const std::optional<double>& value, double unit = 1) {
  return value ? fmt::format("{}", *value / unit) : "";
}

std::string line(const RunReport& report, const OperatorReport& op) {
  if (!op.timed()) {
    return fmt::format("{},{},{},,,,,{},,,,,,,,,,,,,,,,,,,{}\n", csv_cell(op.name), csv_cell(op.kind), op.layer,
                       op.elements, kNotTimed);
  }
  const activity::Activity& a = op.activity;
  const mapping::Gemm& g = *op.gemm;
  const Roofline r = roofline(report, op);
  constexpr double kGiga = 1e9;
  const std::string energy = op.energy_pj ? fmt::format("{}", op.energy_pj->total.value) : "";
  return fmt::format("{},{},{},{},{},{},{},,{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},\n",
                     csv_cell(op.name), csv_cell(op.kind), op.layer, op.count, g.m, g.n, g.k, op.start_cycle, op.cycles,
                     optional_count(op.closed_form), optional_count(op.scalesim_compatible), a.busy_cycles,
                     a.stall_cycles, a.idle_cycles, a.macs_useful, a.macs_issued, op.utilization, energy,
                     a.dram_read_bytes, a.dram_write_bytes, optional_number(r.needed_bytes_per_s(), kGiga),
                     optional_number(r.macs_per_byte()), optional_number(r.memory_s), r.time_s(), bound_name(r));
}

}  // namespace

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  std::string out = "\"";
  for (const char c : text) {
    out += c == '"' ? "\"\"" : std::string(1, c);
  }
  return out + "\"";
}

std::string to_csv(const RunReport& report) {
  std::string out =
      "name,kind,layer,count,m,n,k,elements,start_cycle,cycles,closed_form,scalesim_compatible,busy_cycles,stall_"
      "cycles,"
      "idle_cycles,macs_useful,macs_issued,utilization,energy_pj,dram_read_bytes,dram_write_bytes,needed_gb_per_s,"
      "macs_per_byte,memory_time_s,roofline_time_s,bound,note\n";
  for (const OperatorReport& op : report.operators) {
    out += line(report, op);
  }
  return out;
}

}  // namespace lmulsim::report
