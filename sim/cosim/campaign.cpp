// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cosim/campaign.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <vector>

#include "mapping/program.hpp"
#include "util/error.hpp"

namespace lmulsim::sim {

namespace {

// A child's last words: totals, then the text of a failure.
struct ChildResult {
  CosimTotals totals;
  std::string failure;
};

std::string describe_failure(Cosim& cosim, const CampaignOptions& options, const CosimCase& failing,
                             const std::string& what) {
  const CosimCase small = cosim.shrink(failing);
  const std::optional<std::string> small_what = cosim.run(small);
  std::string text =
      fmt::format("{}\n  case {}\n  {}\n  smallest case {}\n  {}", describe(cosim.accelerator()), failing.text(), what,
                  small.text(), small_what.value_or("agrees when run again: the failure depends on earlier cases"));
  if (options.waves) {
    std::filesystem::create_directories(*options.waves);
    const auto vcd = *options.waves / fmt::format("rtl-{:x}.vcd", small.operand_seed);
    cosim.dump_waves(small, vcd);
    text.append("\n  waves of the RTL: ").append(vcd.string());
  }
  return text;
}

ChildResult run_one(const CampaignOptions& options, std::int64_t index, std::int64_t cases) {
  std::mt19937_64 random(options.seed * 0x9E3779B97F4A7C15U + static_cast<std::uint64_t>(index));
  ChildResult result;
  std::string what = "an accelerator drawn at random";
  try {
    const config::Accelerator accelerator =
        options.accelerator ? *options.accelerator : random_accelerator(random, options.largest_side);
    what = describe(accelerator);
    Cosim cosim(accelerator, options.cosim);
    for (std::int64_t i = 0; i < cases; ++i) {
      const CosimCase c = random_case(accelerator, random);
      if (const auto disagreement = cosim.run(c)) {
        result.failure = describe_failure(cosim, options, c, *disagreement);
        break;
      }
    }
    result.totals = cosim.totals();
  } catch (const std::exception& e) {
    result.failure = fmt::format("{}\n  {}", what, e.what());
  }
  return result;
}

void write_all(int fd, const void* data, std::size_t size) {
  const auto* bytes = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t n = write(fd, bytes, size);
    if (n <= 0) {
      return;
    }
    bytes += n;
    size -= static_cast<std::size_t>(n);
  }
}

struct Child {
  pid_t pid;
  int fd;
  std::int64_t cases;
  std::string bytes;
};

Child start(const CampaignOptions& options, std::int64_t index, std::int64_t cases) {
  int ends[2];
  if (pipe(ends) != 0) {
    throw InputError(fmt::format("cannot make a pipe: {}", std::strerror(errno)));
  }
  const pid_t pid = fork();
  if (pid < 0) {
    throw InputError(fmt::format("cannot start a process: {}", std::strerror(errno)));
  }
  if (pid == 0) {
    close(ends[0]);
    const ChildResult result = run_one(options, index, cases);
    write_all(ends[1], &result.totals, sizeof result.totals);
    write_all(ends[1], result.failure.data(), result.failure.size());
    _exit(0);
  }
  close(ends[1]);
  return {pid, ends[0], cases, {}};
}

ChildResult finish(const Child& child) {
  int status = 0;
  waitpid(child.pid, &status, 0);
  close(child.fd);
  ChildResult result;
  if (child.bytes.size() < sizeof result.totals || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    result.failure = fmt::format("a co-simulation process ended without a result (status {})", status);
    return result;
  }
  std::memcpy(&result.totals, child.bytes.data(), sizeof result.totals);
  result.failure = child.bytes.substr(sizeof result.totals);
  return result;
}

// Reads what the children say; returns the index of one that has finished.
std::size_t wait_for_one(std::vector<Child>& children) {
  while (true) {
    std::vector<pollfd> fds;
    fds.reserve(children.size());
    for (const Child& child : children) {
      fds.push_back({child.fd, POLLIN, 0});
    }
    poll(fds.data(), fds.size(), -1);
    for (std::size_t i = 0; i < fds.size(); ++i) {
      if (fds[i].revents == 0) {
        continue;
      }
      char buffer[4096];
      const ssize_t n = read(fds[i].fd, buffer, sizeof buffer);
      if (n <= 0) {
        return i;
      }
      children[i].bytes.append(buffer, static_cast<std::size_t>(n));
    }
  }
}

}  // namespace

CampaignResult run_campaign(const CampaignOptions& options, const std::function<void(std::int64_t)>& progress) {
  CampaignResult result;
  std::vector<Child> children;
  std::int64_t left = options.cases;
  std::int64_t done = 0;
  while (left > 0 || !children.empty()) {
    while (left > 0 && static_cast<int>(children.size()) < std::max(options.jobs, 1)) {
      const std::int64_t cases = std::min(left, options.cases_per_accelerator);
      children.push_back(start(options, result.accelerators++, cases));
      left -= cases;
    }
    const std::size_t i = wait_for_one(children);
    const ChildResult one = finish(children[i]);
    done += children[i].cases;
    children.erase(children.begin() + static_cast<std::ptrdiff_t>(i));
    result.totals += one.totals;
    if (!one.failure.empty()) {
      result.failures.append(one.failure).append("\n");
      left = options.keep_going ? left : 0;
    }
    if (progress) {
      progress(done);
    }
  }
  return result;
}

}  // namespace lmulsim::sim
