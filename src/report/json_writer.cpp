// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "config/accelerator_json.hpp"
#include "report/design_row_writer.hpp"
#include "report/json_values.hpp"
#include "report/roofline_writer.hpp"
#include "report/writers.hpp"
#include "result/design_row.hpp"
#include "result/roofline.hpp"

namespace lmulsim::report {
namespace {

namespace json = boost::json;

json::object activity_json(const machine::Activity& a) {
  json::object out;
  for (const machine::Count& count : machine::kCounts) {
    out[count.name] = is_known(a, count) ? json::value(a.*count.member) : json::value(nullptr);
  }
  return out;
}

json::object terms_json(const std::vector<result::Term>& terms) {
  json::object out;
  for (const result::Term& term : terms) {
    out[term.name] = term.cycles;
  }
  return out;
}

/// Values by part and their total, plain numbers; bands, entries and notes beside them.
json::value breakdown_json(const std::optional<cost::Breakdown>& breakdown, bool details) {
  if (!breakdown) {
    return nullptr;
  }
  json::object out;
  json::object bands;
  json::object entries;
  for (const cost::Component& c : breakdown->components) {
    out[cost::name(c.part)] = c.band.value;
    bands[cost::name(c.part)] = {c.band.low, c.band.high};
    entries[cost::name(c.part)] = json::array(c.entries.begin(), c.entries.end());
  }
  out["total"] = breakdown->total.value;
  bands["total"] = {breakdown->total.low, breakdown->total.high};
  out["bands"] = std::move(bands);
  if (details) {
    out["entries"] = std::move(entries);
    out["notes"] = json::array(breakdown->notes.begin(), breakdown->notes.end());
  }
  return out;
}

json::object operator_json(const result::RunReport& report, const result::OperatorReport& op) {
  json::object out{{"name", op.name}, {"kind", op.kind}};
  if (op.layer >= 0) {
    out["layer"] = op.layer;
  }
  out["timed"] = op.timed();
  if (!op.timed()) {
    out["elements"] = op.elements;
    out["note"] = result::kNotTimed;
    return out;
  }
  out["shape"] = {{"m", op.gemm->m}, {"n", op.gemm->n}, {"k", op.gemm->k}, {"count", op.count}};
  out["start_cycle"] = op.start_cycle;
  out["cycles"] = op.cycles;
  out["closed_form"] = number_json(op.closed_form);
  if (op.scalesim_compatible) {
    out["scalesim_compatible"] = *op.scalesim_compatible;
  }
  out["terms"] = terms_json(op.terms);
  out["scalesim_gap"] = terms_json(op.scalesim_gap);
  out["utilization"] = op.utilization;
  out["activity"] = activity_json(op.activity);
  if (op.stream) {
    out["stream"] = {{"toggles_per_bit", op.stream->toggles_per_bit}, {"zero_share", op.stream->zero_share}};
  }
  out["energy_pj"] = breakdown_json(op.energy_pj, false);
  out["roofline"] = roofline_json(report, op);
  if (op.sums) {
    out["sums"] = {{"results", op.sums->results}, {"left_range", op.sums->left}};
  }
  if (!op.output_sha256.empty()) {
    out["output_sha256"] = op.output_sha256;
  }
  return out;
}

json::object workload_json(const result::RunReport& report) {
  const result::WorkloadInfo& w = report.workload;
  json::object out{{"name", w.name}, {"source", w.source}};
  if (!w.phase.empty()) {
    out["phase"] = w.phase;
    out["batch"] = w.batch;
    out["seq"] = w.seq;
    out["context"] = w.context;
  }
  out["operators_sha256"] = w.operators_sha256;
  out["assumptions"] = json::array(w.assumptions.begin(), w.assumptions.end());
  return out;
}

json::object cycles_json(const result::RunReport& report) {
  const result::Cycles& c = report.cycles;
  const machine::Activity& a = report.activity;
  json::object out{{"total", c.total}, {"closed_form", number_json(c.closed_form)}};
  if (c.scalesim_compatible) {
    out["scalesim_compatible"] = *c.scalesim_compatible;
  }
  out["array"] = {{"busy", a.busy_cycles}, {"stall", a.stall_cycles}, {"idle", a.idle_cycles}};
  out["terms"] = terms_json(c.terms);
  out["scalesim_gap"] = terms_json(c.scalesim_gap);
  return out;
}

json::value amount_json(const result::Amount& amount) {
  return std::visit([](auto value) { return json::value(value); }, amount);
}

json::object check_json(const result::Check& check) {
  json::object out{{"name", check.name},
                   {"expected", amount_json(check.expected)},
                   {"found", amount_json(check.found)},
                   {"compared", check.compared},
                   {"passed", check.passed()}};
  if (!check.passed()) {
    out["failed"] = check.failed;
    out["first_failure"] = check.first_failure;
  }
  return out;
}

json::object provenance_json(const result::Provenance& p) {
  json::array configs;
  for (const result::ConfigRecord& record : p.configs) {
    configs.push_back(
        json::object{{"role", record.role}, {"path", record.path}, {"sha256", record.sha256}, {"text", record.text}});
  }
  json::object tools;
  for (const auto& [name, version] : p.tools) {
    tools[name] = version;
  }
  return {{"version", p.version},
          {"git_revision", p.git_revision.empty() ? json::value(nullptr) : json::value(p.git_revision)},
          {"seed", p.seed ? json::value(*p.seed) : json::value(nullptr)},
          {"technology", p.technology.empty() ? json::value(nullptr) : json::value(p.technology)},
          {"sram", p.sram.empty() ? json::value(nullptr) : json::value(p.sram)},
          {"dram", p.dram.empty() ? json::value(nullptr) : json::value(p.dram)},
          {"memory_model", p.memory_model},
          {"operands", p.operands},
          {"stall_percent", p.stall_percent},
          {"tools", std::move(tools)},
          {"configs", std::move(configs)}};
}

json::object totals_json(const result::RunReport& report) {
  const machine::Activity& a = report.activity;
  const result::Roofline r = result::roofline(report);
  const auto per_token = result::energy_per_token_pj(report);
  const auto needed = r.needed_bytes_per_s();
  return {{"dram_read_bytes", a.dram_read_bytes},
          {"dram_write_bytes", a.dram_write_bytes},
          {"dram_bytes", r.bytes},
          {"dram_bytes_per_s", number_json(needed)},
          {"tokens", report.tokens() > 0 ? json::value(report.tokens()) : json::value(nullptr)},
          {"tokens_per_s", number_json(result::tokens_per_s(report))},
          {"tokens_per_s_roofline", report.tokens() > 0 && r.time_s() > 0
                                        ? json::value(static_cast<double>(report.tokens()) / r.time_s())
                                        : json::value(nullptr)},
          {"energy_per_token_pj", band_json(per_token)}};
}

json::object scaled_json(const cost::ScaledLogic& scaled) {
  const cost::ScalingFactors& f = scaled.factors;
  const auto node = [](const cost::Node& n) { return json::object{{"node", n.name}, {"voltage_v", n.voltage_v}}; };
  const auto factor = [](const cost::ScaledFactor& s) { return json::array{s.low, s.model, s.high}; };
  return {{"from", node(f.from)},
          {"to", node(f.to)},
          {"factors", {{"energy", factor(f.energy)}, {"delay", factor(f.delay)}, {"area", factor(f.area)}}},
          {"logic_energy_pj", band_json(scaled.energy_pj)},
          {"logic_area_um2", band_json(scaled.area_um2)},
          {"warnings", json::array(f.warnings.begin(), f.warnings.end())}};
}

}  // namespace

json::object to_json(const result::RunReport& report) {
  json::array operators;
  for (const result::OperatorReport& op : report.operators) {
    operators.push_back(operator_json(report, op));
  }
  json::array checks;
  for (const result::Check& check : report.checks.all()) {
    checks.push_back(check_json(check));
  }
  const std::vector<std::string> warnings = result::warnings_of(report);
  json::object out{{"schema", result::kSchema},
                   {"warnings", json::array(warnings.begin(), warnings.end())},
                   {"engine", report.engine},
                   {"accelerator", config::to_json(report.accelerator)},
                   {"workload", workload_json(report)},
                   {"cycles", cycles_json(report)},
                   {"macs", report.activity.macs_useful},
                   {"utilization", report.utilization},
                   {"time_s", report.time_s},
                   {"power_w", report.energy_pj && report.time_s > 0 ? band_json(result::power_w(report)) : nullptr},
                   {"totals", totals_json(report)},
                   {"roofline", roofline_json(report)},
                   {"energy_pj", breakdown_json(report.energy_pj, true)},
                   {"area_um2", breakdown_json(report.area_um2, true)},
                   {"operators", std::move(operators)},
                   {"checks", std::move(checks)},
                   {"provenance", provenance_json(report.provenance)}};
  if (report.scaled) {
    out["scaled"] = scaled_json(*report.scaled);
  }
  if (report.quality) {
    const result::Design design = result::design_of(report);
    out["quality"] = result::quality_json(*report.quality);
    out["design_row"] = design_row_json(result::design_rows({&design, 1}).front());
  }
  return out;
}

}  // namespace lmulsim::report
