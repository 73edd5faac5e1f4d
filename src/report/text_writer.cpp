// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "arith/names.hpp"
#include "config/dataflow_names.hpp"
#include "report/design_row_writer.hpp"
#include "report/roofline_writer.hpp"
#include "report/scaled.hpp"
#include "report/scaled_logic.hpp"
#include "report/text_table.hpp"
#include "report/writers.hpp"
#include "result/design_row.hpp"
#include "result/roofline.hpp"

namespace lmulsim::report {
namespace {

std::string count(std::int64_t value) {
  return grouped(value);
}

/// Its sign before it.
std::string change(std::int64_t value) {
  return (value > 0 ? "+" : "") + grouped(value);
}

std::string percent(double part, double whole) {
  return whole > 0 ? fmt::format("{:.1f}", 100 * part / whole) : "-";
}

std::string design(const result::RunReport& r) {
  const machine::Accelerator& acc = r.accelerator;
  const machine::Pe& pe = acc.pe;
  TextTable table("ll");
  table.row({"accelerator", acc.name});
  table.row({"array", fmt::format("{} x {} PEs, {}", acc.rows, acc.cols, config::dataflow_name(acc.dataflow))});
  table.row({"PE", fmt::format("{} multiplier ({}), {} x {}, {} accumulator, {} + {} pipeline registers",
                               arith::multiplier_name(pe.multiplier), arith::subnormals_name(pe.multiplier.subnormals),
                               arith::info(pe.activation_format).name, arith::info(pe.weight_format).name,
                               arith::accumulator_name(pe.accumulator), pe.mul_stages, pe.acc_latency)});
  table.row({"clock", fmt::format("{:g} MHz{}", acc.clock_hz / 1e6, acc.clock_auto ? ", from the critical path" : "")});
  table.row({"workload", r.workload.name});
  if (!r.workload.phase.empty()) {
    table.row({"run", fmt::format("{}, batch {}, {} new tokens, context {}", r.workload.phase, r.workload.batch,
                                  r.workload.seq, r.workload.context)});
  }
  table.row({"engine", r.engine});
  table.row({"memory model", r.provenance.memory_model});
  if (!r.provenance.technology.empty()) {
    table.row({"technology", r.provenance.technology});
  }
  return table.text();
}

std::string warnings(const result::RunReport& r) {
  std::string out;
  for (const std::string& warning : result::warnings_of(r)) {
    out += "  WARNING: " + warning + "\n";
  }
  return out;
}

std::string totals(const result::RunReport& r) {
  const machine::Activity& a = r.activity;
  TextTable table("lrll");
  table.row({"cycles", count(r.cycles.total), "cycles", "of the array, from the first beat to the last result"});
  if (r.cycles.closed_form) {
    table.row({"  closed form", count(*r.cycles.closed_form), "cycles", "computed from the shapes"});
  }
  if (r.cycles.scalesim_compatible) {
    table.row(
        {"  SCALE-Sim", count(*r.cycles.scalesim_compatible), "cycles", "what SCALE-Sim counts: folds one by one"});
  }
  for (const result::Term& term : r.cycles.scalesim_gap) {
    table.row({"    differs by", change(term.cycles), "cycles", term.name});
  }
  table.row({"  busy", count(a.busy_cycles), "cycles", "a beat of the moving operand was accepted"});
  table.row({"  stall", count(a.stall_cycles), "cycles", "work was waiting, none was accepted"});
  table.row({"  idle", count(a.idle_cycles), "cycles", "the last results drain"});
  for (const result::Term& term : r.cycles.terms) {
    table.row({"  term: " + term.name, count(term.cycles), "cycles", "share of the total"});
  }
  table.row({"MACs", count(a.macs_useful), "", "multiply-accumulates that the products need"});
  table.row({"  issued", count(a.macs_issued), "", "with the padding of partly filled tiles"});
  if (a.macs_zero_operand >= 0) {
    table.row({"  zero operand", count(a.macs_zero_operand), "", "issued with at least one operand equal to zero"});
  }
  table.row(
      {"utilization", fmt::format("{:.2f}", 100 * r.utilization), "%", "useful MACs of those that the PEs can do"});
  const Scaled time = scaled_time(r.time_s);
  table.row({"time", time.value, time.unit, "cycles at the clock"});
  if (r.energy_pj && r.time_s > 0) {
    const Scaled power = scaled_power(result::power_w(r).value);
    table.row({"power", power.value, power.unit, "energy over time, all parts"});
  }
  if (const auto rate = result::tokens_per_s(r)) {
    table.row({"tokens/s", scaled_rate(*rate).value, "", "new tokens of all sequences over time"});
  }
  if (const auto energy = result::energy_per_token_pj(r)) {
    const Scaled per_token = scaled_energy(energy->value);
    table.row({"energy per token", per_token.value, per_token.unit, "energy over new tokens"});
  }
  table.row({"DRAM read", count(a.dram_read_bytes), "bytes", "counted, not timed"});
  table.row({"DRAM written", count(a.dram_write_bytes), "bytes", "counted, not timed"});
  return table.text();
}

std::string breakdown(const cost::Breakdown& b, Scaled (*scale)(double)) {
  TextTable table("lrlrl");
  const auto line = [&](const std::string& name, const cost::Band& band) {
    const Scaled value = scale(band.value);
    table.row({name, value.value, value.unit, percent(band.value, b.total.value) + " %",
               fmt::format("{} to {}", scale(band.low).text(), scale(band.high).text())});
  };
  for (const cost::Component& c : b.components) {
    line(std::string(cost::name(c.part)), c.band);
  }
  line("total", b.total);
  std::string out = table.text();
  for (const std::string& note : b.notes) {
    out += "  note: " + note + "\n";
  }
  return out;
}

std::string operators(const result::RunReport& r) {
  TextTable table("llrrrrrll");
  table.row({"operator", "kind", "shape", "cycles", "util %", "energy", "needs GB/s", "bound", "note"});
  for (const result::OperatorReport& op : r.operators) {
    if (op.timed()) {
      const result::Roofline bound = result::roofline(r, op);
      const auto needed = bound.needed_bytes_per_s();
      const std::string times = op.count == 1 ? "" : fmt::format("{} x ", op.count);
      table.row({op.name, op.kind, fmt::format("{}{} x {} x {}", times, op.gemm->m, op.gemm->n, op.gemm->k),
                 count(op.cycles), fmt::format("{:.1f}", 100 * op.utilization),
                 op.energy_pj ? scaled_energy(op.energy_pj->total.value).text() : "-",
                 needed ? fmt::format("{:.4g}", *needed / result::kBytesPerGb) : "-", result::bound_name(bound), ""});
    } else {
      table.row({op.name, op.kind, count(op.elements), "-", "-", "-", "-", "-", std::string(result::kNotTimed)});
    }
  }
  return table.text();
}

std::string checks(const result::RunReport& r) {
  TextTable table("lrrl");
  table.row({"check", "expected", "found", ""});
  const auto text = [](const result::Amount& amount) {
    const auto* whole = std::get_if<std::int64_t>(&amount);
    return whole != nullptr ? grouped(*whole) : fmt::format("{}", std::get<double>(amount));
  };
  for (const result::Check& c : r.checks.all()) {
    table.row({c.name, text(c.expected), text(c.found), c.passed() ? "holds" : "FAILED: " + c.first_failure});
  }
  return table.text();
}

/// The model's answers in the accelerator's arithmetic, and the design in one row.
std::string quality(const result::RunReport& r) {
  const result::Quality& q = *r.quality;
  TextTable table("ll");
  table.row({"arithmetic", q.arithmetic + (q.is_pe ? "" : ", which is not the PE's")});
  table.row({"model", fmt::format("{}, {} tokens of {}{}", q.model, grouped(q.tokens), q.text,
                                  q.of_workload ? "" : "; another model than the workload's")});
  table.row({"perplexity", result::perplexity_text(q)});
  table.row({"  / fp32", fmt::format("{:.5f} +/- {:.5f}", q.ratio, q.ratio_error)});
  table.row({"top-1 agreement", fmt::format("{:.2f} +/- {:.2f} % of tokens with fp32's top-1", 100 * q.agreement,
                                            100 * q.agreement_error)});
  table.row({"rms change", fmt::format("{} nats a token, of the negative log-likelihood against fp32's",
                                       result::change_rms_text(q))});
  table.row({"chosen", result::chosen_text(q)});
  table.row({"from", q.file + ", sha256 " + q.sha256});
  const result::Design design = result::design_of(r);
  return table.text() + grid_text(design_grid(result::design_rows({&design, 1})));
}

std::string origin(const result::RunReport& r) {
  TextTable table("lll");
  table.row({"version", r.provenance.version, r.provenance.git_revision});
  if (r.provenance.seed) {
    table.row({"seed", fmt::format("{}", *r.provenance.seed), ""});
  }
  for (const auto& [name, version] : r.provenance.tools) {
    table.row({name, version, ""});
  }
  for (const result::ConfigRecord& c : r.provenance.configs) {
    table.row({c.role, c.path, "sha256 " + c.sha256});
  }
  return table.text();
}

}  // namespace

std::string to_text(const result::RunReport& r) {
  std::string out = "lmulsim report\n==============\n" + roofline_text(r) + warnings(r) + design(r) +
                    text_heading("Totals") + totals(r);
  if (r.energy_pj) {
    out += text_heading("Energy (share; band)") + breakdown(*r.energy_pj, scaled_energy);
  }
  if (r.area_um2) {
    out += text_heading("Area (share; band)") + breakdown(*r.area_um2, scaled_area);
  }
  if (r.scaled) {
    const cost::ScalingFactors& f = r.scaled->factors;
    out += text_heading(fmt::format("Scaled from {} at {:g} V to {} at {:g} V (Stillmaker and Baas 2017)", f.from.name,
                                    f.from.voltage_v, f.to.name, f.to.voltage_v)) +
           scaled_logic_text(*r.scaled);
  }
  if (r.quality) {
    out += text_heading("Quality") + quality(r);
  }
  out += text_heading("Operators (M x N x K; elements)") + operators(r);
  if (!r.workload.assumptions.empty()) {
    out += text_heading("Assumptions");
    for (const std::string& assumption : r.workload.assumptions) {
      out += "  " + assumption + "\n";
    }
  }
  return out + text_heading("Checks") + checks(r) + text_heading("Provenance") + origin(r);
}

}  // namespace lmulsim::report
