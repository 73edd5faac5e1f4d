// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// mutants: draws faults of one place, puts each to the tests and prints what lived.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <sstream>
#include <thread>

#include "cpp_mutants.hpp"
#include "rtl_mutants.hpp"
#include "tree.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::mutants {

namespace fs = std::filesystem;

namespace {

struct Options {
  std::string kind;
  std::size_t count = 100;
  std::uint64_t seed = 1;
  unsigned jobs = 2;
  std::string only;
  fs::path tree;
  fs::path work = fs::temp_directory_path();
  bool list = false;
};

std::vector<fs::path> rtl_files() {
  std::istringstream names(util::read_file(fs::path(LMULSIM_SOURCE_DIR) / "rtl" / "files.txt"));
  std::vector<fs::path> files;
  for (std::string name; std::getline(names, name);) {
    files.push_back(fs::path("rtl") / name);
  }
  return files;
}

std::vector<fs::path> cpp_files() {
  std::vector<fs::path> files;
  for (const CppPart& part : cpp_parts()) {
    files.insert(files.end(), part.files.begin(), part.files.end());
  }
  return files;
}

std::vector<Mutant> drawn(const Options& options) {
  std::vector<fs::path> files = options.kind == "rtl" ? rtl_files() : cpp_files();
  std::erase_if(files, [&](const fs::path& f) { return f.string().find(options.only) == std::string::npos; });
  return draw(all_mutants(LMULSIM_SOURCE_DIR, files), options.count, options.seed);
}

/// Judges mutants, `jobs` at a time, and counts their fates.
class Judge {
 public:
  Judge(const Options& options, std::vector<Mutant> mutants)
      : options_(options),
        mutants_(std::move(mutants)),
        equivalents_(read_equivalents(fs::path(LMULSIM_SOURCE_DIR) / "tests" / "mutants" / "equivalent.txt")) {}

  int run() {
    std::vector<std::thread> threads;
    const unsigned jobs = options_.kind == "rtl" ? options_.jobs : 1;
    for (unsigned i = 0; i < jobs; ++i) {
      threads.emplace_back([this] { work(); });
    }
    for (std::thread& thread : threads) {
      thread.join();
    }
    fmt::print("\n{} faults of {} files (seed {})\n", mutants_.size(), options_.kind, options_.seed);
    for (const auto& [fate, count] : fates_) {
      fmt::print("  {:<22}{:>5}\n", fate_name(fate), count);
    }
    return fates_.contains(Fate::lives) ? 1 : 0;
  }

 private:
  [[nodiscard]] Verdict judge(const Mutant& mutant) const {
    try {
      Verdict verdict = options_.kind == "rtl" ? judge_rtl(mutant, fs::path(LMULSIM_SOURCE_DIR) / "rtl", options_.work)
                                               : judge_cpp(mutant, options_.tree);
      if (const Equivalent* known = find(equivalents_, mutant); known != nullptr && verdict.fate == Fate::lives) {
        return {Fate::equivalent, known->argument};
      }
      return verdict;
    } catch (const std::exception& e) {
      return {Fate::lives, fmt::format("cannot be judged: {}", e.what())};
    }
  }

  void work() {
    for (std::size_t i = next_++; i < mutants_.size(); i = next_++) {
      const Verdict verdict = judge(mutants_[i]);
      const std::scoped_lock lock(mutex_);
      ++fates_[verdict.fate];
      ++done_;
      fmt::print("[{}/{}] {}: {}\n    {}\n", done_, mutants_.size(), fate_name(verdict.fate), mutants_[i].text(),
                 verdict.how);
      static_cast<void>(std::fflush(stdout));
    }
  }

  const Options& options_;
  std::vector<Mutant> mutants_;
  std::vector<Equivalent> equivalents_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::size_t done_ = 0;
  std::map<Fate, int> fates_;
};

int run(int argc, char** argv) {
  Options options;
  CLI::App app("Draws single-point faults of the sources, puts each to the tests, prints what lived (exit code 1)");
  app.add_option("KIND", options.kind, "rtl or cpp")->required()->check(CLI::IsMember({"rtl", "cpp"}));
  app.add_option("COUNT", options.count, "faults to draw (default 100)");
  app.add_option("--seed", options.seed, "which faults are drawn (default 1)");
  app.add_option("--jobs", options.jobs, "RTL faults judged at once (default 2)");
  app.add_option("--only", options.only, "only files whose path contains this");
  app.add_option("--tree", options.tree, "copy of the sources for faults of C++, configured in build/release");
  app.add_option("--work", options.work, "folder for copies of the RTL and its models");
  app.add_flag("--list", options.list, "print the faults drawn, judge none");
  CLI11_PARSE(app, argc, argv);
  const std::vector<Mutant> mutants = drawn(options);
  if (options.list) {
    for (const Mutant& mutant : mutants) {
      fmt::print("{}\n", mutant.text());
    }
    return 0;
  }
  if (options.kind == "cpp" && options.tree.empty()) {
    throw InputError("--tree: expected a copy of the sources");
  }
  fs::create_directories(options.work);
  return Judge(options, mutants).run();
}

}  // namespace

}  // namespace lmulsim::mutants

int main(int argc, char** argv) {
  try {
    return lmulsim::mutants::run(argc, argv);
  } catch (const std::exception& e) {
    fmt::print(stderr, "mutants: {}\n", e.what());
    return 2;
  }
}
