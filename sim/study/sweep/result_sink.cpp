// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/sweep/result_sink.hpp"

namespace lmulsim::study::sweep {

using std::chrono::milliseconds;

store::Cells cells_of(const point::SweepInput& input) {
  return {input.sha256, input.role, input.name};
}

void ResultSink::flush(bool now) {
  constexpr std::size_t kGroup = 1024;  // a point has a member, a row and an attempt
  constexpr milliseconds kLongest{250};
  constexpr milliseconds kDurable{1000};
  const auto time = Clock::now();
  const std::size_t size = rows_.members.size() + rows_.runs.size() + rows_.attempts.size();
  if (size == 0 || (!now && size < kGroup && time - flushed_ < kLongest)) {
    return;
  }
  const bool durable = now || time - durable_ >= kDurable;
  const std::vector<std::string> conflicts = write(rows_, durable);
  conflicts_.insert(conflicts_.end(), conflicts.begin(), conflicts.end());
  rows_ = {};
  flushed_ = time;
  durable_ = durable ? time : durable_;
}

}  // namespace lmulsim::study::sweep
