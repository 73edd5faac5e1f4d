// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "cli/commands.hpp"
#include "cli/eval_calibrate.hpp"
#include "cli/eval_histograms.hpp"
#include "cli/eval_labels.hpp"
#include "cli/eval_report.hpp"
#include "cli/eval_table.hpp"
#include "cli/model_options.hpp"
#include "cli/numbers.hpp"
#include "cli/output.hpp"
#include "cli/progress_bars.hpp"
#include "cli/stop_request.hpp"
#include "report/json_text.hpp"
#include "study/calibrate_offset.hpp"
#include "study/evaluate.hpp"
#include "study/label_texts.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/stopped.hpp"

namespace lmulsim::cli {

namespace {

struct EvalValues {
  study::EvaluateRequest request{
      .model = {},
      .text = {},
      .cut = {},
      .arithmetics = {"exact:bf16", "exact:e4m3", "exact:e5m2", "exact:int8", "lmul:e4m3", "fp32+attention=lmul:e4m3"},
      .sweep = {},
      .threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()))};
  std::string histograms_csv;
  std::string calibrate;
  std::int64_t calibrate_tokens = 0;
  bool json = false;
  std::string out;
  std::string labelled;
  std::string csv;
  std::string html;
};

/// Prints head and rows of the table as they come, unless JSON is asked for.
study::RowFinished row_printer(bool json, std::span<const quality::Plan> plans) {
  if (json) {
    return [](const study::EvalReport&) {};
  }
  std::vector<std::string> names;
  std::ranges::transform(plans, std::back_inserter(names), &quality::Plan::name);
  return [table = EvalTable(names)](const study::EvalReport& report) mutable {
    print((report.rows.size() == 1 ? eval_head(report) : "") + table.next(report.rows.back()));
  };
}

/// Progress as bars, and a stop as soon as one was asked for.
study::Progress stoppable() {
  return [bars = progress_bars()](const std::string& label, std::int64_t steps) -> study::Advance {
    return [advance = bars(label, steps)](std::int64_t done) {
      advance(done);
      StopRequest::check();
    };
  };
}

study::EvalReport evaluate_all(const EvalValues& values) {
  study::EvaluateRequest request = values.request;
  request.histograms = request.histograms || !values.histograms_csv.empty();
  const study::EvalWork work = study::prepare(request, progress_bars());
  const StopRequest stop;
  study::EvalReport report = study::evaluate(request, work, stoppable(), row_printer(values.json, work.plans));
  if (report.found_earlier > 0) {
    fmt::print(stderr, "{} of {} rows were finished earlier (kept in {})\n", report.found_earlier, work.plans.size(),
               report.folder.string());
  }
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
  const study::EvaluateRequest& r = values.request;
  const study::CalibrationReport report =
      study::calibrate({r.model, r.text, r.cut, values.calibrate, values.calibrate_tokens, r.threads}, progress_bars());
  write_and_print(values, calibration_json(report), calibration_text(report));
}

void run_labels(const EvalValues& values) {
  const study::EvaluateRequest& r = values.request;
  const study::LabelReport report = study::label({r.model, values.labelled, r.arithmetics, r.threads}, progress_bars());
  write_and_print(values, labels_json(report), labels_text(report));
}

void run_eval(const EvalValues& values) {
  check_outputs({values.out, values.csv, values.html, values.histograms_csv});
  if (!values.labelled.empty()) {
    return run_labels(values);
  }
  if (values.request.text.empty()) {
    throw InputError("--text: expected a text, or --labelled with the examples of a classifier, found neither");
  }
  if (!values.calibrate.empty()) {
    return run_calibrate(values);
  }
  const study::EvalReport report = evaluate_all(values);
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
      "Perplexity of a model on a text, and how far its predictions are from fp32's, with its matrix products in given "
      "arithmetics");
  add_model_options(command, values->request.model);
  command.add_option("--text", values->request.text, "The text; lines <|endoftext|> separate documents");
  command
      .add_option("--arithmetic", values->request.arithmetics,
                  arithmetic_help() + ". Any number; fp32 always comes first")
      ->capture_default_str();
  command
      .add_option("--sweep", values->request.sweep,
                  "A YAML file of lists of arithmetics, or a name of configs/sweeps, instead of --arithmetic; finished "
                  "rows are kept in LMULSIM_CACHE")
      ->excludes("--arithmetic");
  command.add_option("--chosen-on", values->request.chosen_on,
                     "The text on which parameters of the arithmetics (offsets, table bits, widths) were chosen; the "
                     "table says it, and that the figures flatter when it is --text itself");
  add_integer(command, "--tokens", values->request.cut.tokens, {2, kMostTokens}, "Only the first N tokens of the text");
  add_integer(command, "--context", values->request.cut.context, {2, kMostTokens},
              fmt::format("Tokens of a window (default: the model's positions, at most {})", study::kDefaultContext));
  add_integer(command, "--threads", values->request.threads, {1, 1024},
              "Windows at a time; results do not depend on it");
  command
      .add_flag("--layers", values->request.layers,
                "Also signal-to-noise ratio, largest error and cosine of every layer's products (slower)")
      ->excludes("--sweep");
  command
      .add_flag("--histograms", values->request.histograms,
                "Also what the operands of every layer's products look like as codes, and how they toggle (slower)")
      ->excludes("--sweep");
  command
      .add_flag("--ranges", values->request.ranges,
                "Also the largest sums of every kind of products, and the narrow sums fixW.L that hold them with "
                "headroom (slower; operands of at most 8 bits)")
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
      ->excludes("--arithmetic", "--sweep", "--layers", "--ranges", "--histograms", "--histograms-csv", "--csv",
                 "--html");
  add_integer(command, "--calibrate-tokens", values->calibrate_tokens, {2, kMostTokens},
              "Choose on the documents of the first N tokens (default: half of them)")
      ->needs("--calibrate");
  command
      .add_option("--labelled", values->labelled,
                  "Instead of a text, lines LABEL<tab>TEXT for a classifier: its accuracy in each arithmetic")
      ->excludes("--text", "--chosen-on", "--sweep", "--layers", "--ranges", "--histograms", "--histograms-csv",
                 "--csv", "--html", "--calibrate", "--tokens", "--context");
  command.callback([values] { run_eval(*values); });
}

}  // namespace lmulsim::cli
