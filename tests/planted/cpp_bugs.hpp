// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A bug planted in the C++ that computes products, cycles and bytes.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "once.hpp"
#include "util/command.hpp"

namespace lmulsim::planted {

struct CppBug {
  std::string name;  ///< what is wrong
  std::string file;  ///< from the root of the sources
  Replacement text;
  std::string program;  ///< the test program that has the test
  std::string test;     ///< the test that must fail, "Suite.Name"; of a parameter's values one at least
};

inline std::ostream& operator<<(std::ostream& out, const CppBug& bug) {
  return out << bug.name;
}

[[nodiscard]] const std::vector<CppBug>& cpp_bugs();

/// Compiles `source` in the place of the bug's file, links the bug's program with it in `scratch`, and runs the bug's
/// test. Throws InputError when it cannot be built.
[[nodiscard]] util::CommandResult run_test_with(const std::string& source, const CppBug& bug,
                                                const std::filesystem::path& scratch);

}  // namespace lmulsim::planted
