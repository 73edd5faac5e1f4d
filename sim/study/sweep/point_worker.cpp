// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/sweep/point_worker.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/close_range.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <new>

#include "util/error.hpp"
#include "util/printable.hpp"

namespace lmulsim::study::sweep {
namespace {

constexpr std::size_t kKeptErrors = 4096;

/// What begins a report; the row's bytes follow.
struct Header {
  std::uint64_t position;
  std::uint32_t size;
  std::uint32_t out_of_memory;
};

/// Bytes of data this process has: what it shares with its parent does not count against its limit.
std::size_t data_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::array<std::size_t, 6> pages{};
  for (std::size_t& value : pages) {
    statm >> value;
  }
  return pages[5] * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

void limit_memory(std::size_t bytes) {
  const rlim_t most = data_bytes() + bytes;
  const rlimit limit{most, most};
  setrlimit(RLIMIT_DATA, &limit);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
}

/// Closes every descriptor but these: those of other workers among them, so that each sees the end of its own pipes.
void keep_only(std::array<int, 2> kept) {
  std::ranges::sort(kept);
  unsigned first = 3;
  for (const int descriptor : kept) {
    const auto at = static_cast<unsigned>(descriptor);
    if (at > first) {
      close_range(first, at - 1, 0);
    }
    first = at + 1;
  }
  close_range(first, ~0U, 0);
}

bool read_whole(int descriptor, void* to, std::size_t size) {
  auto* bytes = static_cast<char*>(to);
  while (size > 0) {
    const ssize_t n = ::read(descriptor, bytes, size);
    if (n == 0 || (n < 0 && errno != EINTR)) {
      return false;
    }
    bytes += std::max<ssize_t>(n, 0);
    size -= static_cast<std::size_t>(std::max<ssize_t>(n, 0));
  }
  return true;
}

bool write_report(int results, std::uint64_t position, const std::string& bytes, bool out_of_memory) {
  const Header header{position, static_cast<std::uint32_t>(bytes.size()), out_of_memory ? 1U : 0U};
  std::string all(reinterpret_cast<const char*>(&header), sizeof header);
  return util::write_all(results, all += bytes);
}

/// SystemC holds one simulation a process.
bool is_spent(const explore::RunRow& row) {
  return row.fidelity.starts_with("systemc");
}

}  // namespace

PipeEnd::~PipeEnd() {
  close();
}

void PipeEnd::close() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
    descriptor_ = -1;
  }
}

PointWorker::Pipe::Ends PointWorker::Pipe::make() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw InputError(fmt::format("cannot make a pipe: {}", std::strerror(errno)));
  }
  return {ends[0], ends[1]};
}

PointWorker::Pipe::Pipe() : Pipe(make()) {}

PointWorker::PointWorker(const EvaluatePosition& evaluate, std::size_t memory_bytes, int number) : number_(number) {
  std::fflush(nullptr);
  process_ =
      std::make_unique<util::ChildProcess>([&](int results) { run_child(evaluate, memory_bytes, results); },
                                           util::ChildOptions{.signal_with_parent = SIGKILL, .signal_at_end = SIGKILL});
  positions_.read.close();
  errors_.write.close();
  constexpr int kPipeBytes =
      1 << 20;  // what comes while the manager writes to the disk; less where it may not be so much
  fcntl(results(), F_SETPIPE_SZ, kPipeBytes);
  fcntl(results(), F_SETFL, O_NONBLOCK);
  fcntl(errors(), F_SETFL, O_NONBLOCK);
}

void PointWorker::run_child(const EvaluatePosition& evaluate, std::size_t memory_bytes, int results) const {
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGTERM, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  dup2(errors_.write.get(), STDERR_FILENO);
  const int nothing = ::open("/dev/null", O_RDWR);
  dup2(nothing, STDIN_FILENO);
  dup2(nothing, STDOUT_FILENO);
  const int positions = positions_.read.get();
  keep_only({positions, results});
  limit_memory(memory_bytes);
  std::uint64_t position = 0;
  while (read_whole(positions, &position, sizeof position)) {
    try {
      const explore::RunRow row = evaluate(position);
      if (!write_report(results, position, encode(row), false) || is_spent(row)) {
        return;
      }
    } catch (const std::bad_alloc&) {
      (void)write_report(results, position, "", true);
      return;
    } catch (const std::exception& e) {
      std::fprintf(stderr, "%s\n", e.what());
      std::abort();
    }
  }
}

bool PointWorker::send(std::uint64_t position) {
  std::array<char, sizeof position> bytes{};
  std::memcpy(bytes.data(), &position, sizeof position);
  if (outstanding_.empty()) {
    since_ = Clock::now();
  }
  outstanding_.push_back(position);
  return util::write_all(positions_.write.get(), {bytes.data(), bytes.size()});
}

bool PointWorker::read(std::vector<PointReport>& reports) {
  std::array<char, 65536> buffer{};
  const ssize_t n = ::read(results(), buffer.data(), buffer.size());
  if (n < 0) {
    return errno == EAGAIN || errno == EINTR;
  }
  bytes_.append(buffer.data(), static_cast<std::size_t>(n));
  std::size_t at = 0;
  while (bytes_.size() - at >= sizeof(Header)) {
    Header header{};
    std::memcpy(&header, bytes_.data() + at, sizeof header);
    if (outstanding_.empty() || header.position != outstanding_.front()) {
      throw std::runtime_error("a worker reported a point that is not at work");
    }
    if (bytes_.size() - at - sizeof header < header.size) {
      break;
    }
    PointReport report{.position = header.position, .out_of_memory = header.out_of_memory != 0};
    if (!report.out_of_memory) {
      report.row = explore::decode(std::string_view(bytes_).substr(at + sizeof header, header.size));
    }
    reports.push_back(std::move(report));
    outstanding_.pop_front();
    at += sizeof header + header.size;
    since_ = Clock::now();
  }
  bytes_.erase(0, at);
  return n > 0;
}

bool PointWorker::read_errors() {
  std::array<char, 65536> buffer{};
  const ssize_t n = ::read(errors(), buffer.data(), buffer.size());
  if (n < 0) {
    return errno == EAGAIN || errno == EINTR;
  }
  error_text_.append(buffer.data(), static_cast<std::size_t>(n));
  if (error_text_.size() > kKeptErrors) {
    error_text_.erase(0, error_text_.size() - kKeptErrors);
  }
  return n > 0;
}

std::string PointWorker::last_errors() const {
  std::string text = error_text_;
  while (!text.empty() && text.back() == '\n') {
    text.pop_back();
  }
  return util::printable(text);
}

void PointWorker::kill() {
  process_->send(SIGKILL);
}

}  // namespace lmulsim::study::sweep
