// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/isolated.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <new>

#include "util/child_process.hpp"
#include "util/error.hpp"

namespace lmulsim::util {

namespace {

// What a child writes first.
constexpr char kResult = '=';
constexpr char kInputError = 'i';
constexpr char kError = 'e';
constexpr char kMemory = 'm';

constexpr bool kSanitized =
#if defined(__SANITIZE_ADDRESS__)
    true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    true;
#else
    false;
#endif
#else
    false;
#endif

/// Address space of this process.
std::size_t bytes_in_use() {
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

void set_limit(__rlimit_resource resource, std::size_t value) {
  rlimit limit{};
  if (getrlimit(resource, &limit) == 0) {
    limit.rlim_cur = std::min<rlim_t>(value, limit.rlim_max);
    (void)setrlimit(resource, &limit);
  }
}

void set_limits(const ProcessLimits& limits) {
  set_limit(RLIMIT_CORE, 0);
  set_limit(RLIMIT_CPU, static_cast<std::size_t>(limits.processor_time.count()));
  if (!kSanitized) {  // a sanitizer takes address space by terabytes
    set_limit(RLIMIT_AS, bytes_in_use() + limits.memory);
  }
}

std::string answer_of(const std::function<std::string()>& work) {
  try {
    return kResult + work();
  } catch (const InputError& e) {
    return std::string(1, kInputError) + e.what();
  } catch (const std::bad_alloc& e) {
    return std::string(1, kMemory) + e.what();
  } catch (const std::exception& e) {
    return std::string(1, kError) + e.what();
  }
}

void require_success(int status, const ProcessLimits& limits) {
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    throw ProcessDied(signal == SIGXCPU
                          ? fmt::format("it took more than {} s of processor time", limits.processor_time.count())
                          : std::string(strsignal(signal)));
  }
  if (WEXITSTATUS(status) != EXIT_SUCCESS) {
    throw ProcessDied(fmt::format("exit status {}", WEXITSTATUS(status)));
  }
}

}  // namespace

std::string isolated(const std::function<std::string()>& work, const ProcessLimits& limits) {
  ChildProcess child([&](int pipe) {
    set_limits(limits);
    if (!write_all(pipe, answer_of(work))) {
      _exit(EXIT_FAILURE);
    }
  });
  std::string answer;
  while (child.read_some(answer)) {
  }
  require_success(child.wait(), limits);
  const char tag = answer.empty() ? '\0' : answer.front();
  if (tag == kInputError) {
    throw InputError(answer.substr(1));
  }
  if (tag == kMemory) {
    throw ProcessDied(fmt::format("it took more than {} bytes of memory: {}", limits.memory, answer.substr(1)));
  }
  if (tag != kResult) {
    throw std::runtime_error(answer.empty() ? "no answer" : answer.substr(1));
  }
  return answer.substr(1);
}

}  // namespace lmulsim::util
