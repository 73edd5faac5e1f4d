// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "result/design.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "result/roofline.hpp"

namespace lmulsim::result {
namespace {

void add(TotalCost& sum, const TotalCost& more) {
  for (const PartCost& part : more.parts) {
    const auto it = std::ranges::find(sum.parts, part.name, &PartCost::name);
    if (it == sum.parts.end()) {
      sum.parts.push_back(part);
    } else {
      it->band += part.band;
    }
  }
  sum.total += more.total;
}

DramBound dram_bound(const RunReport& r) {
  const Roofline line = roofline(r);
  return {r.dram.name, line.bytes, line.needed_bytes_per_s(), line.time_s(), bound_name(line)};
}

Circumstances circumstances_of(const RunReport& r) {
  const Provenance& p = r.provenance;
  Circumstances out{.phase = r.workload.phase,
                    .batch = r.workload.batch,
                    .seq = r.workload.seq,
                    .context = r.workload.context,
                    .operators_sha256 = r.workload.operators_sha256,
                    .sram = p.sram,
                    .dram = p.dram,
                    .operands = operands_text(p.operands, p.seed, p.stall_percent),
                    .stall_percent = p.stall_percent};
  for (const ConfigRecord& record : p.configs) {
    if (record.role == "technology" || record.role == "sram") {
      out.technology_sha256.push_back(record.sha256);
      out.technology_file = out.technology_file.empty() ? record.path : out.technology_file;
    }
    if (record.role == "workload") {
      out.workload_file = record.path;
      out.workload_sha256 = record.sha256;
    }
  }
  return out;
}

}  // namespace

std::string operator_group(const std::string& name) {
  constexpr std::string_view kPrefix = "layers.";
  if (!name.starts_with(kPrefix)) {
    return name;
  }
  const std::size_t dot = name.find_first_not_of("0123456789", kPrefix.size());
  return dot != std::string::npos && dot > kPrefix.size() && name[dot] == '.' ? name.substr(dot + 1) : name;
}

std::string operands_text(const std::string& operands, std::optional<std::uint64_t> seed, std::int64_t stall_percent) {
  const bool drawn = operands.find("random") != std::string::npos || stall_percent > 0;
  return drawn && seed ? fmt::format("{}, seed {}", operands, *seed) : operands;
}

cost::Band TotalCost::band(std::string_view part) const {
  const auto it = std::ranges::find(parts, part, &PartCost::name);
  return it == parts.end() ? cost::Band{} : it->band;
}

TotalCost total_cost(const cost::Breakdown& breakdown) {
  TotalCost out;
  for (const cost::Component& c : breakdown.components) {
    out.parts.push_back({std::string(cost::name(c.part)), c.band, c.entries});
  }
  out.total = breakdown.total;
  return out;
}

Design design_of(const RunReport& r) {
  Design out{.name = r.accelerator.name,
             .workload = r.workload.name,
             .engine = r.engine,
             .technology = r.provenance.technology,
             .cycles = r.cycles.total,
             .macs = r.activity.macs_useful,
             .macs_issued = r.activity.macs_issued,
             .pes = std::int64_t{r.accelerator.rows} * r.accelerator.cols,
             .utilization = r.utilization,
             .time_s = r.time_s,
             .energy_pj = {},
             .area_um2 = {},
             .operators = {},
             .failed_checks = static_cast<int>(
                 std::ranges::count_if(r.checks.all(), [](const Check& check) { return !check.passed(); })),
             .tokens = r.tokens(),
             .pe = r.accelerator.pe,
             .operands = r.accelerator.operands,
             .quality = r.quality,
             .warnings = warnings_of(r),
             .dram = dram_bound(r),
             .circumstances = circumstances_of(r)};
  if (r.energy_pj) {
    out.energy_pj = total_cost(*r.energy_pj);
  }
  if (r.area_um2) {
    out.area_um2 = total_cost(*r.area_um2);
  }
  for (const OperatorReport& op : r.operators) {
    if (op.timed()) {
      out.operators.push_back({op.name, op.cycles, {}});
      if (op.energy_pj) {
        out.operators.back().energy_pj = total_cost(*op.energy_pj);
      }
    }
  }
  return out;
}

std::vector<OperatorCost> by_operator_group(const Design& design) {
  std::vector<OperatorCost> out;
  for (const OperatorCost& op : design.operators) {
    const std::string group = operator_group(op.name);
    auto it = std::ranges::find(out, group, &OperatorCost::name);
    if (it == out.end()) {
      it = out.insert(out.end(), {group, 0, {}});
    }
    it->cycles += op.cycles;
    if (op.energy_pj) {
      it->energy_pj = it->energy_pj.value_or(TotalCost{});
      add(*it->energy_pj, *op.energy_pj);
    }
  }
  return out;
}

}  // namespace lmulsim::result
