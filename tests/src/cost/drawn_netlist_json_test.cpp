// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Netlists in technology files: written, read back, refused.
#include "cost/drawn_netlist_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "cost/gate_table_json.hpp"
#include "cost/technology.hpp"
#include "gates_file.hpp"
#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::cost {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

std::vector<DrawnNetlist> netlists() {
  return {{0, SizedFor::nothing, 100, 4.5, 0.25, 12, 0.5, {{Stimulus::gaussian, {1.5, 2}}}},
          {0, SizedFor::hard, 110, 3.5, 0.25, 13, 0.5, {{Stimulus::gaussian, {1.75, 2.5}}}},
          {17, SizedFor::relaxed, 90, 4, 0.25, 11, 0.375, {{Stimulus::gaussian, {1, 1.25}}}}};
}

std::vector<DrawnNetlist> read(const std::string& array) {
  const boost::json::value value = util::parse_json("{\"netlists\": " + array + "}", "t.json");
  util::JsonReader json(value, "t.json");
  return read_netlists(json, "netlists");
}

/// The units of tests/data/gates.json, with netlists.
GateTable drawn_table() {
  GateTable table = *load_technology(gates_file()).gates;
  table.drawn_recipes = {"0: strash; map", "17: strash; amap"};
  table.recipes.clear();
  table.operands_sha256 = std::string(64, 'b');
  for (auto& [name, unit] : table.units) {
    unit.recipe.clear();
    unit.elaborated = std::string(64, 'a');
    unit.targets = ClockTargets{6, 4.5};
    unit.netlists = netlists();
  }
  return table;
}

class SecondSchema : public ::testing::Test {
 protected:
  [[nodiscard]] GateTable read_file(const std::string& text) const {
    const std::filesystem::path file = folder_.path() / "t.json";
    util::write_file_atomic(file, text);
    return *load_technology(file.string()).gates;
  }

 private:
  util::TemporaryFolder folder_{std::filesystem::temp_directory_path()};
};

TEST(DrawnNetlists, AreReadBackAsTheyWereWritten) {
  EXPECT_EQ(read(write_netlists(netlists(), "  ")), netlists());
}

TEST(DrawnNetlists, EveryWayTheyCanBeWrongIsNamed) {
  struct Case {
    const char* from;
    const char* to;
    const char* message;
  };
  const Case cases[] = {
      {R"("recipe": 17)", R"("recipe": -1)", "t.json: netlists[2]: recipe"},
      {R"("point": "hard")", R"("point": "hart")", "t.json: netlists[1]: point"},
      {R"("point": "hard")", R"("point": "unsized")", "t.json: netlists: recipe 0 (unsized) is there twice"},
      {R"("area": 110, )", "", "t.json: netlists[1]: area"},
      {R"("delay": 3.5)", R"("delay": -3.5)", "t.json: netlists[1]: delay"},
      {R"({"gaussian": [1.75, 2.5]})", R"({"gausian": [1.75, 2.5]})", "netlists[1]: energy"},
      {"[1.75, 2.5]", "[1.75]",
       "recipe 0 (hard): expected as many batches of 'gaussian' as the first netlist has, found 1"},
      {"[1.75, 2.5]", "[1.75, -2.5]", "netlists[1]: energy: gaussian: expected numbers from 0"},
      {"[1.75, 2.5]", "[]", "netlists[1]: energy: gaussian: expected the energies of some batches, found none"},
      {R"("settled": 0.375)", R"("setled": 0.375)", "netlists[2]: settled"},
  };
  for (const Case& c : cases) {
    std::string text = write_netlists(netlists(), "");
    const std::size_t at = text.find(c.from);
    ASSERT_NE(at, std::string::npos) << c.from;
    text.replace(at, std::string(c.from).size(), c.to);
    EXPECT_THAT([&] { (void)read(text); }, ThrowsMessage<InputError>(HasSubstr(c.message))) << c.to;
  }
  EXPECT_THAT([] { (void)read("[]"); }, ThrowsMessage<InputError>(HasSubstr("expected some netlists, found none")));
}

TEST(DrawnNetlists, WithABrokenNumberAreNotWritten) {
  std::vector<DrawnNetlist> broken = netlists();
  broken[1].batch_pj[Stimulus::gaussian][0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW((void)write_netlists(broken, ""), CheckError);
}

TEST_F(SecondSchema, IsThatOfATableWithNetlists) {
  const std::string text = write_technology({"n", "s", ""}, drawn_table());
  EXPECT_THAT(text, HasSubstr(R"("schema": "lmulsim-technology/2")"));
  const GateTable again = read_file(text);
  EXPECT_EQ(again, drawn_table());
  EXPECT_EQ(again.units.at("register/8").drawn("register/8"), netlists());
}

TEST_F(SecondSchema, AsksForNetlistsAndTargetsOfEveryUnit) {
  const std::string text = write_technology({"n", "s", ""}, drawn_table());
  const auto without = [&](const std::string& from, const std::string& to) {
    std::string out = text;
    return out.replace(out.find(from), from.size(), to);
  };
  EXPECT_THAT([&] { (void)read_file(without("\"netlists\": [", "\"netlist\": [")); },
              ThrowsMessage<InputError>(HasSubstr("netlists")));
  EXPECT_THAT([&] { (void)read_file(without("\"relaxed\": 6, \"hard\": 4.5", "\"relaxed\": 4, \"hard\": 4.5")); },
              ThrowsMessage<InputError>(HasSubstr("targets: hard")));
  EXPECT_THAT([&] { (void)read_file(without("\"elaborated\": \"aa", "\"elaborated\": \"ax")); },
              ThrowsMessage<InputError>(HasSubstr("elaborated: expected 64 hexadecimal digits")));
  EXPECT_THAT([&] { (void)read_file(without("technology/2", "technology/1")); },
              ThrowsMessage<InputError>(HasSubstr("recipe")));
  EXPECT_THAT([&] { (void)read_file(without("\"0: strash; map\", \"17: strash; amap\"", "")); },
              ThrowsMessage<InputError>(HasSubstr("drawn_recipes: expected the recipes of the units' netlists")));
}

TEST_F(SecondSchema, IsNotWrittenWhenOneUnitHasNoNetlists) {
  GateTable table = drawn_table();
  table.units.at("register/8").netlists.clear();
  EXPECT_THAT(
      [&] {
        (void)write_technology({"n", "s", ""}, table);
      },
      ThrowsMessage<CheckError>(HasSubstr("unit 'register/8': netlists, targets and drawn recipes belong together")));
}

TEST(FirstSchema, IsReadAndSaysThatItCannotBePaired) {
  const GateTable table = *load_technology(gates_file()).gates;
  EXPECT_FALSE(table.has_netlists());
  EXPECT_THAT([&] { (void)table.units.at("register/8").drawn("register/8"); },
              ThrowsMessage<InputError>(HasSubstr("unit 'register/8': no netlists, so that it cannot be paired")));
}

}  // namespace
}  // namespace lmulsim::cost
