// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "cli/commands.hpp"
#include "cli/eval_calibrate.hpp"
#include "cli/eval_histograms.hpp"
#include "cli/eval_labels.hpp"
#include "cli/eval_report.hpp"
#include "cli/eval_rows.hpp"
#include "cli/eval_table.hpp"
#include "cli/eval_text.hpp"
#include "cli/model_options.hpp"
#include "cli/numbers.hpp"
#include "cli/output.hpp"
#include "cli/prediction_cache.hpp"
#include "cli/stop_request.hpp"
#include "config/load.hpp"
#include "formats/open.hpp"
#include "quality/evaluation.hpp"
#include "quality/sweep.hpp"
#include "report/json_text.hpp"
#include "rtl/model_builder.hpp"
#include "study/provenance.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/progress.hpp"
#include "util/sha256.hpp"
#include "util/stopped.hpp"

namespace lmulsim::cli {

namespace {

struct EvalValues {
  ModelOptionValues model;
  std::string text;
  std::vector<std::string> arithmetics{"exact:bf16", "exact:e4m3", "exact:e5m2",
                                       "exact:int8", "lmul:e4m3",  "fp32+attention=lmul:e4m3"};
  TextCut cut;
  int threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  bool layers = false;
  bool histograms = false;
  std::string histograms_csv;
  std::string calibrate;
  std::int64_t calibrate_tokens = 0;
  bool json = false;
  std::string out;
  std::string sweep;
  std::string labelled;
  std::string csv;
  std::string html;
};

/// fp32, the reference, then what was asked for, all read before the first of them runs.
std::vector<quality::Plan> plans_of(const EvalValues& values, const std::optional<quality::Sweep>& sweep,
                                    std::int64_t layers) {
  std::vector<quality::Plan> plans{quality::Plan::parse("fp32")};
  const auto add = [&](const quality::Plan& plan) {
    if (plan.text() != "fp32") {
      plan.check_layers(layers);
      plans.push_back(plan);
    }
  };
  if (sweep) {
    std::ranges::for_each(sweep->plans, add);
    return plans;
  }
  for (const std::string& text : values.arithmetics) {
    add(quality::Plan::from(text, "--arithmetic"));
  }
  return plans;
}

EvalOrigin origin_of(const EvalValues& values) {
  return {study::version_text(), util::sha256_content(values.model.model), util::sha256_file(values.text)};
}

EvalReport begin_report(const EvalValues& values, const EvalText& text, std::span<const quality::Window> windows) {
  EvalReport report{.model = values.model.model,
                    .text = values.text,
                    .context = text.context,
                    .documents = static_cast<std::int64_t>(text.documents.size()),
                    .windows = static_cast<std::int64_t>(windows.size()),
                    .tokens = count_targets(windows)};
  if (report.tokens < 2) {
    throw InputError(fmt::format("{}: expected a text of at least 2 tokens, found {}", values.text, report.tokens));
  }
  report.origin = origin_of(values);
  return report;
}

EvalText read_text(const EvalValues& values) {
  const util::Progress progress("reading the model and the text", 0);
  return load_eval_text(values.model, values.text, values.cut);
}

/// Prints head and rows of the table as they come, unless JSON is asked for.
RowFinished row_printer(const EvalValues& values, const EvalReport& report, std::span<const quality::Plan> plans) {
  if (values.json) {
    return [](const EvalRow&) {};
  }
  std::vector<std::string> names;
  std::ranges::transform(plans, std::back_inserter(names), &quality::Plan::name);
  return [&report, table = EvalTable(names)](const EvalRow& row) mutable {
    print((report.rows.size() == 1 ? eval_head(report) : "") + table.next(row));
  };
}

EvalReport evaluate_all(const EvalValues& values) {
  std::optional<quality::Sweep> sweep;
  if (!values.sweep.empty()) {
    sweep = quality::read_sweep(config::find_config("sweeps", ".yaml", values.sweep));
  }
  const EvalText text = read_text(values);
  const std::vector<quality::Plan> plans = plans_of(values, sweep, text.model.shape.layers);
  const auto windows = text.windows();
  EvalReport report = begin_report(values, text, windows);
  const auto evaluate = [&](const quality::Plan& plan, const std::string& label) {
    util::Progress progress(label, report.tokens);
    const auto advance = [&progress](std::int64_t done) {
      progress.advance(done);
      StopRequest::check();
    };
    return quality::evaluate(text.model, windows, plan,
                             {.threads = values.threads,
                              .layers = values.layers,
                              .advance = advance,
                              .histograms = values.histograms || !values.histograms_csv.empty()});
  };
  std::optional<PredictionCache> cache;
  if (sweep) {
    report.sweep = sweep->name;
    report.undefined = sweep->undefined;
    cache.emplace(rtl::model_cache_dir() / "eval", util::sha256_content("/proc/self/exe"), report.origin.model_sha256,
                  windows);
  }
  const StopRequest stop;
  fill_rows(report, plans, evaluate, cache ? &*cache : nullptr, row_printer(values, report, plans));
  return report;
}

void write_unless_unnamed(const std::string& file, const std::string& text) {
  if (!file.empty()) {
    util::write_file_atomic(file, text);
  }
}

void write_and_print(const EvalValues& values, const boost::json::value& json, const std::string& text) {
  const std::string pretty = report::pretty(json);
  deliver({[&] { print(values.json ? pretty : text); }, [&] { write_unless_unnamed(values.out, pretty); }});
}

void run_calibrate(const EvalValues& values) {
  CalibrationReport report = run_calibration(load_eval_text(values.model, values.text, values.cut), values.calibrate,
                                             values.calibrate_tokens, values.threads);
  report.model = values.model.model;
  report.text = values.text;
  write_and_print(values, calibration_json(report), calibration_text(report));
}

void run_labels(const EvalValues& values) {
  const transformer::Model model = formats::load_model(values.model.model);
  const LabelReport report = label_all(values.model, model, values.labelled,
                                       plans_of(values, std::nullopt, model.shape.layers), values.threads);
  write_and_print(values, labels_json(report), labels_text(report));
}

void run_eval(const EvalValues& values) {
  check_outputs({values.out, values.csv, values.html, values.histograms_csv});
  if (!values.labelled.empty()) {
    return run_labels(values);
  }
  if (values.text.empty()) {
    throw InputError("--text: expected a text, or --labelled with the examples of a classifier, found neither");
  }
  if (!values.calibrate.empty()) {
    return run_calibrate(values);
  }
  const EvalReport report = evaluate_all(values);
  const std::string json = report::pretty(eval_json(report));
  deliver({[&] { print(values.json ? json : eval_notes(report)); }, [&] { write_unless_unnamed(values.out, json); },
           [&] {
             write_unless_unnamed(values.histograms_csv,
                                  values.histograms_csv.empty() ? "" : histograms_csv(report.rows));
           },
           [&] { write_unless_unnamed(values.csv, values.csv.empty() ? "" : eval_csv(report)); },
           [&] { write_unless_unnamed(values.html, values.html.empty() ? "" : eval_html(report)); }});
  if (!report.unfinished.empty()) {
    throw Stopped(fmt::format("{} of {} rows are finished, printed and written{}", report.rows.size(),
                              report.rows.size() + report.unfinished.size(),
                              report.sweep.empty() ? "" : "; run again to go on"));
  }
}

}  // namespace

void add_eval(CLI::App& app) {
  const auto values = std::make_shared<EvalValues>();
  CLI::App& command = *app.add_subcommand(
      "eval",
      "Perplexity of a model on a text, and agreement with fp32, with its matrix products in given arithmetics");
  add_model_options(command, values->model);
  command.add_option("--text", values->text, "The text; lines <|endoftext|> separate documents");
  command.add_option("--arithmetic", values->arithmetics, arithmetic_help() + ". Any number; fp32 always comes first")
      ->capture_default_str();
  command
      .add_option("--sweep", values->sweep,
                  "A YAML file of lists of arithmetics, or a name of configs/sweeps, instead of --arithmetic; finished "
                  "rows are kept in LMULSIM_CACHE")
      ->excludes("--arithmetic");
  add_integer(command, "--tokens", values->cut.tokens, {2, kMostTokens}, "Only the first N tokens of the text");
  add_integer(command, "--context", values->cut.context, {2, kMostTokens},
              fmt::format("Tokens of a window (default: the model's positions, at most {})", kDefaultContext));
  add_integer(command, "--threads", values->threads, {1, 1024}, "Windows at a time; results do not depend on it");
  command
      .add_flag("--layers", values->layers,
                "Also signal-to-noise ratio, largest error and cosine of every layer's products (slower)")
      ->excludes("--sweep");
  command
      .add_flag("--histograms", values->histograms,
                "Also what the operands of every layer's products look like as codes, and how they toggle (slower)")
      ->excludes("--sweep");
  command.add_option("--histograms-csv", values->histograms_csv, "Also write every count of those to this file")
      ->excludes("--sweep");
  command.add_flag("--json", values->json, "Print JSON instead of text");
  command.add_option("--out", values->out, "Also write the JSON to this file");
  command.add_option("--csv", values->csv, "Also write the table as CSV to this file");
  command.add_option("--html", values->html, "Also write the table with charts, a page, to this file");
  command
      .add_option(
          "--calibrate", values->calibrate,
          "Instead: find the adder's offset that serves this model best in an arithmetic with an adder (lmul:e4m3), "
          "on one part of the text, and what it changes on the other")
      ->excludes("--arithmetic", "--sweep", "--layers", "--histograms", "--histograms-csv", "--csv", "--html");
  add_integer(command, "--calibrate-tokens", values->calibrate_tokens, {2, kMostTokens},
              "Choose on the documents of the first N tokens (default: half of them)")
      ->needs("--calibrate");
  command
      .add_option("--labelled", values->labelled,
                  "Instead of a text, lines LABEL<tab>TEXT for a classifier: its accuracy in each arithmetic")
      ->excludes("--text", "--sweep", "--layers", "--histograms", "--histograms-csv", "--csv", "--html", "--calibrate",
                 "--tokens", "--context");
  command.callback([values] { run_eval(*values); });
}

}  // namespace lmulsim::cli
