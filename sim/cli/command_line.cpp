// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "util/error.hpp"
#include "util/nearest.hpp"
#include "util/number.hpp"
#include "util/printable.hpp"
#include "util/progress.hpp"

namespace lmulsim::cli {
namespace {

constexpr std::string_view kMayBeEmpty = "--prompt";  ///< a text that begins with nothing

std::vector<CLI::App*> commands_of(CLI::App& app) {
  return app.get_subcommands([](CLI::App*) { return true; });
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  return names;
}

std::string nearest_word(std::string_view word, const std::vector<std::string>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  return util::nearest_name(word, views);
}

bool is_near(std::string_view word, const std::vector<std::string>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  return !util::did_you_mean(word, views).empty();
}

/// The words of one command line, from the program's name on.
class TypedWords {
 public:
  TypedWords(const CLI::App& app, std::span<const char* const> words) : command_(&app), words_(words) {}

  void check() {
    for (; at_ < words_.size(); ++at_) {
      const std::string_view word = words_[at_];
      if (word == "--") {
        return;
      }
      is_option(word) ? check_option(word) : check_word(word);
    }
  }

 private:
  /// A minus sign before a digit is a number's.
  static bool is_option(std::string_view word) {
    return word.size() > 1 && word[0] == '-' && (word[1] < '0' || word[1] > '9');
  }

  [[nodiscard]] std::string place() const { return path_.empty() ? "" : path_ + ": "; }

  [[noreturn]] void fail_option(std::string_view name) const {
    const std::vector<std::string> names = option_names(*command_);
    const std::string help = fmt::format("lmulsim {}{}--help shows the options", path_, path_.empty() ? "" : " ");
    throw InputError(
        fmt::format("{}unknown option {}; {}", place(), name,
                    is_near(name, names) ? fmt::format("did you mean {}?", nearest_word(name, names)) : help));
  }

  void check_option(std::string_view word) {
    const std::string name(word.substr(0, word.find('=')));
    const CLI::Option* const option = command_->get_option_no_throw(name);
    if (option == nullptr) {
      fail_option(util::is_printable(name) && name.size() <= 40 ? name : util::shown(name));
    }
    if (option->get_items_expected_max() == 1 && std::ranges::find(given_, option) != given_.end()) {
      throw InputError(fmt::format("{}{}: expected once, found twice", place(), name));
    }
    given_.push_back(option);
    takes_more_ = option->get_items_expected_max() > option->get_items_expected_min();
    if (word.size() == name.size() + 1) {
      throw InputError(fmt::format("{}{}: expected a value, found ''", place(), name));
    }
    for (int i = 0; i < option->get_items_expected_min() && name.size() == word.size(); ++i) {
      if (at_ + 1 >= words_.size()) {
        throw InputError(fmt::format("{}{}: expected a value, found the end of the line", place(), name));
      }
      check_value(name, words_[++at_]);
    }
  }

  void check_value(const std::string& name, std::string_view value) const {
    if (is_option(value) && command_->get_option_no_throw(std::string(value.substr(0, value.find('=')))) != nullptr) {
      throw InputError(fmt::format("{}{}: expected a value, found the option {}", place(), name, value));
    }
  }

  void check_word(std::string_view word) {
    const std::vector<std::string> names = command_names(*command_);
    if (!names.empty()) {
      return enter(word, names);
    }
    const bool positional = std::ranges::any_of(command_->get_options(),
                                                [](const CLI::Option* option) { return option->get_positional(); });
    if (!positional && !takes_more_) {
      throw InputError(fmt::format("{}expected an option, found {}", place(), util::shown(word)));
    }
  }

  void enter(std::string_view word, const std::vector<std::string>& names) {
    if (std::ranges::find(names, word) == names.end()) {
      throw InputError(fmt::format("{}expected a command ({}), found {}; the nearest is '{}'", place(),
                                   fmt::join(names, ", "), util::shown(word), nearest_word(word, names)));
    }
    command_ = command_->get_subcommand(std::string(word));
    path_ += (path_.empty() ? "" : " ") + std::string(word);
  }

  const CLI::App* command_;
  std::span<const char* const> words_;
  std::size_t at_ = 1;
  std::string path_;  ///< of the command: "arith table"
  std::vector<const CLI::Option*> given_;
  bool takes_more_ = false;  ///< the last option takes further values
};

void refuse_empty_values(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_items_expected_min() > 0 && !option->check_name(std::string(kMayBeEmpty))) {
      const_cast<CLI::Option*>(option)->check(
          [](const std::string& text) { return text.empty() ? "expected a value, found ''" : ""; }, "", "");
    }
  }
}

}  // namespace

void complete(CLI::App& app, std::chrono::milliseconds between_lines) {
  const std::vector<CLI::App*> commands = commands_of(app);
  for (CLI::App* command : commands) {
    complete(*command, between_lines);
  }
  if (commands.empty()) {
    app.add_flag_callback(
        "--quiet", [between_lines] { util::Progress::configure(true, between_lines); },
        "Nothing about progress on standard error");
    refuse_empty_values(app);
  }
}

void check_words(const CLI::App& app, std::span<const char* const> words) {
  TypedWords(app, words).check();
}

std::chrono::milliseconds time_between_lines() {
  constexpr double kDefault = 10;
  constexpr double kLongest = 86'400;
  const char* const given = std::getenv("LMULSIM_PROGRESS_SECONDS");
  const double seconds = given == nullptr || *given == '\0'
                             ? kDefault
                             : util::read_real("LMULSIM_PROGRESS_SECONDS", given, 0.001, kLongest);
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

}  // namespace lmulsim::cli
