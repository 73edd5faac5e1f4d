// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What a placement says of wires, and a placer that fails or does not end.
#include "flow/characterize/placement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "../../../src/gates/circuit.hpp"
#include "../../../src/gates/tiny.hpp"
#include "flow/characterize/measure.hpp"
#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::flow::characterize {
namespace {

namespace fs = std::filesystem;
using gates::testing::Circuit;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

TEST(PlacerBlif, HasTheCellsInTheirOrderAndNoConstants) {
  Circuit circuit(gates::testing::tiny_library());
  circuit.input("ck", 2)
      .input("a", {3, 4})
      .gate("NAND2", "n", {3, gates::kNetOne}, {5})
      .gate("DFF", "r", {2, 5}, {6})
      .output("y", {6, 6, 4, gates::kNetZero});
  EXPECT_EQ(placer_blif(circuit.netlist()),
            ".model unit\n.inputs n2 n3 n4\n.outputs n6\n.gate NAND2 A=n3 Y=n5\n.gate DFF CK=n2 D=n5 Q=n6\n.end\n");
}

TEST(WireFactor, GrowsWithThePinsAsTheTableSays) {
  EXPECT_EQ(wire_factor(2), 1);
  EXPECT_EQ(wire_factor(3), 1);
  EXPECT_NEAR(wire_factor(4), 1.0828, 1e-9);
  EXPECT_NEAR(wire_factor(12), 1.4493 + 0.4 * (1.6899 - 1.4493), 1e-9);
  EXPECT_NEAR(wire_factor(50), 2.7933, 1e-9);
  EXPECT_NEAR(wire_factor(100), 2.7933 + 50 * 0.02616, 1e-9);
}

/// Net 2 from (0, 0) to (30, 10) um; net 3 with four pins in 20 by 10 um; net 4 with one pin.
constexpr const char* kPins =
    "n2 1 INVX1_1 A 0 0 3 1 1\nn2 1 twpin_n2 n2 3000 1000 -4 1 1\nn2 1 INVX1_9 twfeed1 9000 0 3 1 1\n"
    "n2 1 PSEUDO_CELL PSEUDO_PIN 0 8000 3 1 0\nn3 2 A_1 A 0 0 1 1 1\nn3 2 A_1 B 2000 0 1 1 1\n"
    "n3 2 A_2 A 1000 1000 1 1 1\nn3 2 A_3 A 500 -0 1 1 1\nn3 2 A_3 A 500 0 2 1 1\nn4 3 A_1 Y 40 0 1 1 1\n";

TEST(WireLengths, AreHalfThePerimeterAroundThePinsTimesTheFactor) {
  const std::vector<double> um = wire_lengths_um(kPins, "a.pin", 6);
  ASSERT_EQ(um.size(), 6U);
  EXPECT_NEAR(um[2], 40, 1e-9) << "where wires pass rows is no pin";
  EXPECT_NEAR(um[3], 30 * 1.0828, 1e-9) << "a pin that is there twice is one";
  EXPECT_EQ(um[4], 0);
  EXPECT_EQ(um[5], 0);
}

TEST(WireLengths, OfSomethingElseAreRefusedWithTheLine) {
  EXPECT_THAT([] { (void)wire_lengths_um("n2 1 A_1 A 0 0 1\nn2 one\n", "a.pin", 6); },
              ThrowsMessage<InputError>(HasSubstr("a.pin:2: expected NET GROUP INSTANCE PIN X Y, found 'n2 one'")));
  EXPECT_THAT([] { (void)wire_lengths_um("", "a.pin", 6); },
              ThrowsMessage<InputError>(HasSubstr("a.pin: expected pins of the netlist's nets, found none")));
  EXPECT_THAT([] { (void)wire_lengths_um("n7 1 A_1 A 0 0 1\n", "a.pin", 6); },
              ThrowsMessage<InputError>(HasSubstr("found none")));
}

// 40 um at 0.14 fF/um beside a flip-flop's data pin of 8 fF (at the output port).
TEST(Wires, AreInTheLoadTheDelayAndTheEnergy) {
  Circuit circuit(gates::testing::tiny_library());
  circuit.input("a", 2).gate("INV", "g", {2}, {3}).output("y", 3);
  const double pf = 40 * 0.14e-3;
  const TimedNetlist without = timed(circuit.netlist());
  const TimedNetlist with = timed(circuit.netlist(), {0, 0, 0, pf});
  EXPECT_NEAR(with.timing.load_pf[3], 8e-3 + pf, 1e-12);
  EXPECT_NEAR(with.timing.load_pf[2], without.timing.load_pf[2], 1e-12);
  EXPECT_NEAR(with.timing.critical_ns - without.timing.critical_ns, 2 * pf, 1e-9) << "2 ps a fF when it rises";
  Vectors v{.inputs = {"a"}, .values = {}, .output = "y", .expected = {}, .operations = 2, .cycles_per_batch = 2};
  for (const std::uint64_t value : {1U, 0U}) {
    v.values.push_back({{value, 0}});
    v.expected.emplace_back(std::nullopt);
  }
  // half V^2 is 0.605 fJ/fF for both edges, internal energies grow by 0.02 and 0.03 fJ/fF
  EXPECT_NEAR(measure_energy(with, v).pj - measure_energy(without, v).pj, (2 * 0.605 + 0.02 + 0.03) * pf / 2, 1e-12);
}

/// A folder with a graywolf of its own in front of the path, as far as the real converter is on this machine.
class FakePlacer : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists("/usr/lib/qflow/scripts/blif2cel.tcl") || util::run_command("command -v tclsh").status != 0) {
      GTEST_SKIP() << "SKIPPED: no qflow on this machine";
    }
    const char* path = std::getenv("PATH");
    path_ = path == nullptr ? "" : path;
    setenv("PATH", (folder_.path().string() + ":" + path_).c_str(), 1);
    util::write_file_atomic(folder_.path() / "placer.par", "none\n");
    util::write_file_atomic(
        folder_.path() / "cells.lef",
        "LAYER m1\n  TYPE ROUTING ;\n  DIRECTION HORIZONTAL ;\n  PITCH 1 ;\nEND m1\n"
        "MACRO INV\n  ORIGIN 0 0 ;\n  SIZE 2 BY 10 ;\n"
        "  PIN A\n    DIRECTION INPUT ;\n    PORT\n      LAYER m1 ;\n        RECT 0 0 1 1 ;\n    END\n"
        "  END A\n"
        "  PIN Y\n    DIRECTION OUTPUT ;\n    PORT\n      LAYER m1 ;\n        RECT 1 1 2 2 ;\n    END\n"
        "  END Y\nEND INV\n");
  }
  void TearDown() override {
    if (!path_.empty()) {
      setenv("PATH", path_.c_str(), 1);
    }
  }
  std::vector<double> place_with(const std::string& script) {
    const fs::path program = folder_.path() / "graywolf";
    util::write_file_atomic(program, "#!/bin/sh\n" + script + "\n");
    fs::permissions(program, fs::perms::owner_all);
    Circuit circuit(gates::testing::tiny_library());
    circuit.input("a", 2).gate("INV", "g", {2}, {3}).output("y", 3);
    return place(circuit.netlist(), {folder_.path() / "cells.lef", folder_.path() / "placer.par", 1}, folder_.path());
  }

 private:
  util::TemporaryFolder folder_{fs::temp_directory_path()};
  std::string path_;
};

TEST_F(FakePlacer, ThatDoesNotEndIsEnded) {
  EXPECT_THAT([&] { (void)place_with("echo annealing; sleep 60"); },
              ThrowsMessage<InputError>(HasSubstr("did not end within 1 s")));
}

TEST_F(FakePlacer, ThatFailsIsNamedWithItsLastWords) {
  EXPECT_THAT([&] { (void)place_with("echo no room; exit 3"); },
              ThrowsMessage<InputError>(::testing::AllOf(
                  HasSubstr("graywolf (Debian package graywolf) failed (status 3)"), HasSubstr("no room"))));
  EXPECT_THAT([&] { (void)place_with("exit 0"); }, ThrowsMessage<InputError>(HasSubstr("failed (status 0)")));
}

TEST_F(FakePlacer, GivesTheWiresThatItsPinsSpan) {
  const std::vector<double> um = place_with("printf 'n3 1 INV_1 Y 0 0 1\\nn3 1 twpin_n3 n3 500 700 1\\n' > unit.pin");
  EXPECT_EQ(um, (std::vector<double>{0, 0, 0, 12}));
}

}  // namespace
}  // namespace lmulsim::flow::characterize
