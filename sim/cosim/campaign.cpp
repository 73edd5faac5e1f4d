// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cosim/campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <stdexcept>
#include <utility>

#include "cosim/case_file.hpp"
#include "cosim/worker.hpp"
#include "rtl/rtl_sources.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::cosim {

namespace {

using Kind = WorkerMessage::Kind;

constexpr std::chrono::milliseconds kPatience{500};
constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::max();

machine::Accelerator accelerator_of(const CampaignOptions& options, std::int64_t index) {
  if (options.accelerator) {
    return *options.accelerator;
  }
  std::mt19937_64 random = random_of_accelerator(options.seed, index / options.cases_per_accelerator);
  return random_accelerator(random, options.largest_side);
}

CosimCase case_of(const CampaignOptions& options, const machine::Accelerator& accelerator, std::int64_t index) {
  std::mt19937_64 random = random_of_case(options.seed, index);
  return random_case(accelerator, random);
}

/// Cases [first, last) on one accelerator.
struct Share {
  std::int64_t first;
  std::int64_t last;
};

std::vector<Share> shares(const CampaignOptions& options) {
  const std::int64_t jobs = std::max(options.jobs, 1);
  const std::int64_t size = options.accelerator ? (options.cases + jobs - 1) / jobs : options.cases_per_accelerator;
  std::vector<Share> all;
  for (std::int64_t first = 0; first < options.cases; first += size) {
    all.push_back({first, std::min(first + size, options.cases)});
  }
  return all;
}

CosimOptions worker_options(const CampaignOptions& options) {
  CosimOptions cosim = options.cosim;
  cosim.rtl.silent = true;
  return cosim;
}

void run_share(const CampaignOptions& options, const Share& share,
               const std::function<void(const WorkerMessage&)>& report) {
  const machine::Accelerator accelerator = accelerator_of(options, share.first);
  Cosim cosim(accelerator, worker_options(options));
  for (std::int64_t i = share.first; i < share.last; ++i) {
    const CosimTotals before = cosim.totals();
    if (const auto what = cosim.run(case_of(options, accelerator, i))) {
      report({Kind::disagreed, i, {}, *what});
      if (!options.keep_going) {
        return;
      }
    } else {
      report({Kind::agreed, i, cosim.totals() - before, {}});
    }
  }
}

/// What the workers have said.
struct Findings {
  std::vector<std::pair<std::int64_t, CosimTotals>> agreed;
  std::map<std::int64_t, std::string> failed;  ///< by case
};

class Campaign {
 public:
  Campaign(const CampaignOptions& options, const std::function<void(std::int64_t)>& progress)
      : options_(options), progress_(progress), shares_(shares(options)) {}

  CampaignResult run() {
    std::size_t next = 0;
    while (next < shares_.size() || workers_.running() > 0) {
      while (next < shares_.size() && static_cast<int>(workers_.running()) < std::max(options_.jobs, 1)) {
        const Share share = shares_[next++];
        workers_.start(share.first, [this, share](const auto& report) { run_share(options_, share, report); });
      }
      for (const WorkerMessage& message : workers_.wait(kPatience)) {
        take(message);
      }
      if (limit() != kNone) {
        // Later cases no longer matter; earlier ones may still fail.
        workers_.stop_above(limit());
        while (next < shares_.size() && shares_[next].first > limit()) {
          next = shares_.size();
        }
      }
      report_progress();
    }
    return result();
  }

 private:
  /// The first case that failed, when it ends the campaign.
  [[nodiscard]] std::int64_t limit() const {
    return options_.keep_going || found_.failed.empty() ? kNone : found_.failed.begin()->first;
  }

  void take(const WorkerMessage& message) {
    switch (message.kind) {
      case Kind::agreed:
        found_.agreed.emplace_back(message.index, message.totals);
        break;
      case Kind::disagreed:
        found_.failed.emplace(message.index, message.text);
        break;
      case Kind::bad_input:
        throw InputError(message.text);
      case Kind::broken:
        throw std::runtime_error(message.text);
    }
  }

  void report_progress() const {
    if (progress_) {
      progress_(static_cast<std::int64_t>(found_.agreed.size() + found_.failed.size()));
    }
  }

