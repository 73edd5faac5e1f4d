// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/error_boundary.hpp"

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
#include "util/incomplete.hpp"
#include "util/progress.hpp"
#include "util/stopped.hpp"

namespace lmulsim::cli {

namespace {

constexpr int kDone = 0;
constexpr int kDoesNotHold = 1;
constexpr int kBadInput = 2;
constexpr int kStopped = 3;
constexpr int kIncomplete = 4;

int fail(const char* message, int code) {
  std::fprintf(stderr, "lmulsim: error: %s\n", message);
  return code;
}

int run(int argc, const char* const* argv) {
  CLI::App app("Cycle-accurate simulator of transformer accelerators with L-Mul, FP8, BF16 and INT8 arithmetic");
  app.name("lmulsim");
  app.set_version_flag("--version", "lmulsim " + study::version_text());
  app.require_subcommand(1);
  add_reproduce(app, measure_again);
  add_explain(app);
  add_run(app);
  add_gemm(app);
  add_compare(app);
  add_explore(app);
  add_pareto(app);
  add_results(app);
  add_cosim(app);
  add_eval(app);
  add_generate(app);
  add_trace(app);
  add_characterize(app);
  add_arith(app);
  add_list(app);
  add_help(app);
  const auto between_lines = time_between_lines();
  util::Progress::configure(false, between_lines);
  complete(app, between_lines);
  add_help_texts(app);
  check_words(app, std::span(argv, static_cast<std::size_t>(argc)));
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

int run_program(int argc, const char* const* argv) {
  try {
    return run(argc, argv);
  } catch (const InputError& e) {
    return fail(e.what(), kBadInput);
  } catch (const CheckError& e) {
    return fail(e.what(), kDoesNotHold);
  } catch (const Stopped& e) {
    std::fprintf(stderr, "lmulsim: stopped: %s\n", e.what());
    return kStopped;
  } catch (const Incomplete& e) {
    return fail(e.what(), kIncomplete);
  } catch (const std::bad_alloc&) {
    return fail("out of memory", kBadInput);
  } catch (const std::exception& e) {
    return fail(e.what(), kDoesNotHold);
  }
}

}  // namespace lmulsim::cli
