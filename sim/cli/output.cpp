// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/output.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>

#include "util/error.hpp"
#include "util/writable.hpp"

namespace lmulsim::cli {

void print(std::string_view text) {
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw InputError(std::string("standard output: cannot write: ") + std::strerror(errno));
  }
}

void print_warnings(const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings) {
    std::fprintf(stderr, "lmulsim: warning: %s\n", warning.c_str());
  }
}

void check_outputs(std::initializer_list<std::string> files) {
  for (const std::string& file : files) {
    if (!file.empty()) {
      util::check_writable(file);
    }
  }
}

void deliver(std::initializer_list<std::function<void()>> outputs) {
  std::exception_ptr first;
  for (const auto& output : outputs) {
    try {
      output();
    } catch (const std::exception&) {
      first = first ? first : std::current_exception();
    }
  }
  if (first) {
    std::rethrow_exception(first);
  }
}

}  // namespace lmulsim::cli
