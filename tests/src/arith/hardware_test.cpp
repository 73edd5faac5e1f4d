// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The table of hardware: its words, codes and messages; a choice that is not in it is refused.
#include "arith/hardware.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "arith/names.hpp"
#include "arith/product.hpp"

namespace lmulsim::arith {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

enum class Three : std::uint8_t { a, b, c };
struct ThreeRow {
  Three key;
};
inline constexpr std::array<ThreeRow, 3> kWhole{{{Three::a}, {Three::b}, {Three::c}}};
inline constexpr std::array<ThreeRow, 2> kShort{{{Three::a}, {Three::b}}};
inline constexpr std::array<ThreeRow, 3> kTwice{{{Three::a}, {Three::b}, {Three::b}}};

TEST(HardwareTable, ARowTooFewOrOutOfPlaceDoesNotCompile) {
  static_assert(util::has_a_row_each<kWhole>(&ThreeRow::key));
  static_assert(!util::has_a_row_each<kShort>(&ThreeRow::key));
  static_assert(!util::has_a_row_each<kTwice>(&ThreeRow::key));
  EXPECT_TRUE(util::is_enumerator<Three::c>());
  EXPECT_FALSE(util::is_enumerator<static_cast<Three>(3)>());
}

template <class Rows>
void expect_codes_once(const Rows& rows) {
  std::set<int> codes;
  std::size_t built = 0;
  for (const auto& row : rows) {
    if (row.rtl) {
      codes.insert(*row.rtl);
      ++built;
    }
  }
  EXPECT_EQ(codes.size(), built);
}

TEST(HardwareTable, NoCodeStandsForTwo) {
  expect_codes_once(kFormatRows);
  expect_codes_once(kMultiplierRows);
  expect_codes_once(kAccumulatorRows);
}

TEST(HardwareTable, WordsAreReadBackAsTheyWereWritten) {
  for (const MultiplierWord& row : kMultiplierWords) {
    if (row.has_file()) {
      continue;  // table_test.cpp
    }
    const std::string word = row.has_number() ? std::string(row.stem()) + "5" : std::string(row.word);
    const MultiplierSpec spec = parse_multiplier(word);
    EXPECT_EQ(spec.kind, row.kind) << word;
    EXPECT_EQ(spec.subnormals, hardware(row.kind).subnormals) << word;
    EXPECT_EQ(multiplier_name(spec), word);
  }
  const auto numbered = [](const AccumulatorRow& row) {
    std::string word;
    for (const char c : row.word) {
      word += c >= 'A' && c <= 'Z' ? "9" : std::string(1, c);
    }
    return word;
  };
  for (const AccumulatorRow& row : kAccumulatorRows) {
    for (const std::string& word : {numbered(row), numbered(row) + "/32"}) {
      EXPECT_EQ(parse_accumulator(word).kind, row.kind);
      EXPECT_EQ(accumulator_name(parse_accumulator(word)), word);
    }
  }
}

TEST(HardwareTable, IntegersHaveAnAccumulatorOfTheirOwn) {
  EXPECT_THAT(built_accumulators(Operands::integers), ElementsAre(AccumulatorKind::int32, AccumulatorKind::int_group));
  EXPECT_THAT(built_multipliers(Operands::integers), ElementsAre(MultiplierKind::exact));
  EXPECT_THAT(built_formats(Operands::integers), ElementsAre(Format::int8));
}

// Sixteen bits, a sign, exponents of 2 to 8 bits and a mantissa, with a word of NaN; fp32 does not hold eEmMfn of 8.
TEST(HardwareTable, HasEveryFloatOfUpToSixteenBits) {
  std::size_t built = 0;
  for (const Format format : built_families()) {
    const FormatInfo& f = info(format);
    EXPECT_TRUE(f.is_floating() && f.width() <= 16) << f.name;
    built += f.specials == Specials::ieee ? 1 : 0;
  }
  // By exponents 2 to 8; e4m3, e5m2, fp16 and bf16 have codes of their own, e2m1, e2m3 and e3m2 no word for NaN.
  EXPECT_EQ(built, 11U + 11 + 10 + 8 + 9 + 8 + 6);
  EXPECT_EQ(hardware(*format_from_name("e5m6")).rtl, 4096 + 5 * 16 + 6);
  EXPECT_EQ(hardware(*format_from_name("e3m4fn")).rtl, 4096 + 256 + 3 * 16 + 4);
  EXPECT_EQ(hardware(Format::e3m4).rtl, 4096 + 3 * 16 + 4);
  EXPECT_EQ(hardware(Format::e2m1).rtl, std::nullopt) << "no word for NaN";
  EXPECT_EQ(hardware(*format_from_name("log34")).rtl, 4096 + 512 + 3 * 16 + 4);
  EXPECT_EQ(built_logs().size(), 21U) << "at most 8 bits";
}

TEST(HardwareTable, ReferenceOnlyIsSaidWithTheWordsOfHardware) {
  std::string built;
  for (const MultiplierWord& row : kMultiplierWords) {
    built += hardware(row.kind).rtl ? (built.empty() ? "" : ", ") + std::string(row.word) : "";
  }
  EXPECT_THAT(built, ::testing::StartsWith("exact, lmul, mitchell, adder:D"));
  EXPECT_EQ(no_hardware(parse_multiplier("lmul-real")),
            "multiplier 'lmul-real' is reference only, no hardware has it; expected one of " + built);
  EXPECT_EQ(no_hardware(Format::fp32),
            "format 'fp32' is reference only, no hardware has it; expected one of e4m3, e5m2, bf16, fp16, int8, "
            "eEmM, eEmMfn, logEF");
  EXPECT_EQ(no_hardware(parse_accumulator("aligned-13")),
            "accumulator 'aligned-13' is reference only, no hardware has it; expected one of fp32, bf16, fixed, int32, "
            "fixW.L, groupG-F, groupG/int32");
  EXPECT_EQ(
      no_hardware(Format::e2m1),
      "format 'e2m1' is the fast engine's only, neither SystemC nor RTL has it; expected one of e4m3, e5m2, bf16, "
      "fp16, int8, eEmM, eEmMfn, logEF");
  MultiplierSpec table = parse_multiplier("cmean:5");
  table.kind = MultiplierKind::table;
  EXPECT_EQ(no_hardware(table),
            "multiplier 'table:?' is the fast engine's only, neither SystemC nor RTL has it; expected one of " + built);
  EXPECT_NO_THROW(require_engine(parse_multiplier("antilog:5"), ""));
  EXPECT_NO_THROW(require_engine(*format_from_name("e5m6"), ""));
  EXPECT_THROW(require_engine(parse_multiplier("lmul-real"), ""), InputError);
  EXPECT_THROW(require_engine(Format::fp32, ""), InputError);
  EXPECT_EQ(no_hardware(parse_multiplier("lmul")), "multiplier 'lmul' has no cell here");
}

TEST(HardwareTable, LookupsStandBesideTheMultipliersWithoutATable) {
  EXPECT_THAT(built_lookups(), ElementsAre(MultiplierKind::antilog, MultiplierKind::cmean));
  EXPECT_THAT(built_multipliers(Operands::floats), ::testing::Not(::testing::Contains(MultiplierKind::cmean)));
  EXPECT_THAT(built_multipliers(Operands::both), ::testing::Not(::testing::Contains(MultiplierKind::antilog)));
}

TEST(HardwareTable, WholeProductsOfLogarithmsAndLongTablesAreRefused) {
  const auto refused = [](const char* multiplier, const char* a, const char* b, const char* message) {
    EXPECT_THAT(
        [&] { require_product_hardware(parse_multiplier(multiplier), parse_format(a), parse_format(b), "here"); },
        ThrowsMessage<InputError>(HasSubstr(message)))
        << multiplier;
  };
  refused("exact", "log34", "log43", "here: multiplier exact of log34 and log43: no hardware has whole products");
  refused("antilog:9", "log43", "log34", "found 16 entries of 9 bits; T of at most 8");
  refused("cmean:9", "e4m3", "e5m2", "found 15 entries of 9 bits; T of at most 8");
  refused("lmul-real", "e4m3", "e4m3", "reference only");
  for (const auto& [multiplier, format] : {std::pair{"antilog:8", "log34"},
                                           {"antilog:16", "log43"},
                                           {"antilog:2", "log16"},
                                           {"cmean:8", "e4m3"},
                                           {"mitchell", "log34"},
                                           {"exact", "e4m3"}}) {
    EXPECT_NO_THROW(
        require_product_hardware(parse_multiplier(multiplier), parse_format(format), parse_format(format), ""))
        << multiplier;
  }
}

TEST(PlantedBug, AMultiplierOutsideTheTableIsRefused) {
  const MultiplierSpec planted{.kind = static_cast<MultiplierKind>(77)};
  const auto refuses = [](const auto& call) {
    EXPECT_THAT(call, ThrowsMessage<InputError>(HasSubstr("multiplier number 77: not in the table of hardware")));
  };
  refuses([&] { require_hardware(planted, "sample.yaml:4: pe.multiplier"); });
  refuses([&] { (void)significand_bits(planted.kind, Format::e4m3, Format::e4m3); });
  refuses([&] { (void)multiply(planted, Format::e4m3, 0x38, Format::e4m3, 0x38); });
}

}  // namespace
}  // namespace lmulsim::arith
