// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>

namespace lmulsim::util {

/// A progress bar on standard error: only when that is a terminal and the work has lasted longer than a second, so
/// that logs and short commands stay clean. The line is wiped when the object dies.
class Progress {
 public:
  /// Where and when the bar shows; the defaults are the program's, tests give their own.
  struct Options {
    std::FILE* out = stderr;
    bool enabled = is_terminal(stderr);
    std::chrono::milliseconds delay{1000};
    std::chrono::milliseconds interval{100};
  };

  /// `total` units of work; 0 when unknown (then only the count is shown).
  Progress(std::string label, std::int64_t total) : Progress(std::move(label), total, Options()) {}
  Progress(std::string label, std::int64_t total, const Options& options);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance(std::int64_t units = 1) { update(done_ + units); }
  /// Sets the work done so far.
  void update(std::int64_t done);

  [[nodiscard]] static bool is_terminal(std::FILE* stream);

 private:
  void draw(std::chrono::steady_clock::time_point now);

  std::string label_;
  std::int64_t total_;
  Options options_;
  std::int64_t done_ = 0;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point next_;
};

}  // namespace lmulsim::util
