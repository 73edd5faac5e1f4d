// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A fault in the C++ that computes cycles, bytes and products, put to the tests of that code.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rtl_mutants.hpp"

namespace lmulsim::mutants {

/// Sources of which faults are drawn, and the test programs that should notice, the likeliest first.
struct CppPart {
  std::vector<std::filesystem::path> files;
  std::vector<std::string> tests;  ///< targets; each is a program of the same name below the build's tests/
};

[[nodiscard]] const std::vector<CppPart>& cpp_parts();

/// Puts the fault into the copy of the sources in `tree`, builds the tests of its part in tree/build/release and runs
/// them until one fails; then takes the fault out again.
[[nodiscard]] Verdict judge_cpp(const Mutant& mutant, const std::filesystem::path& tree);

}  // namespace lmulsim::mutants
