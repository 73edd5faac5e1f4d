// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace lmulsim::util {

Progress::Progress(std::string label, std::int64_t total, const Options& options)
    : label_(std::move(label)), total_(total), options_(options), next_(start_ + options.delay) {}

Progress::~Progress() {
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
  if (!options_.enabled) {
    return;
  }
  if (const auto now = std::chrono::steady_clock::now(); now >= next_) {
    next_ = now + options_.interval;
    draw(now);
  }
}

void Progress::draw(std::chrono::steady_clock::time_point now) {
  const double seconds = std::chrono::duration<double>(now - start_).count();
  if (total_ <= 0) {
    fmt::print(options_.out, "\r\x1b[K{} {} ({:.0f} s)", label_, done_, seconds);
  } else {
    constexpr int kWidth = 30;
    const double part = std::clamp(static_cast<double>(done_) / static_cast<double>(total_), 0.0, 1.0);
    const int filled = static_cast<int>(part * kWidth);
    const double left = part > 0 ? seconds * (1 - part) / part : 0;
    fmt::print(options_.out, "\r\x1b[K{} [{:#<{}}{:.<{}}] {:3.0f} % ({:.0f} s left)", label_, "", filled, "",
               kWidth - filled, 100 * part, left);
  }
  std::fflush(options_.out);
  drawn_ = true;
}

}  // namespace lmulsim::util
