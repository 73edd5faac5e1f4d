// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "rtl_mutants.hpp"

#include <fmt/format.h>

#include <fstream>
#include <vector>

#include "campaign.hpp"
#include "cosim/campaign.hpp"
#include "rtl/rtl_array.hpp"
#include "setups.hpp"
#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/isolated.hpp"

namespace lmulsim::mutants {

namespace fs = std::filesystem;

namespace {

using planted::Setup;

// The arrays in which a module is instantiated, the likeliest first. A module that is not here may matter in any.
std::vector<Setup> setups(const std::string& module) {
  if (module == "mul_int8" || module == "acc_int32") {
    return {Setup::int8, Setup::output};
  }
  if (module == "mul_exact") {
    return {Setup::exact, Setup::fixed, Setup::bf16_acc};
  }
  if (module == "mul_adder") {
    return {Setup::bf16_lmul, Setup::lmul, Setup::pipelined};
  }
  if (module == "acc_fixed") {
    return {Setup::fixed};
  }
  if (module == "acc_narrow") {
    return {Setup::narrow};
  }
  if (module == "group_align" || module == "group_add" || module == "group_sum") {
    return {Setup::group, Setup::rounded, Setup::group_int8};
  }
  if (module == "group_normal") {
    return {Setup::group};
  }
  if (module == "acc_group") {
    return {Setup::rounded};
  }
  if (module == "acc_float_add" || module == "acc_float_round") {
    return {Setup::bf16_lmul, Setup::exact, Setup::bf16_acc, Setup::mixed, Setup::pipelined};
  }
  if (module == "ctrl_output" || module == "array_output" || module == "pe_output") {
    return {Setup::output};
  }
  if (module == "ctrl_stationary" || module == "array_stationary" || module == "pe_stationary") {
    return {Setup::int8, Setup::pipelined};
  }
  return {planted::kSetups.begin(), planted::kSetups.end()};
}

std::string one_line(std::string text) {
  for (char& c : text) {
    c = c == '\n' ? ' ' : c;
  }
  constexpr std::size_t kMost = 160;
  return text.size() > kMost ? text.substr(0, kMost) : text;
}

void write_faulty(const Mutant& mutant, const fs::path& rtl, const fs::path& to) {
  fs::create_directories(to);
  fs::copy(rtl, to, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  const fs::path file = to / mutant.file.lexically_relative("rtl");
  const std::string text = planted_text(util::read_file(file), mutant.fault);
  std::ofstream out(file, std::ios::trunc);
  out << text << std::flush;
  if (!out) {
    throw InputError(fmt::format("{}: cannot write", file.string()));
  }
}

// Empty: nothing differs.
std::string differs(Setup setup, const rtl::ModelOptions& options) {
  const machine::Accelerator accelerator = planted::accelerator(setup);
  const auto dut = rtl::make_rtl_array(engine::array_params(accelerator), 11, {}, options);
  const planted::Verdict verdict = planted::run_campaign(accelerator, *dut);
  if (!verdict.finding) {
    return "";
  }
  return fmt::format("{}, {}: {}", setup_name(setup), verdict.finding->program,
                     verdict.finding->pins.empty() ? *verdict.finding->result : verdict.finding->pins);
}

Verdict directed(const Mutant& mutant, const rtl::ModelOptions& options) {
  constexpr util::ProcessLimits kLimits{.processor_time = std::chrono::seconds(600), .memory = std::size_t{8} << 30U};
  for (const Setup setup : setups(mutant.file.stem().string())) {
    try {
      if (std::string how = util::isolated([&] { return differs(setup, options); }, kLimits); !how.empty()) {
        return {Fate::directed, one_line(std::move(how))};
      }
    } catch (const InputError& e) {
      return {Fate::build, one_line(e.what())};
    } catch (const std::exception& e) {
      return {Fate::directed, one_line(fmt::format("{}: {}", setup_name(setup), e.what()))};
    }
  }
  return {};
}

Verdict random(const rtl::ModelOptions& options) {
  cosim::CampaignOptions campaign;
  campaign.cases = 600;
  campaign.cases_per_accelerator = 25;
  campaign.seed = 4;
  campaign.largest_side = 5;
  campaign.cosim.rtl = options;
  try {
    const cosim::CampaignResult result = cosim::run_campaign(campaign);
    return result.failures.empty() ? Verdict{} : Verdict{Fate::random, one_line(result.failures)};
  } catch (const InputError& e) {
    return {Fate::build, one_line(e.what())};
  } catch (const std::exception& e) {
    return {Fate::random, one_line(e.what())};
  }
}

Verdict lint(const fs::path& rtl) {
  const util::CommandResult run = util::run_command(
      fmt::format("LMULSIM_LINT_JOBS=1 {}/scripts/lint-rtl {}", LMULSIM_SOURCE_DIR, util::quoted(rtl)));
  return run.status == 0 ? Verdict{} : Verdict{Fate::lint, one_line(run.output)};
}

}  // namespace

std::string_view fate_name(Fate fate) {
  switch (fate) {
    case Fate::build:
      return "does not build";
    case Fate::directed:
      return "directed programs";
    case Fate::random:
      return "random co-simulation";
    case Fate::lint:
      return "lint";
    case Fate::equivalent:
      return "equivalent";
    case Fate::lives:
      return "LIVES";
  }
  return "";
}

Verdict judge_rtl(const Mutant& mutant, const fs::path& rtl, const fs::path& work) {
  const util::TemporaryFolder folder(work);
  const fs::path faulty = folder.path() / "rtl";
  write_faulty(mutant, rtl, faulty);
  const rtl::ModelOptions options{.rtl_dir = faulty, .cache_dir = folder.path() / "cache"};
  if (Verdict verdict = directed(mutant, options); verdict.fate != Fate::lives) {
    return verdict;
  }
  if (Verdict verdict = random(options); verdict.fate != Fate::lives) {
    return verdict;
  }
  return lint(faulty);
}

}  // namespace lmulsim::mutants
