// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/point/evaluator.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <filesystem>
#include <utility>
#include <vector>

#include "arith/product_table.hpp"
#include "config/accelerator_json.hpp"
#include "config/keys.hpp"
#include "config/load.hpp"
#include "config/portable_path.hpp"
#include "config/resolve.hpp"
#include "cost/breakdown.hpp"
#include "explore/solve.hpp"
#include "graph/trace.hpp"
#include "result/roofline.hpp"
#include "study/point/model_digest.hpp"
#include "study/quality_row.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/sha256.hpp"

namespace lmulsim::study::point {
namespace {

using explore::Outcome;
using explore::RunRow;

constexpr std::size_t kIdDigits = 32;
/// Environments are large where workloads have tensors.
constexpr std::size_t kMostEnvironments = 64;

/// A message without the place where the program's files lie: equal points have equal messages everywhere.
std::string portable(std::string text) {
  if (text.empty()) {
    return text;
  }
  const std::string folder = std::filesystem::path(config::configs_dir()).lexically_normal().string();
  for (std::size_t at = text.find(folder); !folder.empty() && at != std::string::npos; at = text.find(folder, at + 1)) {
    text.replace(at, folder.size(), "configs");
  }
  return text;
}

void set_outcome(RunRow& row, Outcome outcome, std::string message) {
  row.outcome = explore::kOutcomeNames[outcome];
  row.message = portable(std::move(message));
}

/// Whether random numbers are drawn: for operands, or for stalls.
bool is_drawn(const RunRequest& request) {
  const bool computes = request.engine != engine::Engine::fast;
  const bool has_tensors = !request.workload.tensors.empty();
  return request.stall_percent > 0 || request.operands == OperandChoice::random ||
         (request.operands == OperandChoice::automatic && computes && !has_tensors) ||
         (request.operands == OperandChoice::automatic && has_tensors);  // of products without tensors
}

std::string short_digest(const std::string& text) {
  return util::sha256(text).substr(0, kIdDigits);
}

std::string technology_text(const RunRequest& request) {
  const cost::Technology& t = request.technology;
  std::string files;
  for (const std::string& file : t.files) {
    files += util::sha256_file(file) + " ";
  }
  files += t.sram ? util::sha256_file(t.sram->file) : "-";
  return fmt::format("{} sram={} dram={}", short_digest(files), t.sram_name, t.dram);
}

std::string run_text(const RunRequest& request) {
  return fmt::format("engine={} operands={} memory=ideal seed={} stall_percent={}", engine_name(request.engine),
                     kOperandNames[request.operands],
                     is_drawn(request) ? fmt::format("{}", request.seed) : std::string("-"), request.stall_percent);
}

bool uses_tensors(const RunRequest& request) {
  return request.operands == OperandChoice::automatic && !request.workload.tensors.empty();
}

void load(const PointRequest& wanted, Environment& out) {
  out.request = request_of(wanted.choice);
  out.request.workload = formats::load_workload(wanted.workload);
  out.request.workload_file = workload_file(wanted.workload.source);
  out.workload = workload_digest(out.request.workload);
  out.model = model_digest(out.request.engine);
  out.ingredients = fmt::format("mapping default\nmodel {}\nrun {}\ntechnology {}\ntensors {}\nworkload {}\n",
                                out.model, run_text(out.request), technology_text(out.request),
                                uses_tensors(out.request) ? tensors_digest(out.request.workload) : "-", out.workload);
}

std::string quality_text(const std::optional<result::Quality>& quality) {
  if (!quality) {
    return "-";
  }
  boost::json::object json = result::quality_json(*quality);
  json.erase("file");  // the table: its other rows change nothing here
  json.erase("sha256");
  return util::sha256(boost::json::serialize(json)).substr(0, kIdDigits);
}

/// The key's text and what follows from it. Why a point cannot be built is part of its key: files that were not read
/// to their end have no digest there.
void name_row(Prepared& out, const std::string& fault) {
  out.row.key = fmt::format("accelerator {}\n{}{}quality {}\n", short_digest(out.accelerator_json),
                            fault.empty() ? "" : fmt::format("fault {}\n", short_digest(portable(fault))),
                            out.environment->ingredients, quality_text(out.quality));
  out.row.id = util::sha256(out.row.key).substr(0, kIdDigits);
  out.row.design =
      util::sha256(fmt::format("{}\n{}", out.accelerator_json, out.environment->workload)).substr(0, kIdDigits);
  out.row.model = out.environment->model;
  out.row.fidelity = "analytic";
  if (!out.environment->fault.empty() || out.environment->request.engine != engine::Engine::fast) {
    out.row.fidelity =
        out.environment->fault.empty() ? std::string(engine_name(out.environment->request.engine)) : "none";
  } else if (out.environment->request.operands == OperandChoice::random || uses_tensors(out.environment->request)) {
    out.row.fidelity = "values";
  }
}

/// What was asked for, where no machine follows from it.
std::string unresolved_json(const PointRequest& request) {
  std::map<std::string, std::string> members{{"file", request.accelerator}};
  for (const config::Setting& setting : request.settings) {
    members[setting.key] = setting.value;
  }
  std::string out = "{";
  for (const auto& [name, value] : members) {
    out += fmt::format("{}{}:{}", out.size() > 1 ? "," : "", explore::json_string(name), explore::json_string(value));
  }
  return out + "}";
}

/// What the table says, or what follows where an older one does not: the ratio's error is the standard error of the
/// mean change of the tokens' negative log-likelihoods, so that rms^2 = mean^2 + variance.
double change_rms_of(const result::Quality& quality) {
  if (std::isfinite(quality.change_rms)) {
    return quality.change_rms;
  }
  const double mean = std::log(quality.ratio);
  const auto n = static_cast<double>(quality.tokens);
  const double spread = quality.ratio_error / quality.ratio * std::sqrt(n);
  return std::sqrt(mean * mean + spread * spread * (n - 1) / n);
}

void add_quality(const std::optional<result::Quality>& quality, RunRow& row) {
  if (!quality || !std::isfinite(quality->perplexity) || !std::isfinite(quality->ratio)) {
    return;
  }
  row.perplexity = quality->perplexity;
  row.perplexity_error = quality->perplexity_error;
  row.perplexity_ratio = quality->ratio;
  row.perplexity_ratio_error = quality->ratio_error;
  row.agreement = quality->agreement;
  row.agreement_error = quality->agreement_error;
  row.nll_rms = change_rms_of(*quality);
}

/// Energy and area by part, [low, value, high, indices of the entries they rest on], and the entries once.
class PartsJson {
 public:
  explicit PartsJson(const result::RunReport& report) {
    text_ = "{\"energy_pj\":" + of(report.energy_pj);
    text_ += ",\"area_um2\":" + of(report.area_um2);
  }

