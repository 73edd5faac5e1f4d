// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lmulsim::cli_test {

using Files = std::vector<std::pair<std::string, std::string>>;
using Fragments = std::initializer_list<std::string_view>;

/// One wrong way to use the program: the command line, the files that are there first (name, bytes), and what the one
/// line of the message must contain.
struct BadInput {
  std::string name;
  std::string arguments;
  Files files;
  std::vector<std::string> fragments;
};

/// How GoogleTest names a case.
inline void PrintTo(const BadInput& input, std::ostream* out) {
  *out << input.arguments;
}

/// How GoogleTest calls a case.
struct CaseName {
  template <typename T>
  std::string operator()(const T& test) const {
    return test.param.name;
  }
};

/// The table. It is filled call by call: one large initializer takes the compiler minutes.
class BadInputs {
 public:
  void add(std::string_view name, std::string_view arguments, Files files, Fragments fragments) {
    cases_.push_back(
        {std::string(name), std::string(arguments), std::move(files), {fragments.begin(), fragments.end()}});
  }
  [[nodiscard]] const std::vector<BadInput>& cases() const { return cases_; }

 private:
  std::vector<BadInput> cases_;
};

/// Runs the case and expects exit code 2, one line with all fragments on standard error, and no file that was not
/// there.
void expect_refused(const BadInput& input, const std::string& before = "");

void bad_arguments(BadInputs& table);
void bad_accelerators(BadInputs& table);
void bad_characterizations(BadInputs& table);
void bad_evaluations(BadInputs& table);
void bad_workloads(BadInputs& table);
void bad_models(BadInputs& table);
void bad_technologies(BadInputs& table);
void bad_reports(BadInputs& table);

}  // namespace lmulsim::cli_test
