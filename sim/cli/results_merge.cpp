// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/results_merge.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "cli/output.hpp"
#include "store/journal.hpp"
#include "store/publish.hpp"
#include "store/store.hpp"
#include "util/error.hpp"

namespace lmulsim::cli {
namespace {

/// Stores and journals among the sources.
struct Sources {
  std::vector<std::string> stores{};
  std::vector<std::string> journals{};
};

Sources sorted(const std::vector<std::string>& sources) {
  Sources out;
  for (const std::string& source : sources) {
    if (std::filesystem::is_directory(source)) {
      const std::vector<std::string> journals = store::journals_in(source);
      if (journals.empty()) {
        throw InputError(fmt::format("{}: expected a folder of journals, found none in it", source));
      }
      out.journals.insert(out.journals.end(), journals.begin(), journals.end());
    } else {
      (source.ends_with(".jsonl") ? out.journals : out.stores).push_back(source);
    }
  }
  return out;
}

/// Throws InputError for journals of several sweeps: a file that was edited, or a program that was built anew, between
/// shards makes results that do not belong together.
void check_one_sweep(const std::vector<std::string>& journals) {
  std::optional<store::JournalHead> first;
  std::string first_path;
  for (const std::string& path : journals) {
    const std::optional<store::JournalHead> head = store::journal_head(path);
    if (first && head && head->sweep != first->sweep) {
      throw InputError(
          fmt::format("{}: expected a journal of the sweep {}, as {}, found one of {}: the sweep, a file that it names "
                      "or the simulator changed between shards",
                      path, first->sweep, first_path, head->sweep));
    }
    if (head && !first) {
      first = head;
      first_path = path;
    }
  }
}

/// Which shards have an attempt that came to its end.
class ShardEnds {
 public:
  void add(const store::JournalFacts& facts) {
    if (facts.head) {
      auto& ended = ended_[facts.head->shard.count];
      if (facts.has_end) {
        ended.insert(facts.head->shard.index);
      }
    }
  }

  /// A line for each division into shards.
  [[nodiscard]] std::string text() const {
    std::string out;
    for (const auto& [count, ended] : ended_) {
      std::vector<std::string> open;
      for (std::uint64_t index = 0; index < count; ++index) {
        if (!ended.contains(index)) {
          open.push_back(fmt::format("{}/{}", index, count));
        }
      }
      out += open.empty()
                 ? fmt::format("all {} shards have come to their end\n", count)
                 : fmt::format("{} of {} shards have not come to their end; again with 'explore ... --shard' {}\n",
                               open.size(), count, fmt::join(open, ", "));
    }
    return out;
  }

 private:
  std::map<std::uint64_t, std::set<std::uint64_t>> ended_{};
};

std::string counts_text(const std::string& path, const store::Merged& merged) {
  return fmt::format("{}: {} rows new, {} there before, {} in conflict", path, merged.stored, merged.same,
                     merged.conflicts.size());
}

std::string text_of(const std::string& path, const store::MergedJournal& merged) {
  std::string out = counts_text(path, merged.rows);
  out += merged.facts.is_torn ? ", the last line is not whole" : "";
  out += merged.facts.damaged.empty()
             ? ""
             : fmt::format(", damaged lines left out: {}", fmt::join(merged.facts.damaged, ", "));
  return out + "\n";
}

}  // namespace

std::string shards_text(const std::string& store) {
  ShardEnds ends;
  std::int64_t rows = 0;
  const std::vector<std::string> journals = store::journals_in(store::journal_folder(store));
  for (const std::string& path : journals) {
    const auto count = [&](const store::Table& table, const store::Cells& /*cells*/) {
      rows += table.name == "run" ? 1 : 0;
    };
    ends.add(store::read_journal(path, count));
  }
  return journals.empty() ? "" : fmt::format("{} results in {} journals; {}", rows, journals.size(), ends.text());
}

std::vector<std::string> merge_into(const std::vector<std::string>& sources, const std::string& into) {
  const Sources all = sorted(sources);
  check_one_sweep(all.journals);
  std::vector<std::string> conflicts;
  const auto keep = [&](const store::Merged& merged) {
    conflicts.insert(conflicts.end(), merged.conflicts.begin(), merged.conflicts.end());
  };
  store::Store target(into, store::Access::write);
  for (const std::string& path : all.stores) {
    store::Store source(path, store::Access::read);
    const store::Merged merged = store::merge(source, target);
    print(counts_text(path, merged) + "\n");
    keep(merged);
  }
  ShardEnds ends;
  for (const std::string& path : all.journals) {
    const store::MergedJournal merged = store::merge_journal(path, target);
    print(text_of(path, merged));
    keep(merged.rows);
    ends.add(merged.facts);
  }
  print(ends.text());
  return conflicts;
}

}  // namespace lmulsim::cli