  [[nodiscard]] std::string with(const std::optional<result::Quality>& quality) const {
    std::string names;
    for (const std::string& entry : entries_) {
      names += (names.empty() ? "" : ",") + explore::json_string(entry);
    }
    const std::string out = fmt::format("{},\"entries\":[{}]", text_, names);
    return quality ? fmt::format("{},\"quality\":{{\"arithmetic\":{},\"model\":{},\"of_workload\":{}}}}}", out,
                                 explore::json_string(quality->arithmetic), explore::json_string(quality->model),
                                 quality->of_workload)
                   : out + "}";
  }

 private:
  std::string of(const std::optional<cost::Breakdown>& breakdown) {
    std::string out;
    for (const cost::Component& c : breakdown ? breakdown->components : std::vector<cost::Component>{}) {
      std::vector<std::size_t> indices;
      for (const std::string& entry : c.entries) {
        indices.push_back(index_of(entry));
      }
      out += fmt::format("{}\"{}\":[{},{},{},[{}]]", out.empty() ? "" : ",", cost::name(c.part),
                         explore::real_text(c.band.low), explore::real_text(c.band.value),
                         explore::real_text(c.band.high), fmt::join(indices, ","));
    }
    return "{" + out + "}";
  }

  std::size_t index_of(const std::string& entry) {
    const auto at = std::ranges::find(entries_, entry);
    const auto index = static_cast<std::size_t>(at - entries_.begin());
    if (at == entries_.end()) {
      entries_.push_back(entry);
    }
    return index;
  }

