// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Every way a liberty file can be wrong, and what the message says about it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <ostream>
#include <regex>

#include "tiny.hpp"

namespace lmulsim::gates {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using testing::error_of;
using ::testing::HasSubstr;
using testing::tiny_with;

struct Case {
  const char* from;
  const char* to;
  const char* message;  ///< a fragment
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << '\'' << c.from << "' -> '" << c.to << '\'';
}

class MalformedLiberty : public ::testing::TestWithParam<Case> {};

TEST_P(MalformedLiberty, IsRefusedWithAMessageThatNamesThePlaceAndTheFault) {
  EXPECT_THAT(error_of({tiny_with(GetParam().from, GetParam().to)}),
              AllOf(HasSubstr("/a.lib:"), HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Syntax, MalformedLiberty,
    ::testing::Values(
        Case{"nom_voltage : 1.0;", "nom_voltage : ;", ":15: expected a value after 'nom_voltage :', found ';'"},
        Case{"define (mark, cell, string);", "define (mark, cell, string;", ":14: expected ')' that closes 'define('"},
        Case{"area : 10;", "area = 10;", ":53: expected '(' after 'area', found '='"},
        Case{"area : 10;", "\"area\" : 10;", "expected an attribute or group of 'cell', found the text 'area'"},
        Case{"area : 10;", "} area : 10;", ":103: expected the end of the file after the library, found 'cell'"},
        Case{"a user's attribute\"", "a user's attribute", ":55: the text that begins here is not closed"},
        Case{"// k = 2", "/* k = 2", ":103: the comment that begins here is not closed"},
        Case{"mark :", "ma\x01rk :", ":55: byte 0x01: not a liberty text"},
        Case{"attribute\"", "attr\x02ibute\"", ":55: byte 0x02 inside a text"},
        Case{"library (tiny)", "librar (tiny)", ":6: not liberty: expected 'library (NAME) {', found 'librar'"}));

INSTANTIATE_TEST_SUITE_P(
    Values, MalformedLiberty,
    ::testing::Values(
        Case{"capacitance : 10;", "capacitance : -10;", ":58: capacitance: negative (-10)"},
        Case{"capacitance : 10;", "capacitance : NaN;", ":58: capacitance: expected a number, found 'NaN'"},
        Case{"capacitance : 10;", "capacitance : inf;", "capacitance: expected a number, found 'inf'"},
        Case{"capacitance : 10;", "capacitance : ten;", "capacitance: expected a number, found 'ten'"},
        Case{"capacitance : 10;", "capacitance : 1e999;", "capacitance: expected a number, found '1e999'"},
        Case{"area : 10;", "area : -1;", ":53: area: negative (-1)"},
        Case{"time_unit : \"1ps\"", "time_unit : \"1pf\"", "time_unit: expected a unit such as '1ns', found '1pf'"},
        Case{"time_unit : \"1ps\"", "time_unit : \"0ps\"", "time_unit: expected a positive unit, found '0ps'"},
        Case{"(1, ff)", "(1, fs)", "capacitive_load_unit: expected a unit such as '1nf', found '1fs'"},
        Case{"capacitive_load_unit (1, ff);", "", ":6: expected capacitive_load_unit (NUMBER, UNIT)"},
        Case{"voltage : 1.1", "voltage : 0", "expected a positive nom_voltage or operating condition's voltage"},
        Case{"direction : input", "direction : inward", "pin 'A': expected direction input, output, inout or internal"},
        Case{"direction : input;", "", "pin 'A': expected direction input"},
        Case{"\"60, 260\"", "\"60, 260, 1\"", "table 'cell_rise' has 5 values, expected 2 x 2"},
        Case{"\"60, 260\"", "\"60, x\"", "values: expected a number, found 'x'"},
        Case{"cell_rise (by_slew)", "cell_rise (by_mood)", "cell_rise: unknown template 'by_mood'"},
        Case{"index_1 (\"100, 500\")", "index_1 (\"500, 100\")", ":27: index_1: expected ascending numbers"},
        Case{"input_net_transition", "normalized_voltage", "tables over 'normalized_voltage' are not supported"},
        Case{"function : \"A'\"", "function : \"X'\"", "function 'X'': unknown pin 'X'"},
        Case{"related_pin : \"A\"", "related_pin : \"Z\"", "cell 'INV': related_pin: unknown pin 'Z'"},
        Case{"negative_unate", "negative", "timing_sense: expected positive_unate, negative_unate or non_unate"},
        Case{"next_state : \"D\";", "", "expected clocked_on and next_state in the flip-flop"},
        Case{"cell (NAND2)", "cell (INV)", ":103: a second cell 'INV', first in "},
        Case{"cell (INV)", "cell ()", ":52: expected cell (NAME)"},
        Case{"pin (B)", "pin (A)", "cell 'NAND2': a second pin 'A'"}));

TEST(MalformedLiberty, IsRefusedWhereverItIsCutShort) {
  const std::string text = util::read_file(testing::tiny_file());
  for (std::size_t length = 0; length + 2 < text.size(); length += 97) {
    EXPECT_NE(error_of({text.substr(0, length)}), "") << length;
  }
}

TEST(MalformedLiberty, NamesTheGroupInWhichAFileEnds) {
  const std::string text = util::read_file(testing::tiny_file());
  EXPECT_THAT(error_of({text.substr(0, text.find("cell_fall (by_slew)"))}),
              HasSubstr("the file ends inside 'timing()' of line 64: truncated"));
}

TEST(MalformedLiberty, IsRefusedWhenAPieceInTheMiddleIsMissing) {
  const std::string text = util::read_file(testing::tiny_file());
  const std::size_t from = text.find("cell_fall (by_slew)");
  const std::string torn = text.substr(0, from) + text.substr(text.find("area : 20"));
  EXPECT_THAT(error_of({torn}), HasSubstr("/a.lib:"));
}

TEST(MalformedLiberty, IsRefusedWithSomethingAfterTheLibrary) {
  EXPECT_THAT(error_of({util::read_file(testing::tiny_file()) + "}"}),
              HasSubstr("expected the end of the file after the library, found '}'"));
}

TEST(MalformedLiberty, IsNoJsonAndNoBinary) {
  EXPECT_THAT(error_of({R"({"library": {"cells": []}})"}),
              HasSubstr(":1: not liberty: expected 'library (NAME) {', found '{'"));
  EXPECT_THAT(error_of({std::string("\x7f"
                                    "ELF\x02\x01\x01\x00",
                                    8)}),
              HasSubstr(":1: byte 0x7f: not a liberty text"));
}

TEST(MalformedLiberty, IsNoEmptyFileFolderOrMissingFile) {
  EXPECT_THAT(error_of({""}), EndsWith("a.lib: empty file, expected a liberty library"));
  EXPECT_THAT(error_of({" \n /* nothing */ \n"}), HasSubstr("found the end of the file"));
  EXPECT_THROW((void)read_library({"/nowhere/x.lib"}), InputError);
  EXPECT_THROW((void)read_library({std::filesystem::temp_directory_path().string()}), InputError);
  EXPECT_THROW((void)read_library({}), InputError);
}

TEST(MalformedLiberty, DoesNotExhaustTheStack) {
  std::string deep;
  for (int i = 0; i < 1'000'000; ++i) {
    deep += "library (a) {";
  }
  EXPECT_THAT(error_of({deep}), HasSubstr("groups nested deeper than 32"));
}

TEST(MalformedLiberty, NeedsPowerTables) {
  const std::string text =
      std::regex_replace(util::read_file(testing::tiny_file()), std::regex("internal_power"), "other_power");
  EXPECT_THAT(error_of({text}), EndsWith("a.lib: no cell has internal_power tables; energy cannot be computed"));
}

TEST(MalformedLiberty, NeedsAFlipFlop) {
  const std::string text = util::read_file(testing::tiny_file());
  EXPECT_THAT(error_of({text.substr(0, text.find("  cell (DFF)")) + "}"}),
              EndsWith("a.lib: no flip-flop that synthesis can use"));
}

TEST(MalformedLiberty, NeedsCells) {
  const std::string text = util::read_file(testing::tiny_file());
  EXPECT_THAT(error_of({text.substr(0, text.find("  cell (INV)")) + "}"}), EndsWith("a.lib: the library has no cells"));
}

TEST(MalformedLiberty, IsAFileOfOtherUnitsVoltageOrThresholds) {
  const std::string text = util::read_file(testing::tiny_file());
  const auto second = [&](std::string_view from, std::string_view to) {
    const std::string other = tiny_with(from, to);
    return error_of({text, other.substr(0, other.find("  cell (INV)")) + "}"});
  };
  EXPECT_EQ(second("tiny", "tiny"), "");
  EXPECT_THAT(second("\"1ps\"", "\"1ns\""), HasSubstr("b.lib:6: units differ from those of "));
  EXPECT_THAT(second("(1, ff)", "(2, ff)"), HasSubstr("units differ"));
  EXPECT_THAT(second("voltage : 1.1", "voltage : 1.2"), HasSubstr("voltage or temperature differ"));
  EXPECT_THAT(second("threshold_pct_rise : 10", "threshold_pct_rise : 20"), HasSubstr("slew thresholds differ"));
}

TEST(MalformedLiberty, HasACellThatAnEarlierFileHas) {
  const std::string text = util::read_file(testing::tiny_file());
  EXPECT_THAT(error_of({text, text}), AllOf(HasSubstr("b.lib:52: a second cell 'INV'"), HasSubstr("a.lib:52")));
}

std::string gzip(std::string text) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

TEST(CompressedLiberty, IsReadWhateverItsName) {
  const std::string text = util::read_file(testing::tiny_file());
  EXPECT_EQ(testing::library_of({gzip(text)}).sha256, testing::tiny_library().sha256);
}

TEST(CompressedLiberty, MayHaveSeveralMembers) {
  const std::string text = util::read_file(testing::tiny_file());
  const Library library = testing::library_of({gzip(text.substr(0, 5000)) + gzip(text.substr(5000))});
  EXPECT_EQ(library.sha256, testing::tiny_library().sha256);
}

TEST(CompressedLiberty, IsRefusedWhereverItIsCutShortOrDamaged) {
  const std::string packed = gzip(util::read_file(testing::tiny_file()));
  for (std::size_t length = 2; length < packed.size(); length += 50) {
    EXPECT_THAT(error_of({packed.substr(0, length)}), HasSubstr("a.lib: the gzip stream ends after")) << length;
  }
  std::string damaged = packed;
  damaged[damaged.size() - 6] = static_cast<char>(~damaged[damaged.size() - 6]);  // in the check sum
  EXPECT_THAT(error_of({damaged}), HasSubstr("a.lib: damaged gzip stream: incorrect data check"));
}

}  // namespace
}  // namespace lmulsim::gates
