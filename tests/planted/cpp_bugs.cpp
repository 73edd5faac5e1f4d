// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cpp_bugs.hpp"

#include <fmt/format.h>

#include <sstream>

#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::planted {

namespace fs = std::filesystem;

namespace {

const fs::path kBuild = LMULSIM_BINARY_DIR;

/// The word after `option` in a command.
std::string word_after(const std::string& command, const std::string& option) {
  const std::size_t at = command.find(option) + option.size();
  return command.substr(at, command.find(' ', at) - at);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// How the build makes the object of the bug's file, and its program. Both run in the build's folder.
struct Commands {
  std::string compile;
  std::string link;
};

Commands commands_of(const CppBug& bug) {
  const auto all = util::run_command(
      fmt::format("{} -C {} -t commands {}", util::quoted(LMULSIM_NINJA), util::quoted(kBuild), bug.program));
  Commands commands;
  std::istringstream lines(all.output);
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with(fmt::format(" -c {}/{}", LMULSIM_SOURCE_DIR, bug.file))) {
      commands.compile = line;
    }
    if (line.find(fmt::format("/{} ", bug.program)) != std::string::npos && line.starts_with(": && ")) {
      // What comes after the second && lists the program's tests for CTest.
      commands.link = line.substr(0, line.find(" && ", 5));
    }
  }
  if (commands.compile.empty() || commands.link.empty()) {
    throw InputError(fmt::format("{}: expected commands that build {}, found none", bug.file, bug.program));
  }
  return commands;
}

}  // namespace

const std::vector<CppBug>& cpp_bugs() {
  static const std::vector<CppBug> table{
      {"adder_products_up_to_2_to_129_taken_for_finite",
       "src/arith/kernels/window.cpp",
       {"(kMaxProductExponent + 1) * kOne", "(kMaxProductExponent + 2) * kOne"},
       "arith_kernels_test",
       "Offsets/AdderAtTheTopOfFp32.GivesInfinityFromTheFirstProductBeyond"},
      {"int8_sums_one_step_too_long_taken_for_safe",
       "src/arith/kernels/gemm_int32.cpp",
       {"k <= static_cast<std::uint64_t>(room / largest)", "k <= static_cast<std::uint64_t>(room / largest) + 1"},
       "arith_kernels_test",
       "Steps/Int8AtTheTopOfInt32.OverflowsWithTheStepThatLeavesTheRange"},
      {"range_of_words_of_16_bits_not_measured",
       "src/arith/kernels/pack.cpp",
       {"if (code_bytes(matrix.format) == 1) {", "if (code_bytes(matrix.format) == 2) {"},
       "arith_kernels_test",
       "MeasureRange.OfWordsOf16BitsIsThatOfTheFiniteOnesInTheMatrix"},
      {"window_not_narrowed_by_the_range_of_b",
       "src/arith/kernels/window.cpp",
       {"b.largest - w.smallest_b", "b.largest + w.smallest_b"},
       "arith_kernels_test",
       "Window.IsNarrowedByTheRangeOfBAlone"},
      {"a_threshold_of_the_encoder_off_by_one",
       "src/arith/thresholds.cpp",
       {"std::nearbyint(", "1 + std::nearbyint("},
       "arith_test",
       "AdderThresholds.AreThePrintedOnes"},
      {"a_value_at_a_threshold_goes_up_in_vectors",
       "src/arith/kernels/encode.cpp",
       {"hn::Gt(significand", "hn::Ge(significand"},
       "arith_kernels_test",
       "EncodeByThresholds.GivesTheReferencesCodesOnEveryTarget"},
      {"a_word_of_the_antilogarithm_off_by_one",
       "src/arith/significands.cpp",
       {"antilogarithm(mantissa, bits, sum % count) <<",
        "(antilogarithm(mantissa, bits, sum % count) + (sum == 5)) <<"},
       "arith_test",
       "LogProducts.AreTheRoundedPowersOfTheSumOfWords"},
      {"a_conditional_mean_cut_instead_of_rounded",
       "src/arith/significands.cpp",
       {"std::nearbyint(std::ldexp(mean", "std::floor(std::ldexp(mean"},
       "arith_test",
       "ConditionalMeans.AreTheMeansOfTheProductsOfTheirSum"},
      {"an_entry_of_a_sum_of_mantissas_off_by_one",
       "src/arith/kernels/gemm_table.cpp",
       {"- static_cast<std::uint32_t>(i);", "- static_cast<std::uint32_t>(i + 1);"},
       "arith_kernels_test",
       "Multipliers/LookedUpKernels.GiveTheReferencesBitsForEveryKindOfOperand/antilog_5_log43_log43"},
      {"one_column_tile_more_than_the_sums_have_room",
       "src/mapping/loops.cpp",
       {"std::min(capacity / block, ", "std::min(capacity / block + 1, "},
       "mapping_test",
       "ChooseLoops.NeverAsksForMorePartialSumsThanTheMemoryHolds"},
      {"beat_limit_one_short",
       "src/mapping/program.cpp",
       {"(std::int64_t{1} << 24) - 1", "(std::int64_t{1} << 24) - 2"},
       "mapping_test",
       "Program.TakesTilesOfAsManyBeatsAsTheCounterHolds"},
      {"skew_of_sums_without_the_product_register",
       "src/cost/registers.cpp",
       {"cols + std::int64_t{acc.cols} * (1 + acc.pe.mul_stages)", "cols + std::int64_t{acc.cols}"},
       "test_cost",
       "Registers.PartialSumsWaitForTheProductRegisterToo"},
      {"recipe_left_out_of_one_design_alone",
       "src/cost/paired_saving.cpp",
       {"    out.other.erase(out.other.begin() + static_cast<std::ptrdiff_t>(recipe));\n", ""},
       "test_cost",
       "PairedSaving.WhatIsCommonToBothDesignsIsNoError"},
      {"interval_as_wide_as_one_deviation_of_the_left_out_values",
       "src/cost/jackknife.cpp",
       {"(count - 1) / count *", "1 / count *"},
       "test_cost",
       "Each/StoredSaving.OfOneDesignUnderTwoNamesIsHeldAsNothing"},
      {"batches_of_operands_taken_for_no_noise",
       "src/cost/paired_saving.cpp",
       {"batches < 2 ?", "batches > 2 ?"},
       "test_cost",
       "PairedSaving.LeavesBatchesOutToo"},
  };
  return table;
}

util::CommandResult run_test_with(const std::string& source, const CppBug& bug, const fs::path& scratch) {
  const Commands commands = commands_of(bug);
  fs::create_directories(scratch);
  const fs::path copy = scratch / fs::path(bug.file).filename();
  const fs::path object = scratch / "bug.o";
  const fs::path program = scratch / bug.program;
  util::write_file_atomic(copy, source);
  const std::string in_build = fmt::format("cd {} && ", util::quoted(kBuild));
  const std::string compile = replaced(commands.compile, word_after(commands.compile, " -o "), object.string());
  util::run_step("compiling the bug",
                 in_build + replaced(compile, fmt::format("{}/{}", LMULSIM_SOURCE_DIR, bug.file), copy.string()));
  // The object comes before the library, whose own object of that source is then never asked for.
  const std::string output = fmt::format(" -o {}", word_after(commands.link, " -o "));
  util::run_step("linking the bug", in_build + replaced(commands.link, output,
                                                        fmt::format(" {} -o {}", object.string(), program.string())));
  return util::run_command(
      fmt::format("{} --gtest_filter={}:{}/*", util::quoted(program), util::quoted(bug.test), util::quoted(bug.test)));
}

}  // namespace lmulsim::planted
