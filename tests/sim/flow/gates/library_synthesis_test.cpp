// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Written libraries in the hands of Yosys and abc, and cell models proved equal to the library's own functions.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "library_case.hpp"
#include "util/file.hpp"

namespace lmulsim::gates_test {
namespace {

class LibrarySynthesis : public ::testing::TestWithParam<LibraryCase> {};

double area_in(const std::string& statistics) {
  std::smatch match;
  return std::regex_search(statistics, match, std::regex("Chip area.*: ([0-9.]+)")) ? std::stod(match[1]) : -1;
}

TEST_P(LibrarySynthesis, MapsEverythingOntoCellsThatTheNetlistKnows) {
  LMULSIM_NEED_LIBRARY(GetParam());
  const MappedElement element(GetParam());
  const std::string statistics = element.map(element.written_liberty(), "written");
  const gates::Netlist netlist = element.netlist("written");
  EXPECT_GT(netlist.gates.size(), 100U);
  EXPECT_NEAR(netlist.area_um2(), area_in(statistics), 1e-5 * netlist.area_um2());
  for (const gates::Gate& gate : netlist.gates) {
    EXPECT_EQ(netlist.cell(gate).unusable, "") << netlist.cell(gate).name;
  }
}

TEST(Osu018Synthesis, HasTheCellsAndAreaOfTheOriginalLibrary) {
  LMULSIM_NEED_OSU018();
  const MappedElement element(library_cases().front());
  EXPECT_EQ(element.map(element.written_liberty(), "written"), element.map(kOsu018, "original"));
}

/// Every cell's model beside the same cell as Yosys reads it from the original files, a proof for each: of equal
/// outputs for all inputs, and for flip-flops by induction over states that begin equal.
std::string proof_script(const LibraryCase& library, const gates::Library& cells, const std::string& models) {
  std::string script = fmt::format("read_verilog {}\n", models);
  std::string proofs;
  for (const gates::Cell& cell : cells.cells) {
    if (!cell.unusable.empty()) {
      continue;
    }
    script += fmt::format("rename {0} model_{0}\n", cell.name);
    proofs += fmt::format(
        "miter -equiv -flatten {0} model_{0} both\nsat -verify {1} -prove trigger 0 both\n"
        "delete both\n",
        cell.name, cell.flip_flop ? "-set-init-zero -tempinduct" : "");
  }
  for (const std::string& file : library.files) {
    script += fmt::format("read_liberty -ignore_miss_func {}\n", file);
  }
  return script + "proc\nasync2sync\n" + proofs;
}

util::CommandResult prove_models(const LibraryCase& library, const std::string& broken, const std::string& by) {
  const gates::Library cells = gates::read_library(library.files);
  const util::TemporaryFolder folder(std::filesystem::temp_directory_path());
  const auto models = folder.path() / "models.v";
  const auto script = folder.path() / "prove.ys";
  std::string text = gates::write_verilog_models(cells);
  if (!broken.empty()) {
    text.replace(text.find(broken), broken.size(), by);
  }
  util::write_file_atomic(models, text);
  util::write_file_atomic(script, proof_script(library, cells, models));
  return util::run_command(fmt::format("yosys -q {} 2>&1", util::quoted(script)));
}

TEST_P(LibrarySynthesis, HasModelsThatEqualTheLibrarysFunctions) {
  LMULSIM_NEED_LIBRARY(GetParam());
  const util::CommandResult proof = prove_models(GetParam(), "", "");
  EXPECT_EQ(proof.status, 0) << util::first_lines(proof.output, 20);
}

TEST(Osu018Synthesis, FindsAWrongModel) {
  LMULSIM_NEED_OSU018();
  EXPECT_NE(prove_models(library_cases().front(), "assign Y = (A & B)", "assign Y = (A | B)").status, 0);
  EXPECT_NE(prove_models(library_cases().front(), "state <= (D)", "state <= (~D)").status, 0);
}

INSTANTIATE_TEST_SUITE_P(Libraries, LibrarySynthesis, ::testing::ValuesIn(library_cases()),
                         [](const auto& library) { return library.param.name; });

}  // namespace
}  // namespace lmulsim::gates_test
