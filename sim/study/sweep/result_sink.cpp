// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/sweep/result_sink.hpp"

namespace lmulsim::study::sweep {

using std::chrono::milliseconds;

std::size_t ResultSink::size() const {
  return members_.size() + rows_.size() + attempts_.size();
}

void ResultSink::flush(bool now) {
  constexpr std::size_t kGroup = 1024;  // a point has a member, a row and an attempt
  constexpr milliseconds kLongest{250};
  constexpr milliseconds kDurable{1000};
  const auto time = Clock::now();
  if (size() == 0 || (!now && size() < kGroup && time - flushed_ < kLongest)) {
    return;
  }
  const bool durable = now || time - durable_ >= kDurable;
  std::vector<std::string> conflicts;
  store_.write(
      [&] {
        for (const store::Cells& design : designs_) {
          (void)store_.put(store::table("design"), design);
        }
        for (const store::Member& member : members_) {
          store_.put(member);
        }
        for (const explore::RunRow& row : rows_) {
          if (store_.put(row) == store::Put::differs) {
            conflicts.push_back(row.id);
          }
        }
        for (const store::Attempt& attempt : attempts_) {
          store_.put(attempt);
        }
      },
      durable);
  conflicts_.insert(conflicts_.end(), conflicts.begin(), conflicts.end());
  members_.clear();
  designs_.clear();
  rows_.clear();
  attempts_.clear();
  flushed_ = time;
  durable_ = durable ? time : durable_;
}

}  // namespace lmulsim::study::sweep
