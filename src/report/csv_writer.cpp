// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/csv_cell.hpp"
#include "report/writers.hpp"

namespace lmulsim::report {
namespace {

std::string optional_count(const std::optional<std::int64_t>& value) {
  return value ? fmt::format("{}", *value) : "";
}

std::string line(const OperatorReport& op) {
  if (!op.timed()) {
    return fmt::format("{},{},{},,,,,{},,,,,,,,,,,,,,{}\n", csv_cell(op.name), csv_cell(op.kind), op.layer, op.elements,
                       kNotTimed);
  }
  const activity::Activity& a = op.activity;
  const mapping::Gemm& g = *op.gemm;
  const std::string energy = op.energy_pj ? fmt::format("{}", op.energy_pj->total.value) : "";
  return fmt::format("{},{},{},{},{},{},{},,{},{},{},{},{},{},{},{},{},{},{},{},{},\n", csv_cell(op.name),
                     csv_cell(op.kind), op.layer, op.count, g.m, g.n, g.k, op.start_cycle, op.cycles,
                     optional_count(op.closed_form), optional_count(op.scalesim_compatible), a.busy_cycles,
                     a.stall_cycles, a.idle_cycles, a.macs_useful, a.macs_issued, op.utilization, energy,
                     a.dram_read_bytes, a.dram_write_bytes);
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
      "idle_cycles,macs_useful,macs_issued,utilization,energy_pj,dram_read_bytes,dram_write_bytes,note\n";
  for (const OperatorReport& op : report.operators) {
    out += line(op);
  }
  return out;
}

}  // namespace lmulsim::report
