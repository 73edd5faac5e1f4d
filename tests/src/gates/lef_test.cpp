// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/lef.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::gates {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr const char* kText = R"(# made up
VERSION 5.4 ;
UNITS
  DATABASE MICRONS 1000 ;
END UNITS
LAYER poly
  TYPE MASTERSLICE ;
END poly
LAYER m1
  TYPE ROUTING ;
  WIDTH 0.5 ;
  SPACING 0.3 ;
  CAPACITANCE CPERSQDIST 2e-5 ;
  EDGECAPACITANCE 5e-5 ;
END m1
VIA M2_M1 DEFAULT
  LAYER m1 ;
    RECT -0.2 -0.2 0.2 0.2 ;
END M2_M1
LAYER m2
  TYPE ROUTING ;
  WIDTH 1 ;
  CAPACITANCE CPERSQDIST 1e-5 ;
  EDGECAPACITANCE 2e-5 ;
END m2
LAYER m3
  TYPE ROUTING ;
  EDGECAPACITANCE 1e-5 ;
END m3
MACRO LATCH
  CLASS CORE ;
  SIZE 5.6 BY 10 ;
  PIN D
    PORT
      LAYER m1 ;
        RECT 0 0 1 1 ;
    END
  END D
END LATCH
)";

Lef lef_of(const std::string& text) {
  const util::TemporaryFolder folder(std::filesystem::temp_directory_path());
  util::write_file_atomic(folder.path() / "a.lef", text);
  return read_lef(folder.path() / "a.lef");
}

std::string with(const std::string& from, const std::string& to) {
  std::string text = kText;
  return text.replace(text.find(from), from.size(), to);
}

TEST(LefFile, HasSizesOfCellsAndCapacitancesOfWires) {
  const Lef lef = lef_of(kText);
  ASSERT_EQ(lef.macros.size(), 1U);
  EXPECT_NEAR(lef.macros.at("LATCH").area_um2(), 56, 1e-9);
  ASSERT_EQ(lef.routing.size(), 3U);
  EXPECT_NEAR(lef.routing[0].pf_um(), 0.5 * 2e-5 + 2 * 5e-5, 1e-12);
  EXPECT_NEAR(lef.wire_pf_um(), (11e-5 + 5e-5 + 2e-5) / 3, 1e-12);
}

TEST(LefFile, ThatIsWrongIsRefusedWithFileAndLine) {
  const auto refused = [](const std::string& text, const char* message) {
    EXPECT_THAT([&] { (void)lef_of(text).wire_pf_um(); }, ThrowsMessage<InputError>(HasSubstr(message)));
  };
  refused(with("WIDTH 0.5", "WIDTH wide"), "a.lef:11: WIDTH: expected a number of 0 or more, found 'wide'");
  refused(with("SIZE 5.6", "SIZE -5"), "a.lef:32: SIZE: expected a number of 0 or more, found '-5'");
  refused(with("SIZE 5.6 BY", "SIZE 5.6 X"), "a.lef:32: expected SIZE WIDTH BY HEIGHT, found 'SIZE 5.6 X 10'");
  refused(with("END LATCH", ""), "a.lef:30: expected END LATCH before the file's end");
  refused(with("  EDGECAPACITANCE 1e-5 ;\n", ""), "layer m3: expected a capacitance");
  refused("", "expected 3 layers of wires, found 0");
}

}  // namespace
}  // namespace lmulsim::gates
