// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <boost/json.hpp>
#include <memory>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/workload_options.hpp"
#include "graph/trace.hpp"
#include "report/json_text.hpp"

namespace lmulsim::cli {

void add_trace(CLI::App& app) {
  struct TraceValues {
    WorkloadOptionValues workload;
    std::string out;
    bool json = false;
  };
  const auto values = std::make_shared<TraceValues>();
  CLI::App& command = *app.add_subcommand(
      "trace", "Write a workload as a file: operators, shapes, formats, dependencies, tensors by reference");
  add_workload_options(command, values->workload);
  command.add_option("--out", values->out, "The file to write; tensors go into NAME.safetensors beside it")->required();
  command.add_flag("--json", values->json, "Print the summary as JSON instead of text");
  command.callback([values] {
    check_outputs({values->out});
    const graph::Workload work = load(values->workload);
    graph::write_trace(values->out, work);
    if (values->json) {
      print(report::pretty(boost::json::object{{"out", values->out},
                                               {"workload", work.name},
                                               {"operators", work.operators.size()},
                                               {"products", work.gemm_count()},
                                               {"macs", work.macs()},
                                               {"parameters", work.parameters},
                                               {"tensors", work.tensors.size()}}));
    } else {
      print(fmt::format("{}: {}: {} operators, {} products, {} MACs, {} tensors\n", values->out, work.name,
                        work.operators.size(), work.gemm_count(), work.macs(), work.tensors.size()));
    }
  });
}

}  // namespace lmulsim::cli
