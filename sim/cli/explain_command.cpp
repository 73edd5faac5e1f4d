// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>
#include <memory>
#include <string>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cost/explain.hpp"
#include "report/json_text.hpp"
#include "report/origins.hpp"
#include "report/origins_writer.hpp"

namespace lmulsim::cli {
namespace {

struct ExplainValues {
  std::string technology = "horowitz-45nm";
  std::string entry;
  bool json = false;
};

void explain_entries(const ExplainValues& values) {
  boost::json::array json;
  std::string text;
  for (const cost::Explanation& e : cost::explain_matching(cost::load_technology(values.technology), values.entry)) {
    json.push_back(report::explanation_json(e));
    text += report::explanation_text(e);
  }
  print(values.json ? report::pretty(json) : text);
}

}  // namespace

void add_explain(CLI::App& app) {
  const auto values = std::make_shared<ExplainValues>();
  CLI::App& command = *app.add_subcommand("explain", "Where the numbers of a technology come from");
  command.add_option("entry", values->entry, "Entries with this text in their name: fp32_add, dram., register/8");
  command.add_option("--technology", values->technology, "Technology: a JSON file or a name of configs/technologies")
      ->capture_default_str();
  command.add_flag("--json", values->json, "Print JSON instead of text");
  command.callback([values] { explain_entries(*values); });
}

}  // namespace lmulsim::cli
