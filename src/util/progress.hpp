// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace lmulsim::util {

/// How far a piece of work is, on standard error. On a terminal a bar, when the work has lasted longer than a second,
/// wiped when the object dies; elsewhere (logs, CI) a line every ten seconds with what is done and the time left, also
/// while nothing gets done. Short work says nothing.
class Progress {
 public:
  enum class Style { none, bar, lines };

  /// Where, how and when; the defaults are the program's, tests give their own.
  struct Options {
    std::FILE* out = stderr;
    Style style = Style::none;
    std::chrono::milliseconds delay{1000};    ///< bar: before it shows
    std::chrono::milliseconds interval{100};  ///< between two pictures of the bar, or two lines
  };

  /// What every Progress made from now on without options does: nothing when `quiet`, else what suits the stream.
  static void configure(bool quiet, std::chrono::milliseconds between_lines);

  /// `total` units of work; 0 when unknown (then only the count is shown).
  Progress(std::string label, std::int64_t total) : Progress(std::move(label), total, defaults()) {}
  Progress(std::string label, std::int64_t total, const Options& options);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance(std::int64_t units = 1) { update(done_ + units); }
  /// Sets the work done so far.
  void update(std::int64_t done);

  [[nodiscard]] static bool is_terminal(std::FILE* stream);

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] static Options defaults();
  void draw(Clock::time_point now);
  void print_lines();
  [[nodiscard]] std::string line(std::int64_t done, double seconds) const;

  std::string label_;
  std::int64_t total_;
  Options options_;
  std::atomic<std::int64_t> done_ = 0;
  bool drawn_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_;
  std::mutex mutex_;
  std::condition_variable over_;
  bool is_over_ = false;
  std::thread printer_;
};

/// A time for people: "8 s", "12 min", "3 h 20 min".
[[nodiscard]] std::string time_text(double seconds);

}  // namespace lmulsim::util
