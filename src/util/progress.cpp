// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

namespace lmulsim::util {

namespace {

struct Settings {
  bool quiet = false;
  std::chrono::milliseconds between_lines{10'000};
};

Settings& settings() {
  static Settings all;
  return all;
}

double part_of(std::int64_t done, std::int64_t total) {
  return std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0);
}

double seconds_left(double part, double seconds) {
  return part > 0 ? seconds * (1 - part) / part : 0;
}

}  // namespace

std::string time_text(double seconds) {
  constexpr double kMinute = 60;
  const auto minutes = static_cast<std::int64_t>(std::lround(seconds / kMinute));
  if (seconds < 2 * kMinute) {
    return fmt::format("{:.0f} s", seconds);
  }
  return minutes < 120 ? fmt::format("{} min", minutes) : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

void Progress::configure(bool quiet, std::chrono::milliseconds between_lines) {
  settings() = {quiet, between_lines};
}

Progress::Options Progress::defaults() {
  if (settings().quiet) {
    return {};
  }
  if (is_terminal(stderr)) {
    return {.style = Style::bar};
  }
  return {.style = Style::lines, .interval = settings().between_lines};
}

Progress::Progress(std::string label, std::int64_t total, const Options& options)
    : label_(std::move(label)), total_(total), options_(options), next_(start_ + options.delay) {
  if (options_.style == Style::lines) {
    printer_ = std::thread([this] { print_lines(); });
  }
}

Progress::~Progress() {
  if (printer_.joinable()) {
    {
      const std::scoped_lock lock(mutex_);
      is_over_ = true;
    }
    over_.notify_all();
    printer_.join();
  }
  if (drawn_) {
    std::fputs("\r\x1b[K", options_.out);
    std::fflush(options_.out);
  }
}

bool Progress::is_terminal(std::FILE* stream) {
  return isatty(fileno(stream)) == 1;
}

void Progress::update(std::int64_t done) {
  done_ = done;
  if (options_.style != Style::bar) {
    return;
  }
  if (const auto now = Clock::now(); now >= next_) {
    next_ = now + options_.interval;
    draw(now);
  }
}

void Progress::draw(Clock::time_point now) {
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const std::int64_t done = done_;
  if (total_ <= 0) {
    fmt::print(options_.out, "\r\x1b[K{} {} ({:.0f} s)", label_, done, seconds);
  } else {
    constexpr int kWidth = 30;
    const double part = part_of(done, total_);
    const int filled = static_cast<int>(part * kWidth);
    fmt::print(options_.out, "\r\x1b[K{} [{:#<{}}{:.<{}}] {:3.0f} % ({:.0f} s left)", label_, "", filled, "",
               kWidth - filled, 100 * part, seconds_left(part, seconds));
  }
  std::fflush(options_.out);
  drawn_ = true;
}

/// The thread of lines: wakes at each interval until the work is over.
void Progress::print_lines() {
  std::unique_lock lock(mutex_);
  while (!over_.wait_for(lock, options_.interval, [this] { return is_over_; })) {
    const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    fmt::print(options_.out, "{}", line(done_, seconds));
    std::fflush(options_.out);
  }
}

std::string Progress::line(std::int64_t done, double seconds) const {
  const std::string since = time_text(seconds);
  if (total_ <= 0) {
    return done > 0 ? fmt::format("lmulsim: {}: {} after {}\n", label_, done, since)
                    : fmt::format("lmulsim: {}: working for {}\n", label_, since);
  }
  const double part = part_of(done, total_);
  const std::string so_far =
      fmt::format("lmulsim: {}: {} of {} ({:.0f} %) after {}", label_, done, total_, 100 * part, since);
  return part > 0 ? fmt::format("{}, about {} left\n", so_far, time_text(seconds_left(part, seconds))) : so_far + "\n";
}

}  // namespace lmulsim::util
