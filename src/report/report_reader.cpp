// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/report_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "arith/names.hpp"
#include "result/checks.hpp"
#include "result/roofline.hpp"
#include "util/error.hpp"
#include "util/json.hpp"
#include "util/printable.hpp"

namespace lmulsim::report {
namespace {

namespace fs = std::filesystem;
using util::JsonReader;

constexpr double kLargest = 1e30;  ///< pJ, um^2: more is no accelerator
constexpr double kLargestTime = 1e15;
constexpr std::int64_t kMostTokens = std::int64_t{1} << 30;
/// What stands beside the parts of an energy or an area.
constexpr std::array<std::string_view, 4> kNoParts{"total", "bands", "entries", "notes"};

bool has_control_characters(const std::string& text) {
  return !util::is_printable(text);
}

/// A name that can be printed.
std::string text(JsonReader& json, std::string_view key) {
  std::string out = json.string(key);
  if (has_control_characters(out)) {
    json.fail(key, "expected a text without control characters");
  }
  return out;
}

cost::Band read_band(JsonReader& values, JsonReader& bands, std::string_view key) {
  const double value = values.number(key, 0, kLargest);
  const boost::json::array& ends = bands.array(key);
  const auto end = [&](std::size_t i) {
    return i < ends.size() && ends[i].is_number() ? ends[i].to_number<double>() : std::nan("");
  };
  const cost::Band band{end(0), value, end(1)};
  // Written so that a NaN fails.
  if (ends.size() != 2 || !(0 <= band.low && band.low <= value && value <= band.high && band.high <= kLargest)) {
    bands.fail(key, fmt::format("expected [low, high] around the value {}", value));
  }
  return band;
}

std::vector<std::string> read_entries(JsonReader& entries, std::string_view part) {
  std::vector<std::string> out;
  for (const boost::json::value& entry : entries.array(part)) {
    if (!entry.is_string()) {
      entries.fail(part, "expected a list of entries' names");
    }
    out.emplace_back(entry.get_string());
  }
  return out;
}

/// `names`: the keys of the object.
result::TotalCost read_cost(JsonReader json, const std::vector<std::string>& names) {
  result::TotalCost out;
  JsonReader bands = json.object("bands");
  std::optional<JsonReader> entries = json.optional_object("entries");
  cost::Band sum;
  for (const std::string& name : names) {
    if (std::ranges::find(kNoParts, name) != kNoParts.end()) {
      continue;
    }
    out.parts.push_back(
        {name, read_band(json, bands, name), entries ? read_entries(*entries, name) : std::vector<std::string>{}});
    sum += out.parts.back().band;
  }
  out.total = read_band(json, bands, "total");
  const auto differ = [](double a, double b) { return std::abs(a - b) > result::kTolerance * std::max(a, b); };
  if (differ(sum.low, out.total.low) || differ(sum.value, out.total.value) || differ(sum.high, out.total.high)) {
    json.fail("total", fmt::format("expected the sum of the parts, {} ({} to {}), found {} ({} to {})", sum.value,
                                   sum.low, sum.high, out.total.value, out.total.low, out.total.high));
  }
  json.ignore("notes");
  bands.finish();
  if (entries) {
    entries->finish();
  }
  json.finish();
  return out;
}

std::optional<result::TotalCost> optional_cost(JsonReader& json, std::string_view key) {
  auto cost = json.optional_object(key);
  if (!cost) {
    return std::nullopt;
  }
  std::vector<std::string> names;
  for (const auto& member : json.find(key)->get_object()) {
    names.emplace_back(member.key());
  }
  return read_cost(std::move(*cost), names);
}

void read_operator(JsonReader json, result::Design& design) {
  result::OperatorCost op;
  op.name = text(json, "name");
  for (const char* key :
       {"kind", "layer", "elements", "note", "shape", "start_cycle", "closed_form", "terms", "scalesim_compatible",
        "scalesim_gap", "utilization", "stream", "sums", "output_sha256", "roofline"}) {
    json.ignore(key);
  }
  if (json.boolean("timed")) {
    op.cycles = json.integer("cycles", 0);
    design.macs_issued += json.object("activity").integer("macs_issued", 0, JsonReader::kMax - design.macs_issued);
    op.energy_pj = optional_cost(json, "energy_pj");
    design.operators.push_back(std::move(op));
  }
  json.finish();
}

void read_checks(JsonReader& json, const std::string& file, result::Design& design) {
  const boost::json::array& checks = json.array("checks");
  for (std::size_t i = 0; i < checks.size(); ++i) {
    JsonReader check(checks[i], fmt::format("{}: checks[{}]", file, i));
    design.failed_checks += check.boolean("passed") ? 0 : 1;
  }
}

/// What the PE computes; nothing in a report that does not say it.
machine::OperandMaking read_operands(JsonReader& accelerator) {
  machine::OperandMaking operands;
  if (auto json = accelerator.optional_object("operands")) {
    operands.rounding = arith::parse_rounding(json->string("rounding"), json->place("rounding"));
    if (const auto scaling = json->optional_string("scaling")) {
      operands.scaling = arith::parse_scaling(*scaling, json->place("scaling"));
    }
  }
  return operands;
}

std::optional<machine::Pe> read_pe(JsonReader& accelerator) {
  auto json = accelerator.optional_object("pe");
  if (!json) {
    return std::nullopt;
  }
  machine::Pe pe;
  pe.multiplier = arith::parse_multiplier(json->string("multiplier"), json->place("multiplier"));
  pe.multiplier.subnormals = arith::parse_subnormals(json->string("subnormals"), json->place("subnormals"));
  pe.activation_format = arith::parse_format(json->string("activation_format"), json->place("activation_format"));
  pe.weight_format = arith::parse_format(json->string("weight_format"), json->place("weight_format"));
  pe.accumulator = arith::parse_accumulator(json->string("accumulator"), json->place("accumulator"));
  return pe;
}

std::int64_t read_pes(JsonReader& accelerator) {
  constexpr std::int64_t kMostSide = 1 << 20;
  auto array = accelerator.optional_object("array");
  return array ? array->integer("rows", 1, kMostSide) * array->integer("cols", 1, kMostSide) : 0;
}

std::vector<std::string> read_warnings(JsonReader& json) {
  std::vector<std::string> out;
  if (const boost::json::array* warnings = json.optional_array("warnings")) {
    for (const boost::json::value& warning : *warnings) {
      if (!warning.is_string() || has_control_characters(std::string(warning.get_string()))) {
        json.fail("warnings", "expected a list of texts without control characters");
      }
      out.emplace_back(warning.get_string());
    }
  }
  return out;
}

std::optional<result::DramBound> read_dram(JsonReader& json) {
  auto roofline = json.optional_object("roofline");
  auto totals = json.optional_object("totals");
  if (!roofline || !totals) {
    return std::nullopt;
  }
  result::DramBound out;
  out.dram = roofline->has("dram") ? text(*roofline, "dram") : "";
  out.bytes = totals->integer("dram_bytes", 0);
  if (const auto needed = roofline->optional_number("needed_gb_per_s", 0, kLargest)) {
    out.needed_bytes_per_s = *needed * result::kBytesPerGb;
  }
  out.time_s = roofline->number("time_s", 0, kLargestTime);
  out.bound = roofline->has("bound") ? text(*roofline, "bound") : "unknown";
  return out;
}

void read_technology(JsonReader& provenance, const std::string& file, result::Circumstances& out) {
  const boost::json::array& configs = provenance.array("configs");
  for (std::size_t i = 0; i < configs.size(); ++i) {
    JsonReader record(configs[i], fmt::format("{}: provenance.configs[{}]", file, i));
    const std::string role = record.string("role");
    if (role == "technology" || role == "sram") {
      out.technology_sha256.push_back(record.string("sha256"));
      const std::string path = record.string("path");
      out.technology_file = out.technology_file.empty() ? path : out.technology_file;
    } else if (role == "workload") {
      out.workload_file = record.string("path");
      out.workload_sha256 = record.string("sha256");
    }
  }
}

result::Circumstances read_circumstances(JsonReader& workload, JsonReader& provenance, const std::string& file) {
  result::Circumstances out;
  if (workload.has("phase")) {
    out.phase = text(workload, "phase");
    out.batch = workload.integer("batch", 1, kMostTokens);
    out.seq = workload.integer("seq", 0, kMostTokens);
    out.context = workload.integer("context", 0, kMostTokens);
  }
  out.operators_sha256 = workload.optional_string("operators_sha256");
  if (provenance.has("configs")) {
    read_technology(provenance, file, out);
  }
  out.stall_percent = provenance.optional_integer("stall_percent", 0);
  if (provenance.has("operands")) {
    const auto seed = provenance.optional_integer("seed", 0);
    out.operands = result::operands_text(text(provenance, "operands"),
                                         seed ? std::optional(static_cast<std::uint64_t>(*seed)) : std::nullopt,
                                         out.stall_percent.value_or(0));
    out.sram = provenance.has("sram") ? text(provenance, "sram") : "";
    out.dram = provenance.has("dram") ? text(provenance, "dram") : "";
  }
  return out;
}

result::Design read_design(JsonReader& json, const std::string& file) {
  result::Design out;
  out.engine = text(json, "engine");
  JsonReader accelerator = json.object("accelerator");
  out.name = text(accelerator, "name");
  JsonReader workload = json.object("workload");
  out.pe = read_pe(accelerator);
  out.pes = read_pes(accelerator);
  out.operands = read_operands(accelerator);
  out.workload = text(workload, "name");
  JsonReader provenance = json.object("provenance");
  out.circumstances = read_circumstances(workload, provenance, file);
  out.tokens = out.circumstances.phase.empty() ? 0 : out.circumstances.batch * out.circumstances.seq;
  out.warnings = read_warnings(json);
  out.dram = read_dram(json);
  out.technology = provenance.has("technology") ? text(provenance, "technology") : "";
  out.cycles = json.object("cycles").integer("total", 0);
  out.macs = json.integer("macs", 0);
  out.utilization = json.number("utilization", 0, 1);
  out.time_s = json.number("time_s", 0, kLargestTime);
  out.energy_pj = optional_cost(json, "energy_pj");
  out.area_um2 = optional_cost(json, "area_um2");
  if (auto quality = json.optional_object("quality")) {
    out.quality = result::read_quality(*std::move(quality), out.workload);
  }
  for (const char* key : {"power_w", "scaled", "origins", "design_row", "totals"}) {
    json.ignore(key);
  }
  const boost::json::array& operators = json.array("operators");
  for (std::size_t i = 0; i < operators.size(); ++i) {
    read_operator(JsonReader(operators[i], fmt::format("{}: operators[{}]", file, i)), out);
  }
  read_checks(json, file, out);
  json.finish();
  return out;
}

}  // namespace

result::Design read_report(const fs::path& path) {
  std::error_code error;
  const fs::path file = fs::is_directory(path, error) ? path / "report.json" : path;
  if (file != path && !fs::exists(file, error)) {
    throw InputError(
        fmt::format("{}: expected a folder that 'lmulsim run --out' wrote, found no report.json in it", path.string()));
  }
  const boost::json::value value = util::parse_json_file(file);
  JsonReader json(value, file.string());
  if (const std::string schema = json.string("schema"); schema != result::kSchema && schema != result::kOlderSchema) {
    json.fail("schema", fmt::format("expected '{}' or '{}', found {}", result::kSchema, result::kOlderSchema,
                                    util::describe(boost::json::value(schema))));
  }
  return read_design(json, file.string());
}

}  // namespace lmulsim::report
