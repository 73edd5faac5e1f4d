// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include "cli/commands.hpp"
#include "cli/front_table.hpp"
#include "cli/numbers.hpp"
#include "cli/output.hpp"
#include "cli/progress_bars.hpp"
#include "cli/stop_request.hpp"
#include "config/load.hpp"
#include "explore/sweep_file.hpp"
#include "report/json_text.hpp"
#include "store/store.hpp"
#include "study/sweep/explore.hpp"
#include "util/error.hpp"
#include "util/incomplete.hpp"
#include "util/number.hpp"
#include "util/progress.hpp"
#include "util/stopped.hpp"

namespace lmulsim::cli {
namespace {

using study::sweep::DryRun;
using study::sweep::ExploreSummary;

struct ExploreValues {
  std::string sweep;
  std::string store;
  int jobs = 0;
  bool dry_run = false;
  bool list = false;
  bool retry = false;
  bool json = false;
  std::string shard;
};

/// The cores that this process may use, or those of its share of a cluster's node.
int usable_cores() {
  if (const char* given = std::getenv("SLURM_CPUS_PER_TASK"); given != nullptr) {
    return static_cast<int>(util::read_integer("SLURM_CPUS_PER_TASK", given, 1, 1024));
  }
  cpu_set_t set;
  CPU_ZERO(&set);
  return sched_getaffinity(0, sizeof set, &set) == 0 ? std::max(1, CPU_COUNT(&set)) : 1;
}

/// "I/N".
std::optional<store::Shard> shard_of(const std::string& text) {
  if (text.empty()) {
    return std::nullopt;
  }
  constexpr std::uint64_t kMostShards = 1'000'000;
  const std::size_t slash = std::min(text.find('/'), text.size());
  const auto index = util::to_number<std::uint64_t>(std::string_view(text).substr(0, slash));
  const auto count = slash == text.size() ? std::optional<std::uint64_t>()
                                          : util::to_number<std::uint64_t>(std::string_view(text).substr(slash + 1));
  if (!index || !count || *count == 0 || *count > kMostShards || *index >= *count) {
    throw InputError(
        fmt::format("--shard: expected I/N with I from 0 to N-1 (shards are counted from 0) and N at most {}, found {}",
                    kMostShards, util::shown(text)));
  }
  return store::Shard{*index, *count};
}

std::string reasons_text(const std::map<std::string, std::int64_t>& reasons) {
  constexpr std::size_t kMostReasons = 10;
  std::vector<std::pair<std::int64_t, std::string>> sorted;
  sorted.reserve(reasons.size());
  for (const auto& [reason, count] : reasons) {
    sorted.emplace_back(-count, reason);
  }
  std::ranges::sort(sorted);
  std::string text;
  for (std::size_t i = 0; i < std::min(kMostReasons, sorted.size()); ++i) {
    text += fmt::format("  {} cannot be built: {}\n", -sorted[i].first, sorted[i].second);
  }
  return sorted.size() <= kMostReasons ? text
                                       : text + fmt::format("  and {} other reasons\n", sorted.size() - kMostReasons);
}

boost::json::object reasons_json(const std::map<std::string, std::int64_t>& reasons) {
  boost::json::object out;
  for (const auto& [reason, count] : reasons) {
    out[reason] = count;
  }
  return out;
}

std::string text_of(const DryRun& dry) {
  std::string text;
  for (const std::string& command : dry.commands) {
    text += command + "\n";
  }
  text += fmt::format("{} points of {:.0f} positions: {} from the store, {} cannot be built, {} to run\n", dry.points,
                      dry.positions, dry.stored, dry.unbuildable, dry.points - dry.stored - dry.unbuildable);
  text += dry.folded > 0 ? fmt::format("  {} further positions describe the same designs\n", dry.folded) : "";
  text += reasons_text(dry.reasons);
  const double left = static_cast<double>(dry.points - dry.stored - dry.unbuildable) * dry.seconds_a_point;
  return dry.seconds_a_point > 0 ? text + fmt::format("about {} with one job ({:.2f} ms a point)\n",
                                                      util::time_text(left), dry.seconds_a_point * 1e3)
                                 : text;
}

boost::json::object json_of(const DryRun& dry) {
  return {{"positions", dry.positions},
          {"points", dry.points},
          {"folded", dry.folded},
          {"stored", dry.stored},
          {"unbuildable", dry.unbuildable},
          {"reasons", reasons_json(dry.reasons)},
          {"seconds_a_point", dry.seconds_a_point},
          {"commands", boost::json::array(dry.commands.begin(), dry.commands.end())}};
}

std::string text_of(const ExploreSummary& s) {
  std::string text = fmt::format("{} points: {} run, {} from the store, {} cannot be built, {} failed\n", s.points,
                                 s.run, s.from_store, s.unbuildable, s.check_failed + s.failed());
  text += s.folded > 0 ? fmt::format("  {} further positions describe the same designs\n", s.folded) : "";
  text += s.generations > 0 ? fmt::format("  in {} generations\n", s.generations) : "";
  text += s.check_failed > 0 ? fmt::format("  {} with a check that failed\n", s.check_failed) : "";
  text += s.crashed > 0 ? fmt::format("  {} crashed\n", s.crashed) : "";
  text += s.timeout > 0 ? fmt::format("  {} took too long\n", s.timeout) : "";
  text += s.memory > 0 ? fmt::format("  {} took too much memory\n", s.memory) : "";
  for (const std::string& note : s.notes) {
    text += fmt::format("  note: {}\n", note);
  }
  return text + reasons_text(s.reasons);
}

boost::json::object json_of(const ExploreSummary& s) {
  return {{"sweep", s.sweep},
          {"points", s.points},
          {"run", s.run},
          {"from_store", s.from_store},
          {"folded", s.folded},
          {"unbuildable", s.unbuildable},
          {"check_failed", s.check_failed},
          {"crashed", s.crashed},
          {"timeout", s.timeout},
          {"memory", s.memory},
          {"generations", s.generations},
          {"stopped", s.stopped},
          {"reasons", reasons_json(s.reasons)},
          {"notes", boost::json::array(s.notes.begin(), s.notes.end())},
          {"conflicts", boost::json::array(s.conflicts.begin(), s.conflicts.end())}};
}

/// What the exit code says of a sweep that came to its end or was stopped.
void enforce(const ExploreSummary& s) {
  if (!s.conflicts.empty()) {
    throw CheckError(
        fmt::format("{} points have other numbers in the store, the first {}: the simulator is not "
                    "deterministic, or the store is damaged",
                    s.conflicts.size(), s.conflicts.front()));
  }
  if (s.check_failed > 0) {
    throw CheckError(fmt::format("{} points have a check that failed", s.check_failed));
  }
  if (s.stopped) {
    throw Stopped("the same command goes on");
  }
  if (!s.machine_fault.empty()) {
    throw Incomplete(s.machine_fault);
  }
  if (s.failed() > 0) {
    throw Incomplete(
        fmt::format("{} points crashed, took too long or too much memory; 'lmulsim results status' has "
                    "them, --retry tries them again",
                    s.failed()));
  }
}

/// The front of a sweep that has objectives and is not too large to be read on a terminal.
std::string front_text(const ExploreValues& values, const ExploreSummary& summary, const explore::Sweep& sweep) {
  constexpr std::int64_t kMostPoints = 20'000;
  if (sweep.objectives.empty() || summary.points > kMostPoints || summary.stopped || !values.shard.empty()) {
    return "";
  }
  store::Store store(values.store, store::Access::read);
  const study::sweep::StoredSweep stored = study::sweep::load_sweep(store, summary.sweep);
  return "\n" + front_table(study::sweep::front_of(stored, {}), stored, false);
}

void explore(const ExploreValues& values) {
  const std::string path = config::find_config("sweeps/designs", ".yaml", values.sweep);
  const explore::Sweep sweep = explore::read_sweep_file(path);
  study::sweep::ExploreRequest request{.sweep = &sweep,
                                       .store = values.store,
                                       .shard = shard_of(values.shard),
                                       .jobs = values.jobs > 0 ? values.jobs : usable_cores(),
                                       .retry = values.retry};
  if (values.list && !values.dry_run) {
    throw InputError("--list: expected --dry-run beside it");
  }
  if (values.dry_run && request.shard) {
    throw InputError("--shard: expected no --dry-run beside it");
  }
  if (values.dry_run) {
    const DryRun dry = study::sweep::dry_run(request, values.list);
    return print(values.json ? report::pretty(json_of(dry)) : text_of(dry));
  }
  if (values.store.empty()) {
    throw InputError("--store: expected the file that results go to, found none");
  }
  const StopRequest stop;
  request.is_stopped = [] {
    try {
      StopRequest::check();
      return false;
    } catch (const Stopped&) {
      return true;
    }
  };
  const ExploreSummary summary = study::sweep::explore(request, progress_bars());
  print(values.json ? report::pretty(json_of(summary)) : text_of(summary) + front_text(values, summary, sweep));
  enforce(summary);
}

}  // namespace

void add_explore(CLI::App& app) {
  const auto values = std::make_shared<ExploreValues>();
  CLI::App& command = *app.add_subcommand(
      "explore", "Run every design of a sweep, in processes side by side, and keep the numbers in a store");
  command.add_option("sweep", values->sweep, "A YAML file, or a name of configs/sweeps/designs")->required();
  command.add_option("--store", values->store, "File of results (SQLite); what it has is not run again");
  add_integer(command, "--jobs", values->jobs, {1, 1024}, "Processes at a time; default: the cores there are");
  command.add_option("--shard", values->shard,
                     "I/N: only the I-th of N parts, from 0 on, into a journal beside the store; for many machines");
  command.add_flag("--dry-run", values->dry_run, "Say how many points there are, and run a few for the time they take");
  command.add_flag("--list", values->list, "With --dry-run: the command that runs each point alone");
  command.add_flag("--retry", values->retry, "Also points that crashed, took too long or too much memory before");
  command.add_flag("--json", values->json, "Print JSON instead of text");
  command.callback([values] { explore(*values); });
}

}  // namespace lmulsim::cli
