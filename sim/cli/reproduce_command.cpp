// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/reproduce_command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "accelerator/session.hpp"
#include "cli/output.hpp"
#include "config/load.hpp"
#include "engine/run.hpp"
#include "formats/workload_request.hpp"
#include "mapping/loops.hpp"
#include "quality/results.hpp"
#include "report/folder.hpp"
#include "report/json_text.hpp"
#include "study/paper/reproduction.hpp"
#include "study/provenance.hpp"
#include "util/error.hpp"
#include "util/progress.hpp"

namespace lmulsim::cli {
namespace {

constexpr const char* kTable = "horowitz-45nm";  ///< the figures the paper cites
constexpr const char* kModel = "bert-base";
constexpr std::int64_t kTokens = 128;

struct ReproduceValues {
  std::vector<std::string> technologies;
  std::vector<std::string> quality;
  std::vector<std::string> repeat;
  bool measure = false;
  bool json = false;
  std::string out;
};

/// The named technologies; without names every shipped one that was measured in gates, and the paper's table.
std::vector<cost::Technology> technologies_of(const ReproduceValues& values) {
  std::vector<cost::Technology> out;
  for (const std::string& name : values.technologies) {
    out.push_back(cost::load_technology(name));
  }
  if (!values.technologies.empty()) {
    return out;
  }
  for (const std::string& name : config::shipped_names("technologies", ".json")) {
    cost::Technology technology = cost::load_technology(name);
    if (technology.gates || name == kTable) {
      out.push_back(std::move(technology));
    }
  }
  return out;
}

/// The claims on the named tables; without names on every shipped one.
std::vector<study::paper::QualityStudy> studies_of(const ReproduceValues& values) {
  std::vector<std::string> files = values.quality;
  if (files.empty()) {
    for (const std::string& name : config::shipped_names("quality", ".json")) {
      files.push_back(config::find_config("quality", ".json", name));
    }
  }
  std::vector<study::paper::QualityStudy> out;
  for (const std::string& file : files) {
    out.push_back(study::paper::study_quality(quality::read_results(file)));
    // As shipped: where the sources lie says nothing.
    out.back().file = std::filesystem::path(file).filename().string();
  }
  return out;
}

/// The products of one BERT-base layer, in closed form: no values.
class ReferenceRun {
 public:
  ReferenceRun() {
    formats::WorkloadRequest request;
    request.source = kModel;
    request.run.seq = kTokens;
    request.run.layers = 1;
    request.run.embedding = false;
    request.run.head = false;
    workload_ = formats::load_workload(request);
  }

  [[nodiscard]] machine::Activity operator()(const machine::Accelerator& acc) const {
    machine::Activity sum;
    for (const graph::Operator& op : workload_.operators) {
      if (op.kind == graph::OperatorKind::gemm) {
        const mapping::Program program(acc.shape(), op.gemm, op.count, mapping::choose_loops(acc, op.gemm));
        sum += accelerator::run_program(engine::Engine::fast, acc, program, nullptr).activity;
      }
    }
    return sum;
  }

 private:
  graph::Workload workload_;
};

std::string command_line(const ReproduceValues& values) {
  std::string out = "lmulsim reproduce";
  for (const std::string& name : values.technologies) {
    out += " --technology " + name;
  }
  for (const std::string& file : values.quality) {
    out += " --quality " + file;
  }
  for (const std::string& file : values.repeat) {
    out += " --repeat " + file;
  }
  return out + (values.measure ? " --measure" : "");
}

void run(const ReproduceValues& values, const MeasureTechnology& measure) {
  if (!values.out.empty()) {
    report::check_folder(values.out);
  }
  std::vector<cost::Technology> technologies = technologies_of(values);
  for (cost::Technology& technology : technologies) {
    if (values.measure && technology.gates) {
      technology = measure(technology);
    }
  }
  const ReferenceRun activity_of;
  auto progress = std::make_unique<util::Progress>("reproducing", 0);
  study::paper::Reproduction result = study::paper::reproduce(
      technologies, cost::load_technology(kTable), activity_of,
      fmt::format("the matrix products of one layer of BERT-base on {} tokens ({}, one layer, without "
                  "embedding and head), by the fast engine's closed form",
                  kTokens, kModel));
  result.quality = studies_of(values);
  for (const std::string& file : values.repeat) {
    result.repetitions.push_back(study::paper::repeat(technologies, cost::load_technology(file), file, activity_of));
  }
  progress.reset();
  result.made_by = fmt::format("Made by '{}' of lmulsim {}.", command_line(values), study::version_text());
  const auto write = [&] {
    if (!values.out.empty()) {
      study::paper::write_reproduction(result, values.out);
    }
  };
  deliver({write, [&] {
             print(values.json ? report::pretty(study::paper::to_json(result)) : study::paper::to_text(result));
           }});
}

}  // namespace

void add_reproduce(CLI::App& app, const MeasureTechnology& measure) {
  const auto values = std::make_shared<ReproduceValues>();
  CLI::App& command = *app.add_subcommand(
      "reproduce",
      "The paper's numbers: claimed, recomputed, measured in gates; and what is left of them in a machine");
  command.add_option("--technology", values->technologies,
                     "Technologies, files or names; default: all shipped ones measured in gates, and horowitz-45nm");
  command.add_option("--quality", values->quality,
                     "JSON of 'lmulsim eval', for the paper's claims about answers; default: the shipped ones");
  command.add_option("--repeat", values->repeat,
                     "Technology file of a second campaign, of other recipes and another seed: how many savings of the "
                     "ladder agree with the first one's");
  if (measure) {
    command.add_flag("--measure", values->measure, "Measure the gates anew instead of reading the shipped tables");
  }
  command.add_flag("--json", values->json, "Print JSON instead of text");
  command.add_option("--out", values->out, "Folder for ladder.txt, .md, .html and .json");
  command.callback([values, measure] { run(*values, measure); });
}

}  // namespace lmulsim::cli