  std::vector<std::string> entries_{};
  std::string text_;
};

void set_band(const std::optional<cost::Band>& band, RunRow::Real& low, RunRow::Real& value, RunRow::Real& high) {
  if (band && std::isfinite(band->low) && std::isfinite(band->value) && std::isfinite(band->high)) {
    low = band->low;
    value = band->value;
    high = band->high;
  }
}

std::string outputs_digest(const result::RunReport& report) {
  std::string text;
  for (const result::OperatorReport& op : report.operators) {
    text += op.output_sha256.empty() ? "" : fmt::format("{} {}\n", op.name, op.output_sha256);
  }
  return text.empty() ? "" : util::sha256(text);
}

std::string first_failure(const result::CheckList& checks) {
  for (const result::Check& check : checks.all()) {
    if (!check.passed()) {
      return fmt::format("{}: {}", check.name, check.first_failure);
    }
  }
  return "";
}

}  // namespace

std::string accelerator_key(const machine::Accelerator& accelerator) {
  std::vector<config::Key> keys;
  for (const config::Key& key : config::accelerator_keys()) {
    const bool is_label = key.name == "name" || key.name == "source";
    const bool is_sum = std::ranges::any_of(
        config::accelerator_keys(), [&](const config::Key& part) { return part.part && part.replaced_by == key.name; });
    if (!is_label && !is_sum) {
      keys.push_back(key);
    }
  }
  boost::json::object json = config::to_json(accelerator, keys);
  if (const arith::ProductTable* table = accelerator.pe.multiplier.table; table != nullptr) {
    json["pe"].as_object()["multiplier"] = "table " + table->sha256();  // whatever its file is called
  }
  return boost::json::serialize(json);
}

std::string workload_digest(const graph::Workload& workload) {
  boost::json::object json = graph::trace_json(workload, "");
  for (const char* key : {"name", "source", "assumptions"}) {
    json.erase(key);
  }
  return util::sha256(boost::json::serialize(json));
}

std::string tensors_digest(const graph::Workload& workload) {
  if (workload.tensors.empty()) {
    return "-";
  }
  std::string text;
  for (const auto& [name, tensor] : workload.tensors) {
    text += fmt::format("{} {} {} {}\n", name, tensors::info(tensor.dtype).name, fmt::join(tensor.shape, "x"),
                        util::sha256({reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size()}));
  }
  return util::sha256(text);
}

explore::RunRow row_of(const result::RunReport& report) {
  RunRow row;
  row.cycles = report.cycles.total;
  row.macs = report.activity.macs_useful;
  if (report.tokens() > 0) {
    row.tokens = report.tokens();
  }
  row.dram_bytes = result::roofline(report).bytes;
  row.utilization = report.utilization;
  row.time_s = report.time_s;
  set_band(report.energy_pj ? std::optional(report.energy_pj->total) : std::nullopt, row.energy_pj_low, row.energy_pj,
           row.energy_pj_high);
  set_band(report.area_um2 ? std::optional(report.area_um2->total) : std::nullopt, row.area_um2_low, row.area_um2,
           row.area_um2_high);
  if (report.energy_pj) {
    set_band(result::power_w(report), row.power_w_low, row.power_w, row.power_w_high);
  }
  row.output_sha256 = outputs_digest(report);
  add_quality(report.quality, row);
  return row;
}

Evaluator::Evaluator(const explore::Sweep& sweep) : sweep_(sweep), space_(sweep) {
  if (!sweep.quality.empty()) {
    quality_table_ = quality::read_results(quality_file(sweep));
  }
}

const config::AcceleratorFile& Evaluator::accelerator_file(const std::string& name) {
  auto at = accelerators_.find(name);
  if (at == accelerators_.end()) {
    const std::string path = config::find_config("accelerators", ".yaml", name);
    at = accelerators_
             .emplace(name, config::parse_accelerator(util::read_file(path, util::kLargestConfig),
                                                      config::portable_path(path)))
             .first;
  }
  return at->second;
}

Environment& Evaluator::environment(const PointRequest& request) {
  const auto at = environments_.find(request.shared);
  if (at != environments_.end()) {
    return *at->second;
  }
  if (environments_.size() == kMostEnvironments) {
    environments_.clear();
  }
  auto made = std::make_unique<Environment>();
  try {
    load(request, *made);
    if (quality_table_ && !made->request.workload_file.empty()) {
      made->file_sha256 = util::sha256_content(made->request.workload_file);
    }
  } catch (const InputError& e) {
    *made = Environment{};
    made->fault = portable(e.what());
    made->model = model_digest(kEngineNames.find(request.choice.engine).value_or(engine::Engine::fast));
    made->ingredients = fmt::format("model {}\nrequest {}\n", made->model, request.shared);
  }
  return *environments_.emplace(request.shared, std::move(made)).first->second;
}

std::optional<result::Quality> Evaluator::quality(const Environment& environment,
                                                  const machine::Accelerator& accelerator) {
  if (!quality_table_ || !environment.fault.empty()) {
    return std::nullopt;
  }
  std::vector<config::Key> keys;
  for (const config::Key& key : config::accelerator_keys()) {
    if (key.section() == "pe" || key.section() == "operands") {
      keys.push_back(key);
    }
  }
  const std::string pe = boost::json::serialize(config::to_json(accelerator, keys));
  auto at = qualities_.find(pe);
  if (at == qualities_.end()) {
    std::optional<result::Quality> found;
    try {
      found = quality_of(*quality_table_, accelerator.pe, accelerator.operands, accelerator.name);
    } catch (const InputError&) {
      // The table has no row of this PE: the point has no perplexity.
    }
    at = qualities_.emplace(pe, std::move(found)).first;
  }
  std::optional<result::Quality> out = at->second;
  if (out) {
    const RunRequest& request = environment.request;
    match_model(*out, {request.workload.name, request.workload_file, environment.file_sha256}, true);
  }
  return out;
}

/// The metric where the solved key has this value; nothing where that is no machine.
std::optional<double> Evaluator::solved_metric(const explore::MetricRef& metric, std::uint64_t position, double value) {
  const std::optional<explore::Point> point = space_.at(position, explore::Value(value));
  if (!point) {
    return std::nullopt;
  }
  Prepared prepared = prepare_whole(*point);
  if (prepared.is_decided()) {
    return std::nullopt;
  }
  if (metric.name() == "area_um2") {  // follows from the machine alone
    return cost::area_um2(prepared.accelerator, prepared.environment->request.technology).total.value;
  }
  const std::optional<explore::Interval> found = metric.of(evaluate(prepared));
  return found ? std::optional(found->value) : std::nullopt;
}

Prepared Evaluator::prepare(const explore::Point& point) {
  if (!sweep_.solve) {
    return prepare_whole(point);
  }
  const explore::MetricRef metric = explore::metric(sweep_.solve->metric, sweep_.solve->where);
  const explore::Solution solution =
      explore::solve(*sweep_.solve, [&](double value) { return solved_metric(metric, point.position, value); });
  return solution.value ? prepare_whole(*space_.at(point.position, explore::Value(*solution.value)))
                        : prepare_whole(point, solution.fault);
}

Prepared Evaluator::prepare_whole(const explore::Point& point, std::string fault) {
  const PointRequest request = point_request(explore::settings_at(sweep_, point));
  Prepared out;
  out.point = point;
  out.environment = &environment(request);
  fault = fault.empty() ? out.environment->fault : fault;
  out.accelerator_json = unresolved_json(request);
  if (fault.empty()) {
    try {
      config::AcceleratorFile file = accelerator_file(request.accelerator);
      config::apply_settings(request.settings, file);
      put_accelerator(config::resolve(file), out.environment->request);
      out.accelerator = out.environment->request.accelerator;
      out.accelerator_json = accelerator_key(out.accelerator);
      out.quality = quality(*out.environment, out.accelerator);
    } catch (const InputError& e) {
      fault = e.what();
    }
  }
  name_row(out, fault);
  if (!fault.empty()) {
    set_outcome(out.row, Outcome::unbuildable, fault);
  }
  return out;
}

explore::RunRow Evaluator::evaluate(Prepared& prepared) const {
  const RunRow& names = prepared.row;
  RunRow out;
  try {
    RunRequest& request = prepared.environment->request;
    request.accelerator = prepared.accelerator;
    const result::RunReport report = simulate(request);
    if (report.checks.passed()) {
      out = row_of(report);
      out.parts = PartsJson(report).with(prepared.quality);
      add_quality(prepared.quality, out);
      set_outcome(out, Outcome::ok, fmt::format("{}", fmt::join(result::warnings_of(report), "; ")));
    } else {
      set_outcome(out, Outcome::check_failed, first_failure(report.checks));
    }
  } catch (const InputError& e) {
    set_outcome(out, Outcome::unbuildable, e.what());
  } catch (const CheckError& e) {
    set_outcome(out, Outcome::check_failed, e.what());
  }
  out.id = names.id;
  out.design = names.design;
  out.fidelity = names.fidelity;
  out.model = names.model;
  out.key = names.key;
  return out;
}

}  // namespace lmulsim::study::point
