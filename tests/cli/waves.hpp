// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Runs with --waves, and what must be in the files they leave.
#pragma once

#include <cstdint>
#include <string>

namespace lmulsim::cli_test {

/// The file is whole: it has the array's signals, and its clock has risen once in each of `cycles` cycles, reset
/// included. A half cycle takes `half_cycle` units of the file's time.
void expect_whole_waves(const std::string& text, std::int64_t cycles, std::int64_t half_cycle);

/// RTL that a failure ended: the file reaches `time`, counted in half cycles, and the clock has risen in every cycle.
void expect_waves_up_to_a_failure(const std::string& text, std::int64_t time);

/// `gemm --waves` on a 4x4 array ends with 0 and leaves one whole file.
void expect_waves_of_a_product(const std::string& engine, const std::string& dataflow);

/// `run --waves` of three products, under stalls, ends with 0 and leaves one whole file with all of them.
void expect_waves_of_operators(const std::string& engine, const std::string& dataflow);

}  // namespace lmulsim::cli_test
