// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The program lmulsim: one error boundary around its subcommands. Exit code 0: done; 1: a result that does not hold;
// 2: a usage or input error; 3: stopped before the end.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <new>
#include <span>

#include "cli/characterization.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/help.hpp"
#include "cli/reproduce_command.hpp"
#include "study/provenance.hpp"
#include "util/error.hpp"
#include "util/progress.hpp"
#include "util/stopped.hpp"

namespace {

constexpr int kDone = 0;
constexpr int kDoesNotHold = 1;
constexpr int kBadInput = 2;
constexpr int kStopped = 3;

int fail(const char* message, int code) {
  std::fprintf(stderr, "lmulsim: error: %s\n", message);
  return code;
}

int run(int argc, const char* const* argv) {
  CLI::App app("Cycle-accurate simulator of transformer accelerators with L-Mul, FP8, BF16 and INT8 arithmetic");
  app.name("lmulsim");
  app.set_version_flag("--version", "lmulsim " + lmulsim::study::version_text());
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
  lmulsim::cli::add_list(app);
  lmulsim::cli::add_help(app);
  const auto between_lines = lmulsim::cli::time_between_lines();
  lmulsim::util::Progress::configure(false, between_lines);
  lmulsim::cli::complete(app, between_lines);
  lmulsim::cli::add_help_texts(app);
  lmulsim::cli::check_words(app, std::span(argv, static_cast<std::size_t>(argc)));
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
  } catch (const lmulsim::Stopped& e) {
    std::fprintf(stderr, "lmulsim: stopped: %s\n", e.what());
    return kStopped;
  } catch (const std::bad_alloc&) {
    return fail("out of memory", kBadInput);
  } catch (const std::exception& e) {
    return fail(e.what(), kDoesNotHold);
  }
}
