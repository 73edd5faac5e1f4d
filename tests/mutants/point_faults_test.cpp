// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "point_faults.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "tree.hpp"
#include "util/error.hpp"

namespace lmulsim::mutants {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<std::string> faulty(std::string_view text, Language language) {
  std::vector<std::string> texts;
  for (const PointFault& fault : point_faults(text, language)) {
    texts.push_back(planted_text(text, fault));
  }
  return texts;
}

TEST(PointFaults, ExchangeOperatorsAndMoveNumbers) {
  EXPECT_THAT(faulty("x = a < b;", Language::cpp), ElementsAre("x = a <= b;"));
  EXPECT_THAT(faulty("x = a + 3;", Language::cpp), ElementsAre("x = a - 3;", "x = a + 4;", "x = a + 2;"));
  EXPECT_THAT(faulty("x = !a;", Language::cpp), ElementsAre("x = a;"));
  EXPECT_THAT(faulty("x = std::min(a, b);", Language::cpp), ElementsAre("x = std::max(a, b);"));
  EXPECT_THAT(faulty("x = a ? b : c;", Language::cpp), ElementsAre("x = a == 0 ? b : c;"));
  EXPECT_THAT(faulty("if (a == b) {", Language::cpp), UnorderedElementsAre("if (!(a == b)) {", "if (a != b) {"));
}

TEST(PointFaults, LoseAssignmentsOfRegistersButComparisonsStay) {
  EXPECT_THAT(faulty("  q <= d;\n", Language::systemverilog), ElementsAre("  q <= q;\n"));
  EXPECT_THAT(faulty("  assign x = a <= b;\n", Language::systemverilog), ElementsAre("  assign x = a < b;\n"));
  EXPECT_THAT(faulty("  x = 4'b0;\n", Language::systemverilog), ElementsAre("  x = 4'b1;\n"));
}

TEST(PointFaults, LeaveAloneWhatIsNoCode) {
  EXPECT_THAT(faulty("// a < b\n", Language::cpp), IsEmpty());
  EXPECT_THAT(faulty("f(\"a < b \\\" + 1\");", Language::cpp), IsEmpty());
  EXPECT_THAT(faulty("#include <x1>\nstatic_assert(a == 1);", Language::cpp), IsEmpty());
  EXPECT_THAT(faulty("std::vector<int> e4m3;", Language::cpp), IsEmpty());
  EXPECT_THAT(faulty("`ifndef SYNTHESIS\n  q <= d + 1;\n`endif\n", Language::systemverilog), IsEmpty());
  EXPECT_THAT(faulty("  parameter int Width = 48,\n", Language::systemverilog), IsEmpty());
  EXPECT_THAT(faulty("  assign unused_bits = a ^ b;\n", Language::systemverilog), IsEmpty());
}

TEST(PointFaults, EveryFaultOfTheRtlChangesItsLineAndNoOther) {
  std::vector<fs::path> files;
  const fs::path root = LMULSIM_SOURCE_DIR;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / "rtl")) {
    if (entry.path().extension() == ".sv") {
      files.push_back(entry.path().lexically_relative(root));
    }
  }
  const std::vector<Mutant> all = all_mutants(LMULSIM_SOURCE_DIR, files);
  EXPECT_GT(all.size(), 600U);
  for (const Mutant& mutant : all) {
    EXPECT_NE(mutant.before, mutant.after) << mutant.text();
  }
}

TEST(Draw, IsAFunctionOfTheSeedWithoutRepetition) {
  const std::vector<Mutant> all = all_mutants(LMULSIM_SOURCE_DIR, {"rtl/pe/acc_float_add.sv"});
  const auto places = [](const std::vector<Mutant>& some) {
    std::vector<std::string> texts;
    for (const Mutant& mutant : some) {
      texts.push_back(mutant.text() + std::to_string(mutant.fault.at));
    }
    return texts;
  };
  const auto once = places(draw(all, 20, 3));
  EXPECT_EQ(once, places(draw(all, 20, 3)));
  EXPECT_NE(once, places(draw(all, 20, 4)));
  EXPECT_EQ(std::set<std::string>(once.begin(), once.end()).size(), 20U);
  EXPECT_EQ(draw(all, 1000000, 1).size(), all.size());
}

TEST(Equivalents, AreReadWholeAndRefusedByLine) {
  const fs::path file = fs::path(testing::TempDir()) / "equivalents.txt";
  std::ofstream(file) << "# words\n\nfile: rtl/a.sv\nbefore: a < b\nafter: a <= b\nbecause: never equal\n";
  const std::vector<Equivalent> list = read_equivalents(file);
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].argument, "never equal");
  EXPECT_NE(find(list, {.file = "rtl/a.sv", .fault = {}, .before = "a < b", .after = "a <= b"}), nullptr);
  EXPECT_EQ(find(list, {.file = "rtl/a.sv", .fault = {}, .before = "a < b", .after = "a == b"}), nullptr);
  std::ofstream(file) << "file: rtl/a.sv\nafter: x\n";
  EXPECT_THROW(static_cast<void>(read_equivalents(file)), InputError);
  std::ofstream(file) << "file: rtl/a.sv\nbefore: x\n";
  EXPECT_THROW(static_cast<void>(read_equivalents(file)), InputError);
}

TEST(Equivalents, OfTheRepositoryStandInItsFiles) {
  for (const Equivalent& e : read_equivalents(fs::path(LMULSIM_SOURCE_DIR) / "tests" / "mutants" / "equivalent.txt")) {
    const std::vector<Mutant> all = all_mutants(LMULSIM_SOURCE_DIR, {e.file});
    EXPECT_TRUE(std::ranges::any_of(all, [&](const Mutant& m) { return m.before == e.before && m.after == e.after; }))
        << e.file << ": " << e.before << " -> " << e.after;
    EXPECT_GT(e.argument.size(), 20U) << e.before;
  }
}

}  // namespace
}  // namespace lmulsim::mutants
