// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/sweep/store_sink.hpp"

#include "util/error.hpp"

namespace lmulsim::study::sweep {

void StoreSink::begin(const store::SweepEntry& sweep, const std::vector<point::SweepInput>& inputs) {
  sweep_ = sweep;
  store_.write([&] {
    for (const point::SweepInput& input : inputs) {
      (void)store_.put(store::table("input"), cells_of(input));
    }
    store_.put(sweep);
  });
}

std::unordered_map<std::string, std::string> StoreSink::failed_before() {
  std::unordered_map<std::string, std::string> out;
  for (const store::Attempt& attempt : store_.unfinished(sweep_.id)) {
    out[attempt.run] = attempt.outcome;
  }
  return out;
}

std::optional<store::SweepStandings> StoreSink::standings() {
  if (store_.member_count(sweep_.id) != sweep_.positions) {
    return std::nullopt;
  }
  return store_.standings(sweep_.id);
}

std::vector<std::string> StoreSink::write(const Rows& rows, bool durable) {
  std::vector<std::string> conflicts;
  const auto put_all = [&] {
    for (const store::Cells& design : rows.designs) {
      (void)store_.put(store::table("design"), design);
    }
    for (const store::Member& member : rows.members) {
      store_.put(member);
    }
    for (const explore::RunRow& row : rows.runs) {
      if (store_.put(row) == store::Put::differs) {
        conflicts.push_back(row.id);
      }
    }
    for (const store::Attempt& attempt : rows.attempts) {
      store_.put(attempt);
    }
  };
  store_.write(put_all, durable);
  return conflicts;
}

/// Nobody but this process uses the store: then it is one file again, which opens anywhere. Else the last one does
/// this.
void StoreSink::end(bool /*is_whole*/) {
  try {
    store_.database().run("pragma busy_timeout = 0; pragma journal_mode = delete");
  } catch (const InputError&) {
    // Somebody reads or writes; the log stays, and every reader knows it.
  }
}

}  // namespace lmulsim::study::sweep
