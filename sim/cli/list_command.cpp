// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/known_names.hpp"
#include "cli/output.hpp"
#include "report/comparison_writers.hpp"
#include "report/json_text.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"
#include "util/number.hpp"

namespace lmulsim::cli {
namespace {

struct ListValues {
  std::string kind;  ///< empty: all
  bool json = false;
};

std::vector<NameKind> kinds_of(const std::string& word) {
  std::vector<NameKind> kinds;
  for (std::size_t i = 0; i < kNameKinds.size(); ++i) {
    if (word.empty() || word == kNameKinds.words()[i]) {
      kinds.push_back(static_cast<NameKind>(i));
    }
  }
  if (kinds.empty()) {
    throw InputError(fmt::format("list: expected one of {}, found {}; the nearest is '{}'",
                                 fmt::join(kNameKinds.words(), ", "), util::shown(word),
                                 util::nearest_name(word, kNameKinds.words())));
  }
  return kinds;
}

std::string_view remark_on(arith::Engines engines) {
  switch (engines) {
    case arith::Engines::all:
      break;
    case arith::Engines::fast:
      return "  (fast engine only)";
    case arith::Engines::none:
      return "  (reference arithmetic only)";
  }
  return "";
}

std::string text_of(NameKind kind, std::string_view indent) {
  std::string text;
  for (const std::string& name : known_names(kind)) {
    text += fmt::format("{}{}{}\n", indent, name, remark_on(engines_of(kind, name)));
  }
  return text;
}

std::string json_of(const std::vector<NameKind>& kinds) {
  boost::json::object all;
  for (const NameKind kind : kinds) {
    boost::json::array names;
    for (const std::string& name : known_names(kind)) {
      names.emplace_back(name);
    }
    all[word_of(kind)] = std::move(names);
  }
  return report::pretty(all);
}

void list(const ListValues& values) {
  const std::vector<NameKind> kinds = kinds_of(values.kind);
  if (values.json) {
    return print(json_of(kinds));
  }
  if (!values.kind.empty()) {
    return print(text_of(kinds.front(), ""));
  }
  std::string text;
  for (const NameKind kind : kinds) {
    text += fmt::format("{}\n{}", word_of(kind), text_of(kind, "  "));
  }
  print(text);
}

}  // namespace

void add_list(CLI::App& app) {
  const auto values = std::make_shared<ListValues>();
  CLI::App& command =
      *app.add_subcommand("list", "The names that options know: accelerators, technologies, workloads, ...");
  command.add_option("kind", values->kind, fmt::format("Only these: {}", fmt::join(kNameKinds.words(), ", ")));
  command.add_flag("--json", values->json, "Print JSON instead of text");
  command.callback([values] { list(*values); });
}

}  // namespace lmulsim::cli
