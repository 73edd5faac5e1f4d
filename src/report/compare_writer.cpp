// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "report/scaled.hpp"
#include "report/text_table.hpp"
#include "report/writers.hpp"

namespace lmulsim::report {
namespace {

std::string ratio(double a, double b) {
  return a > 0 ? fmt::format("{:.3f}", b / a) : "-";
}

void counts(TextTable& table, const char* name, std::int64_t a, std::int64_t b) {
  table.row({name, fmt::format("{}", a), fmt::format("{}", b), ratio(static_cast<double>(a), static_cast<double>(b))});
}

const cost::Component* find(const cost::Breakdown& breakdown, cost::Part part) {
  const auto it = std::ranges::find(breakdown.components, part, &cost::Component::part);
  return it == breakdown.components.end() ? nullptr : &*it;
}

void breakdowns(TextTable& table, const std::string& what, const std::optional<cost::Breakdown>& a,
                const std::optional<cost::Breakdown>& b, Scaled (*scale)(double)) {
  if (!a || !b) {
    return;
  }
  const auto line = [&](const std::string& name, double x, double y) {
    table.row({name, scale(x).text(), scale(y).text(), ratio(x, y)});
  };
  line(what, a->total.value, b->total.value);
  for (std::size_t i = 0; i < cost::kPartNames.size(); ++i) {
    const auto part = static_cast<cost::Part>(i);
    const cost::Component* x = find(*a, part);
    const cost::Component* y = find(*b, part);
    if (x != nullptr || y != nullptr) {
      line("  " + std::string(cost::name(part)), x != nullptr ? x->band.value : 0, y != nullptr ? y->band.value : 0);
    }
  }
}

}  // namespace

std::string side_by_side(const RunReport& a, const RunReport& b) {
  TextTable table("lrrr");
  table.row({"", a.accelerator.name, b.accelerator.name, "ratio"});
  table.row({"workload", a.workload.name, b.workload.name, ""});
  table.row({"engine", a.engine, b.engine, ""});
  table.row({"technology", a.provenance.technology, b.provenance.technology, ""});
  counts(table, "cycles", a.cycles.total, b.cycles.total);
  counts(table, "MACs", a.activity.macs_useful, b.activity.macs_useful);
  counts(table, "MACs issued", a.activity.macs_issued, b.activity.macs_issued);
  table.row({"utilization", fmt::format("{:.2f} %", 100 * a.utilization), fmt::format("{:.2f} %", 100 * b.utilization),
             ratio(a.utilization, b.utilization)});
  table.row({"time", scaled_time(a.time_s).text(), scaled_time(b.time_s).text(), ratio(a.time_s, b.time_s)});
  breakdowns(table, "energy", a.energy_pj, b.energy_pj, scaled_energy);
  breakdowns(table, "area", a.area_um2, b.area_um2, scaled_area);
  return table.text();
}

}  // namespace lmulsim::report
