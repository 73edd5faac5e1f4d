// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <boost/json.hpp>

#include "report/writers.hpp"

namespace lmulsim::report {
namespace {

namespace json = boost::json;

constexpr double kUsPerS = 1e6;
constexpr int kProcess = 1;
constexpr int kArray = 1;

json::object name_event(const char* what, const std::string& name) {
  return {{"name", what}, {"ph", "M"}, {"pid", kProcess}, {"tid", kArray}, {"args", {{"name", name}}}};
}

}  // namespace

json::object to_timeline(const result::RunReport& report) {
  json::array events;
  events.push_back(name_event("process_name", report.accelerator.name));
  events.push_back(name_event("thread_name", "array"));
  const double us_per_cycle = kUsPerS / report.accelerator.clock_hz;
  for (const result::OperatorReport& op : report.operators) {
    if (!op.timed()) {
      continue;
    }
    events.push_back(
        json::object{{"name", op.name},
                     {"cat", op.kind},
                     {"ph", "X"},
                     {"ts", static_cast<double>(op.start_cycle) * us_per_cycle},
                     {"dur", static_cast<double>(op.cycles) * us_per_cycle},
                     {"pid", kProcess},
                     {"tid", kArray},
                     {"args",
                      {{"shape", fmt::format("{} x ({} x {} x {})", op.count, op.gemm->m, op.gemm->n, op.gemm->k)},
                       {"start_cycle", op.start_cycle},
                       {"cycles", op.cycles},
                       {"utilization", op.utilization}}}});
  }
  return {{"displayTimeUnit", "ns"}, {"traceEvents", std::move(events)}};
}

}  // namespace lmulsim::report