  CampaignResult result() {
    CampaignResult result;
    for (const auto& [index, totals] : found_.agreed) {
      if (index < limit()) {
        result.totals += totals;
      }
    }
    const std::int64_t last = std::min(limit(), options_.cases - 1);
    result.accelerators = options_.accelerator ? 1 : last / options_.cases_per_accelerator + 1;
    std::int64_t explained = -1;  // the accelerator whose first failure has been
    for (const auto& [index, what] : found_.failed) {
      if (index > limit()) {
        break;
      }
      ++result.mismatches;
      const std::int64_t accelerator = options_.accelerator ? 0 : index / options_.cases_per_accelerator;
      result.failures +=
          accelerator == explained ? fmt::format("case {} too: {}\n", index, what) : report_of(index, what) + "\n";
      explained = accelerator;
    }
    return result;
  }

  // In a process of its own, as every co-simulation.
  std::string report_of(std::int64_t index, const std::string& what) {
    const FailureFiles files{fmt::format("cosim-seed{}-case{}", options_.seed, index), options_.waves, options_.out};
    workers_.start(index, [&](const auto& report) {
      const machine::Accelerator accelerator = accelerator_of(options_, index);
      Cosim cosim(accelerator, worker_options(options_));
      report({Kind::disagreed, index, {}, failure_report(cosim, case_of(options_, accelerator, index), what, files)});
    });
    std::string text = what;
    while (workers_.running() > 0) {
      for (const WorkerMessage& message : workers_.wait(kPatience)) {
        text = message.kind == Kind::disagreed ? message.text
                                               : fmt::format("{}\nits report failed: {}\n", text, message.text);
      }
      report_progress();
    }
    return fmt::format("case {} of seed {}: {}", index, options_.seed, text);
  }

  const CampaignOptions& options_;
  const std::function<void(std::int64_t)>& progress_;
  std::vector<Share> shares_;
  Workers workers_;
  Findings found_;
};

/// Writes the case and says how it runs again; when it cannot be written, says that.
std::string case_file_line(const Cosim& cosim, const CosimCase& product, const FailureFiles& files) {
  if (!files.out) {
    return "";
  }
  const std::filesystem::path path = (*files.out / (files.name + ".json")).lexically_normal();
  const CosimOptions& options = cosim.options();
  try {
    std::filesystem::create_directories(*files.out);
    util::write_file_atomic(path, case_text({cosim.accelerator(), product, options.against, options.seed}));
  } catch (const std::exception& e) {
    return fmt::format("no case file: {}\n", e.what());
  }
  const std::filesystem::path rtl = options.rtl.rtl_dir.empty() ? rtl::rtl_source_dir() : options.rtl.rtl_dir;
  const std::string other = rtl == rtl::shipped_rtl_dir() ? "" : fmt::format("LMULSIM_RTL={} ", rtl.string());
  return fmt::format("run it again: {}lmulsim cosim --case {}\n", other, path.string());
}

std::string waves_line(Cosim& cosim, const CosimCase& product, const FailureFiles& files) {
  if (!files.waves) {
    return "";
  }
  const std::filesystem::path vcd = *files.waves / fmt::format("{}.vcd", files.name);
  try {
    std::filesystem::create_directories(*files.waves);
    cosim.dump_waves(product, vcd);
  } catch (const std::exception& e) {
    return fmt::format("no waves: {}\n", e.what());
  }
  return fmt::format("waves of the RTL: {}\n", vcd.string());
}

}  // namespace

CampaignResult run_campaign(const CampaignOptions& options, const std::function<void(std::int64_t)>& progress) {
  if (options.accelerator) {
    // Once, and not in every worker: the others find it in the cache.
    static_cast<void>(rtl::build_rtl_model(engine::array_params(*options.accelerator), options.cosim.rtl));
  }
  return Campaign(options, progress).run();
}

std::string failure_report(Cosim& cosim, const CosimCase& failing, const std::string& what, const FailureFiles& files) {
  std::string text = fmt::format("{}\n{}\n{}\n", describe(cosim.accelerator()), failing.text(), what);
  CosimCase shown = failing;
  if (!cosim.run(failing)) {
    text += "it agrees when it runs alone: the failure depends on what ran before it\n";
  } else {
    shown = cosim.shrink(failing);
    text += fmt::format("smallest form: {}\n{}", shown.text(), cosim.explain(shown));
  }
  return text + waves_line(cosim, shown, files) + case_file_line(cosim, shown, files);
}

}  // namespace lmulsim::cosim
