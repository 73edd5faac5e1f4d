// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "config/keys_page.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"
#include "util/number.hpp"

namespace lmulsim::cli {
namespace {

constexpr std::string_view kAccelerator = "accelerator";  ///< a topic, no command

struct HelpValues {
  std::vector<std::string> topic;  ///< words of a command, or a topic
  bool markdown = false;
};

/// The command below `app` of this name.
const CLI::App& command_of(const CLI::App& app, const std::string& name) {
  std::vector<std::string_view> names;
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    if (command->get_name() == name) {
      return *command;
    }
    names.push_back(command->get_name());
  }
  if (names.empty()) {
    throw InputError(fmt::format("help: {} has no commands, found {}", app.get_name(), util::shown(name)));
  }
  if (app.get_parent() == nullptr) {
    names.push_back(kAccelerator);
  }
  throw InputError(fmt::format("help: expected a command or 'accelerator', found {}; the nearest is '{}'",
                               util::shown(name), util::nearest_name(name, names)));
}

void help(const CLI::App& app, const HelpValues& values) {
  const bool keys = values.topic.size() == 1 && values.topic[0] == kAccelerator;
  if (values.markdown && !keys) {
    throw InputError("help: --markdown is for the topic 'accelerator'");
  }
  if (keys) {
    return print(values.markdown ? config::keys_page() : config::keys_text());
  }
  const CLI::App* command = &app;
  std::string path;
  for (const std::string& word : values.topic) {
    command = &command_of(*command, word);
    path += (path.empty() ? "" : " ") + word;
  }
  // App::help() would answer for the command that was called, which is this one.
  print(command->get_formatter()->make_help(command, path.empty() ? app.get_name() : app.get_name() + " " + path,
                                            CLI::AppFormatMode::Normal));
}

}  // namespace

void add_help(CLI::App& app) {
  const auto values = std::make_shared<HelpValues>();
  CLI::App& command =
      *app.add_subcommand("help", "Help of a command, or the keys of accelerators ('help accelerator')");
  command.add_option("topic", values->topic, "A command, or accelerator")->expected(0, 2);
  command.add_flag("--markdown", values->markdown, "The keys of accelerators as a page");
  command.callback([values, &app] { help(app, *values); });
}

}  // namespace lmulsim::cli
