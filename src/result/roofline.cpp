// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "result/roofline.hpp"

#include <algorithm>

namespace lmulsim::result {
namespace {

Roofline of(const RunReport& report, const machine::Activity& a, std::int64_t cycles) {
  Roofline out{.macs = a.macs_useful,
               .bytes = a.dram_read_bytes + a.dram_write_bytes,
               .compute_s = static_cast<double>(cycles) / report.accelerator.clock_hz};
  if (report.dram.peak) {
    out.memory_s = static_cast<double>(out.bytes) / report.dram.peak->bytes_per_s();
  }
  return out;
}

}  // namespace

double Roofline::time_s() const {
  return std::max(compute_s, memory_s.value_or(0));
}

std::optional<bool> Roofline::memory_bound() const {
  return memory_s ? std::optional(*memory_s > compute_s) : std::nullopt;
}

std::optional<double> Roofline::needed_bytes_per_s() const {
  return compute_s > 0 ? std::optional(static_cast<double>(bytes) / compute_s) : std::nullopt;
}

std::optional<double> Roofline::macs_per_byte() const {
  return bytes > 0 ? std::optional(static_cast<double>(macs) / static_cast<double>(bytes)) : std::nullopt;
}

Roofline roofline(const RunReport& report) {
  return of(report, report.activity, report.cycles.total);
}

Roofline roofline(const RunReport& report, const OperatorReport& op) {
  return of(report, op.activity, op.cycles);
}

double roofline_by_operator_s(const RunReport& report) {
  double sum = 0;
  for (const OperatorReport& op : report.operators) {
    sum += op.timed() ? roofline(report, op).time_s() : 0;
  }
  return sum;
}

std::optional<double> balance_macs_per_byte(const RunReport& report) {
  const machine::Accelerator& acc = report.accelerator;
  return report.dram.peak ? std::optional(acc.macs_a_cycle() * acc.clock_hz / report.dram.peak->bytes_per_s())
                          : std::nullopt;
}

std::string bound_name(const Roofline& roofline) {
  const std::optional<bool> memory = roofline.memory_bound();
  return !memory ? "unknown" : *memory ? "memory" : "compute";
}

}  // namespace lmulsim::result
