// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The program lmulsim: one error boundary around its subcommands. Exit code 0: done; 1: a result that does not hold;
// 2: a usage or input error.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/characterization.hpp"
#include "cli/commands.hpp"
#include "cli/provenance.hpp"
#include "cli/reproduce_command.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"

namespace {

constexpr int kDone = 0;
constexpr int kDoesNotHold = 1;
constexpr int kBadInput = 2;

int fail(const char* message, int code) {
  std::fprintf(stderr, "lmulsim: error: %s\n", message);
  return code;
}

/// Answers a misspelled subcommand of `app` with the nearest one, and looks further into a known one. `place` stands
/// before the message.
void check_subcommand(const CLI::App& app, std::span<const char* const> words, const std::string& place = "") {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    names.push_back(command->get_name());
  }
  const std::string word = words.empty() ? "-" : words.front();
  if (names.empty() || word.starts_with('-')) {
    return;
  }
  if (std::ranges::find(names, word) != names.end()) {
    check_subcommand(*app.get_subcommand(word), words.subspan(1), word + ": ");
    return;
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  throw lmulsim::InputError(fmt::format("{}expected a command ({}), found '{}'; the nearest is '{}'", place,
                                        fmt::join(names, ", "), word, lmulsim::util::nearest_name(word, views)));
}

int run(int argc, const char* const* argv) {
  CLI::App app("Cycle-accurate simulator of transformer accelerators with L-Mul, FP8, BF16 and INT8 arithmetic");
  app.name("lmulsim");
  app.set_version_flag("--version", "lmulsim " + lmulsim::cli::version_text());
  app.require_subcommand(1);
  lmulsim::cli::add_reproduce(app, lmulsim::cli::measure_again);
  lmulsim::cli::add_explain(app);
  lmulsim::cli::add_run(app);
  lmulsim::cli::add_gemm(app);
  lmulsim::cli::add_compare(app);
  lmulsim::cli::add_cosim(app);
  lmulsim::cli::add_eval(app);
  lmulsim::cli::add_generate(app);
  lmulsim::cli::add_trace(app);
  lmulsim::cli::add_characterize(app);
  lmulsim::cli::add_arith(app);
  check_subcommand(app, std::span(argv, static_cast<std::size_t>(argc)).subspan(argc > 0 ? 1 : 0));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) {  // --help, --version
      return app.exit(e);
    }
    return fail(e.what(), kBadInput);
  }
  return kDone;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const lmulsim::InputError& e) {
    return fail(e.what(), kBadInput);
  } catch (const lmulsim::CheckError& e) {
    return fail(e.what(), kDoesNotHold);
  } catch (const std::bad_alloc&) {
    return fail("out of memory", kBadInput);
  } catch (const std::exception& e) {
    return fail(e.what(), kDoesNotHold);
  }
}
