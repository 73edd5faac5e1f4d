// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/json.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.hpp"
#include "cli/front_table.hpp"
#include "cli/importance_text.hpp"
#include "cli/output.hpp"
#include "cli/progress_bars.hpp"
#include "cli/results_export.hpp"
#include "cli/results_merge.hpp"
#include "cli/results_report.hpp"
#include "report/comparison_writers.hpp"
#include "report/folder.hpp"
#include "report/json_text.hpp"
#include "report/text_table.hpp"
#include "report/writers.hpp"
#include "result/comparison.hpp"
#include "store/publish.hpp"
#include "store/store.hpp"
#include "study/compare_reports.hpp"
#include "study/sweep/rerun.hpp"
#include "study/sweep/stored_points.hpp"
#include "util/error.hpp"

namespace lmulsim::cli {
namespace {

namespace json = boost::json;
using study::sweep::StoredPoint;
using study::sweep::StoredSweep;

constexpr std::size_t kShownDigits = 8;

struct ResultsValues {
  std::string store;
  std::string sweep;
  std::string id, other;
  std::vector<std::string> per;
  std::string of;
  std::string format = "csv";
  std::string out;
  std::vector<std::string> sources;
  std::string into;
  std::string salvage;
  std::string report;
  bool anyway = false;
  bool outside = false;
  bool other_models = false;
  bool json = false;
};

store::Store open(const ResultsValues& values) {
  return {values.store, store::Access::read};
}

void status(const ResultsValues& values) {
  const std::string shards = shards_text(values.store);
  if (!shards.empty() && !std::filesystem::exists(values.store)) {
    return print(values.json ? report::pretty(json::array{}) : shards);  // nothing is merged yet
  }
  store::Store store = open(values);
  json::array all;
  std::string text;
  for (const store::SweepEntry& sweep : store.sweeps()) {
    const auto outcomes = store.outcomes(sweep.id);
    json::object counts;
    text += fmt::format("{} ({}): {} points", sweep.name, sweep.id.substr(0, 12), sweep.positions);
    for (const auto& [outcome, count] : outcomes) {
      counts[outcome] = count;
      text += fmt::format(", {} {}", count, outcome);
    }
    text += "\n";
    json::array unfinished;
    for (const store::Attempt& attempt : store.unfinished(sweep.id)) {
      text += fmt::format("  {}: {}: {}\n", attempt.run.substr(0, kShownDigits), attempt.outcome, attempt.message);
      unfinished.push_back(
          json::object{{"id", attempt.run}, {"outcome", attempt.outcome}, {"message", attempt.message}});
    }
    all.push_back(json::object{{"name", sweep.name},
                               {"id", sweep.id},
                               {"points", sweep.positions},
                               {"outcomes", counts},
                               {"unfinished", unfinished}});
  }
  print(values.json ? report::pretty(all) : (text.empty() ? "no sweep\n" : text) + shards);
}

std::string metrics_table(const explore::RunRow& row) {
  report::TextTable table("lrl");
  for (const explore::Metric& metric : explore::metrics()) {
    if (const auto value = metric.of(row)) {
      table.row({std::string(metric.name), interval_text(*value), std::string(metric.unit)});
    }
  }
  return table.text();
}

/// Runs a stored point again. Numbers that are not the store's are an error, after the report was written.
void write_report_of(const study::sweep::FoundRun& found, const std::string& folder) {
  report::check_folder(folder);
  const result::RunReport report = study::sweep::run_again(found, progress_bars());
  report::write_report(report, folder);
  const auto others = study::sweep::other_numbers(found.row, report);
  if (!others.empty()) {
    throw CheckError(fmt::format(
        "point {}: {} numbers are not the store's, the first {}: {} stored, {} now{}", found.row.id, others.size(),
        others[0].name, others[0].stored, others[0].found,
        study::sweep::is_of_this_simulator(found.row) ? "" : "; the store's are of another version of the simulator"));
  }
  report.checks.enforce();
}

void show(const ResultsValues& values) {
  store::Store store = open(values);
  const study::sweep::FoundRun found = study::sweep::find_run(store, values.id);
  if (!values.report.empty()) {
    return write_report_of(found, values.report);
  }
  const std::string command =
      found.member ? study::sweep::command_of(*found.text, *found.member, found.row) : std::string();
  if (values.json) {
    return print(explore::canonical_json(found.row) + "\n");
  }
  std::string text = fmt::format("{}  {}\n", found.row.id, found.row.outcome);
  text += found.row.message.empty() ? "" : fmt::format("  {}\n", found.row.message);
  if (found.member) {
    report::TextTable table("ll");
    for (const explore::Assignment& a : explore::read_parameters(found.member->parameters)) {
      table.row({a.key, explore::text_of(a.value)});
    }
    text += table.text();
  }
  print(text + metrics_table(found.row) + (command.empty() ? "" : command + "\n"));
}

std::string differences_text(const std::vector<study::sweep::KeyDifference>& differences, std::string_view indent) {
  std::string text;
  for (const study::sweep::KeyDifference& d : differences) {
    text += fmt::format("{}{}:\n{}  {}\n{}  {}\n", indent, d.name, indent, d.a, indent, d.b);
  }
  return text;
}

void why(const ResultsValues& values) {
  store::Store store = open(values);
  const explore::RunRow row = study::sweep::find_run(store, values.id).row;
  if (values.other.empty()) {
    return print(study::sweep::expanded_key(store, row));
  }
  const explore::RunRow other = study::sweep::find_run(store, values.other).row;
  const auto differences =
      study::sweep::key_differences(study::sweep::expanded_key(store, row), study::sweep::expanded_key(store, other));
  print(differences.empty() ? "nothing that can change a number differs\n" : differences_text(differences, ""));
}

void compare(const ResultsValues& values) {
  if (!values.out.empty()) {
    report::check_folder(values.out);
  }
  store::Store store = open(values);
  std::vector<result::Design> designs;
  for (const std::string& id : values.sources) {
    const study::sweep::FoundRun found = study::sweep::find_run(store, id);
    result::RunReport report = study::sweep::run_again(found, progress_bars());
    report.accelerator.name = found.row.id.substr(0, kShownDigits);
    designs.push_back(result::design_of(report));
  }
  const result::Comparison comparison = study::compare(std::move(designs), values.anyway);
  print_warnings(comparison.warnings);
  const auto write = [&] {
    if (!values.out.empty()) {
      report::write_comparison(comparison, values.out);
    }
  };
  deliver(
      {write, [&] { print(values.json ? report::pretty(report::to_json(comparison)) : report::to_text(comparison)); }});
}

void best(const ResultsValues& values) {
  store::Store store = open(values);
  const StoredSweep sweep = study::sweep::load_sweep(store, values.sweep);
  const auto cells = study::sweep::best_of(sweep, values.per, values.of);
  if (values.json) {
    json::array all;
    for (const study::sweep::BestPoint& cell : cells) {
      all.push_back(json::object{{"cell", json::array(cell.cell.begin(), cell.cell.end())},
                                 {"id", cell.point->row.id},
                                 {"value", json::array{cell.value.low, cell.value.value, cell.value.high}}});
    }
    return print(report::pretty(all));
  }
  report::TextTable table(std::string(values.per.size(), 'r') + "rl");
  std::vector<std::string> head = values.per;
  head.push_back(values.of);
  head.emplace_back("id");
  table.row(head);
  for (const study::sweep::BestPoint& cell : cells) {
    std::vector<std::string> row = cell.cell;
    row.push_back(interval_text(cell.value));
    row.push_back(cell.point->row.id.substr(0, kShownDigits));
    table.row(row);
  }
  print(table.text());
}

void importance(const ResultsValues& values) {
  store::Store store = open(values);
  const StoredSweep sweep = study::sweep::load_sweep(store, values.sweep);
  const explore::Importance found = study::sweep::importance_of(sweep, values.of);
  print(values.json ? report::pretty(importance_json(found, values.of)) : importance_text(found, values.of));
}

void export_points(const ResultsValues& values) {
  store::Store store = open(values);
  const StoredSweep sweep = study::sweep::load_sweep(store, values.sweep);
  const std::string text = export_text(sweep, values.format);
  if (values.out.empty()) {
    return print(text);
  }
  write_text(values.out, text);
}

void verify(const ResultsValues& values) {
  if (!values.salvage.empty()) {
    if (values.into.empty()) {
      throw InputError("--into: expected the store that rows are copied to, found none");
    }
    store::Store target(values.into, store::Access::write);
    const store::Salvaged salvaged = store::salvage(values.salvage, target);
    print(fmt::format("{} rows copied, {} lost\n", salvaged.copied, salvaged.lost));
    for (const std::string& table : salvaged.broken_off) {
      print(fmt::format("  not to its end: {}\n", table));
    }
    return;
  }
  if (values.store.empty()) {
    throw InputError("--store: expected a file of results, found none");
  }
  store::Store store = open(values);
  const store::Verified verified = store::verify(store);
  std::string text = fmt::format("{} rows, {} faults\n", verified.rows, verified.faults.size());
  for (const std::string& fault : verified.faults) {
    text += fmt::format("  {}\n", fault);
  }
  print(text);
  if (!verified.faults.empty()) {
    throw CheckError(fmt::format("{}: {} rows or structures do not hold", values.store, verified.faults.size()));
  }
}

void publish(const ResultsValues& values) {
  store::Store store = open(values);
  store::publish(store, values.out);
}

void diff(const ResultsValues& values) {
  store::Store a(values.sources.at(0), store::Access::read);
  store::Store b(values.sources.at(1), store::Access::read);
  const auto difference = study::sweep::compare_sweeps(study::sweep::load_sweep(a, values.sweep),
                                                       study::sweep::load_sweep(b, values.sweep));
  std::string text =
      fmt::format("{} points the same, {} with other numbers, {} in the first only, {} in the second only\n",
                  difference.same, difference.changed.size(), difference.only_a, difference.only_b);
  constexpr std::size_t kMostShown = 20;
  for (std::size_t i = 0; i < std::min(kMostShown, difference.changed.size()); ++i) {
    const study::sweep::ChangedPoint& c = difference.changed[i];
    text += fmt::format("  {} ({}, {}): {} {} -> {}\n", c.parameters, c.a_id.substr(0, kShownDigits),
                        c.b_id.substr(0, kShownDigits), c.metric, explore::real_text(c.a), explore::real_text(c.b)) +
            differences_text(c.reasons, "    ");
  }
  print(text);
}

void prune(const ResultsValues& values) {
  if (!values.outside && !values.other_models) {
    throw InputError("prune: expected --other-models, --outside or both, found neither");
  }
  store::Store store(values.store, store::Access::write);
  print(fmt::format("{} points deleted\n", study::sweep::prune(store, {values.other_models, values.outside})));
}

void merge(const ResultsValues& values) {
  const std::vector<std::string> conflicts = merge_into(values.sources, values.into);
  if (!conflicts.empty()) {
    throw CheckError(
        fmt::format("{} rows have other contents in the other store, the first {}: the simulator is not "
                    "deterministic, or a store is damaged",
                    conflicts.size(), conflicts.front()));
  }
}

void metrics(const ResultsValues& /*values*/) {
  report::TextTable table("llll");
  for (const explore::Metric& metric : explore::metrics()) {
    table.row({std::string(metric.name), std::string(metric.unit), metric.more_is_better ? "most" : "least",
               std::string(metric.about)});
  }
  print(table.text());
}

using Verb = void (*)(const ResultsValues&);

CLI::App& add_verb(CLI::App& results, const std::shared_ptr<ResultsValues>& values, const char* name, const char* about,
                   Verb verb) {
  CLI::App& command = *results.add_subcommand(name, about);
  command.callback([values, verb] { verb(*values); });
  return command;
}

void add_store(CLI::App& command, ResultsValues& values, bool required = true) {
  command.add_option("--store", values.store, "File of results that 'lmulsim explore' wrote")->required(required);
}

void add_sweep(CLI::App& command, ResultsValues& values) {
  command.add_option("--sweep", values.sweep, "A name, or the beginning of an id, where the store has several");
}

void add_json(CLI::App& command, ResultsValues& values) {
  command.add_flag("--json", values.json, "Print JSON instead of text");
}

void add_reading_verbs(CLI::App& results, const std::shared_ptr<ResultsValues>& v) {
  CLI::App& c = add_verb(results, v, "status", "Sweeps of a store: points by outcome, and what failed", status);
  add_store(c, *v);
  add_json(c, *v);
  CLI::App& s = add_verb(results, v, "show", "One point: what it sets, its numbers, the command that runs it", show);
  s.add_option("id", v->id, "The beginning of a point's id")->required();
  s.add_option("--report", v->report,
               "Folder: runs the point again and writes its report there; numbers that differ are an error");
  add_store(s, *v);
  add_json(s, *v);
  CLI::App& w = add_verb(results, v, "why", "What a point's id is made of; with two, what differs", why);
  w.add_option("id", v->id, "The beginning of a point's id")->required();
  w.add_option("--and", v->other, "Another point: what differs between the two");
  add_store(w, *v);
  CLI::App& m =
      add_verb(results, v, "compare", "Points side by side, run again; whose intervals contain zero", compare);
  m.add_option("ids", v->sources, "The beginnings of the points' ids; the first is the base")
      ->required()
      ->expected(2, 32);
  m.add_option("--out", v->out, "Folder for comparison.txt, .json and .html");
  m.add_flag("--anyway", v->anyway, "Also unlike things: other work, values or technology; says so");
  add_store(m, *v);
  add_json(m, *v);
  CLI::App& b = add_verb(results, v, "best", "The best point for each value of some parameters", best);
  b.add_option("--per", v->per, "A parameter of the sweep; again for others")->required()->allow_extra_args(false);
  b.add_option("--of", v->of, "The metric to be best in")->required();
  add_store(b, *v);
  add_sweep(b, *v);
  add_json(b, *v);
  CLI::App& i = add_verb(results, v, "importance", "Which parameter a metric depends on, and by how much", importance);
  i.add_option("--of", v->of, "The metric")->required();
  add_store(i, *v);
  add_sweep(i, *v);
  add_json(i, *v);
  CLI::App& d = add_verb(results, v, "diff", "Points of two stores that have other numbers, and why", diff);
  d.add_option("stores", v->sources, "Two files of results")->required()->expected(2);
  add_sweep(d, *v);
  add_verb(results, v, "metrics", "What results can be asked for", metrics);
}

void add_writing_verbs(CLI::App& results, const std::shared_ptr<ResultsValues>& v) {
  CLI::App& e = add_verb(results, v, "export", "Every point of a sweep as text", export_points);
  e.add_option("--format", v->format, "csv, md, tex or jsonl")->capture_default_str();
  e.add_option("--out", v->out, "File instead of standard output");
  add_store(e, *v);
  add_sweep(e, *v);
  CLI::App& f = add_verb(results, v, "verify", "Check every row; or copy what holds of a damaged store", verify);
  add_store(f, *v, false);
  f.add_option("--salvage", v->salvage, "A damaged file: copies the rows that hold to --into");
  f.add_option("--into", v->into, "The store that they are copied to");
  CLI::App& p = add_verb(results, v, "publish", "A copy for others: the same bytes for the same results", publish);
  add_store(p, *v);
  p.add_option("--out", v->out, "The copy")->required();
  CLI::App& m =
      add_verb(results, v, "merge", "Add the results of stores, and of the journals of shards, to a store", merge);
  m.add_option("stores", v->sources, "Files of results, journals, or folders of journals")
      ->required()
      ->expected(1, 4096);
  m.add_option("--into", v->into, "The store that gets them")->required();
  CLI::App& r = add_verb(results, v, "prune", "Delete results that are of no use any more", prune);
  add_store(r, *v);
  r.add_flag("--other-models", v->other_models, "Those of another version of the simulator than this one");
  r.add_flag("--outside", v->outside, "Those that no sweep of the store names");
}

}  // namespace

void add_results(CLI::App& app) {
  const auto values = std::make_shared<ResultsValues>();
  CLI::App& results = *app.add_subcommand("results", "Questions to a store of results, and its upkeep");
  results.require_subcommand(1);
  add_reading_verbs(results, values);
  add_writing_verbs(results, values);
  add_results_report(results);
}

}  // namespace lmulsim::cli
