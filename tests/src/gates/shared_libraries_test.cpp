// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Real libraries, against what their text says. They are not part of the repository: osu018 is Debian's package
// qflow-tech-osu018, the others are below LMULSIM_LIBERTY.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "../../real_data.hpp"
#include "gates/liberty.hpp"

namespace lmulsim::gates {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOsu018 = "/usr/share/qflow/tech/osu018/osu018_stdcells.lib";

#define REQUIRE_LIBERTY(path) \
  if (!fs::exists(path))      \
  GTEST_SKIP() << "SKIPPED: no " << (path) << " (set LMULSIM_LIBERTY): this library was not read"

std::size_t usable(const Library& library) {
  return static_cast<std::size_t>(
      std::ranges::count_if(library.cells, [](const Cell& cell) { return cell.unusable.empty(); }));
}

TEST(SharedLibraries, Osu018SaysWhatItsTextSays) {
  REQUIRE_LIBERTY(kOsu018);
  const Library library = read_library({kOsu018});
  EXPECT_EQ(library.cells.size(), 32U);  // grep -c '^cell'
  EXPECT_EQ(usable(library), 24U);
  EXPECT_EQ(library.voltage_v, 1.8);
  const Cell& cell = *library.find("AND2X1");
  EXPECT_EQ(cell.area_um2, 32);
  EXPECT_EQ(cell.outputs[0].truth, 0b1000U);
  EXPECT_EQ(cell.outputs[0].arcs[0].cell_rise.at(1.2, 0.005), 0.064975);
  EXPECT_EQ(cell.outputs[0].arcs[0].cell_rise.at(0.06, 0.15), 0.311845);
  EXPECT_EQ(cell.outputs[0].powers[1].fall.at(0.18, 0.0125), 0.072689);
  EXPECT_EQ(library.find("DFFPOSX1")->inputs[1].setups[0].rise.at(0.42, 0.3), 0.275);
}

TEST(SharedLibraries, Sky130SaysWhatItsTextSays) {
  REQUIRE_LIBERTY(real_liberty("sky130hd_tt.lib.gz"));
  const Library library = read_library({real_liberty("sky130hd_tt.lib.gz").string()});
  EXPECT_EQ(library.cells.size(), 428U);  // grep -c '  cell ('
  EXPECT_EQ(library.voltage_v, 1.8);
  EXPECT_EQ(library.corner, "tt_025C_1v80");
  const Cell& cell = *library.find("sky130_fd_sc_hd__dfxtp_1");
  EXPECT_EQ(cell.unusable, "");
  EXPECT_EQ(cell.area_um2, 20.0192);
  EXPECT_EQ(cell.leakage_nw, 0.008438635);
  EXPECT_EQ(cell.outputs[0].arcs[0].cell_fall.at(0.01, 0.00131045), 0.2704631);
  EXPECT_EQ(cell.outputs[0].powers[0].rise.at(1.5, 0.0005), 0.0185061);
  EXPECT_EQ(cell.inputs[1].setups[0].fall.at(0.5, 0.01), 0.3187643);
}

TEST(SharedLibraries, Sg13g2SaysWhatItsTextSays) {
  REQUIRE_LIBERTY(real_liberty("ihp_sg13g2_typ.lib.gz"));
  const Library library = read_library({real_liberty("ihp_sg13g2_typ.lib.gz").string()});
  EXPECT_EQ(library.cells.size(), 78U);
  EXPECT_EQ(library.voltage_v, 1.2);
  const Cell& cell = *library.find("sg13g2_dfrbp_1");
  EXPECT_EQ(cell.unusable, "");
  EXPECT_DOUBLE_EQ(cell.leakage_nw, 0.538542);
  EXPECT_EQ(cell.flip_flop->clear, "RESET_B'");
  EXPECT_EQ(cell.outputs[1].state, StateOutput::inverted);
  EXPECT_EQ(cell.outputs[0].arcs[0].cell_rise.at(0.0186, 0.0234), 0.255836);
}

TEST(SharedLibraries, Asap7SaysWhatItsFiveTextsSay) {
  std::vector<std::string> files;
  for (const char* part : {"SIMPLE_RVT_TT_nldm_211120", "INVBUF_RVT_TT_nldm_220122", "AO_RVT_TT_nldm_211120",
                           "OA_RVT_TT_nldm_211120", "SEQ_RVT_TT_nldm_220123"}) {
    files.push_back(real_liberty(std::string("asap7_") + part + ".lib.gz").string());
    REQUIRE_LIBERTY(files.back());
  }
  const Library library = read_library(files);
  EXPECT_EQ(library.cells.size(), 56U + 37U + 42U + 34U + 33U);
  EXPECT_EQ(library.voltage_v, 0.7);
  EXPECT_EQ(library.slew_low_pct, 10);
  const Cell& cell = *library.find("DFFHQNx1_ASAP7_75t_R");
  EXPECT_EQ(cell.unusable, "");
  EXPECT_DOUBLE_EQ(cell.leakage_nw, 0.229737);  // the unconditional group, in pW, of VDD
  EXPECT_FALSE(cell.flip_flop->plain_data);
  EXPECT_EQ(cell.outputs[0].state, StateOutput::normal);
  ASSERT_EQ(cell.outputs[0].powers.size(), 1U);  // VDD, not VSS
  EXPECT_NEAR(cell.outputs[0].powers[0].rise.at(0.010, 0.00072), 0.000505988, 1e-12);
  EXPECT_NEAR(cell.outputs[0].arcs[0].cell_rise.at(0.010, 0.00144), 0.0534897, 1e-12);
}

}  // namespace
}  // namespace lmulsim::gates
