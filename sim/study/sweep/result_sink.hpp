// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "explore/run_row.hpp"
#include "store/store.hpp"

namespace lmulsim::study::sweep {

/// Collects rows and writes them in groups: a commit for each would cost more than a point does.
class ResultSink {
 public:
  using Clock = std::chrono::steady_clock;

  explicit ResultSink(store::Store& store) : store_(store) {}

  void add(store::Member member) { members_.push_back(std::move(member)); }
  void add_design(store::Cells design) { designs_.push_back(std::move(design)); }
  void add(explore::RunRow row) { rows_.push_back(std::move(row)); }
  void add(store::Attempt attempt) { attempts_.push_back(std::move(attempt)); }

  /// Writes what there is when it is much or old enough, or when `now` is set. What was written is stored when this
  /// returns. Throws InputError when it cannot be.
  void flush(bool now = false);
  /// Points of which the store says something else.
  [[nodiscard]] const std::vector<std::string>& conflicts() const { return conflicts_; }

 private:
  [[nodiscard]] std::size_t size() const;

  store::Store& store_;
  std::vector<store::Member> members_;
  std::vector<store::Cells> designs_;
  std::vector<explore::RunRow> rows_;
  std::vector<store::Attempt> attempts_;
  std::vector<std::string> conflicts_;
  Clock::time_point flushed_ = Clock::now();
  Clock::time_point durable_ = Clock::now();
};

}  // namespace lmulsim::study::sweep
