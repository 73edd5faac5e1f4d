// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Multipliers that look significands up, on every pair of operands. What is expected is written down again here: words,
// tables and the bus from their definitions, with nothing of src/arith.
#include <Vlookup_bench.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arith/names.hpp"
#include "bench.hpp"
#include "rtl/lookup_table.hpp"
#include "util/error.hpp"

namespace lmulsim::rtl_test {
namespace {

using boost::multiprecision::cpp_int;

/// A format as the bench says it: a logarithm, or a float with or without infinities.
struct Word {
  bool log;
  int exp_bits;
  int man_bits;
  bool infinities = false;
};

enum class Kind : std::uint8_t { antilog, cmean, mitchell };

struct Config {
  Kind kind;
  Word a;
  Word b;
  int bits;       ///< behind the point of a significand
  int exp_field;  ///< bits of the exponent on the bus
  bool signed_field = false;
  bool daz = false;
};

constexpr Word kLog43{true, 4, 3};
constexpr Word kLog34{true, 3, 4};
constexpr Word kLog16{true, 1, 6};
constexpr Word kLog61{true, 6, 1};
constexpr Word kLog33{true, 3, 3};
constexpr Word kE4m3{false, 4, 3};
constexpr Word kE5m2{false, 5, 2, true};
constexpr Word kE2m5{false, 2, 5, true};
constexpr Word kE3m4{false, 3, 4, true};

/// In the order of lookup_bench.sv.
constexpr std::array<Config, 14> kConfigs{{
    {Kind::antilog, kLog43, kLog43, 5, 5},
    {Kind::antilog, kLog34, kLog34, 5, 4},
    {Kind::antilog, kLog34, kLog34, 6, 4},
    {Kind::antilog, kLog43, kLog34, 4, 5},
    {Kind::antilog, kLog16, kLog16, 1, 3},
    {Kind::antilog, kLog61, kLog61, 16, 7},
    {Kind::cmean, kE4m3, kE4m3, 5, 5, false, true},
    {Kind::cmean, kE4m3, kE4m3, 5, 6, true},
    {Kind::cmean, kE5m2, kE4m3, 6, 6, false, true},
    {Kind::cmean, kE2m5, kE2m5, 2, 5, true},
    {Kind::cmean, kE3m4, kE3m4, 4, 4, false, true},
    {Kind::mitchell, kLog43, kLog43, 3, 5},
    {Kind::mitchell, kLog34, kLog43, 4, 5},
    {Kind::antilog, kLog33, kLog33, 5, 4},
}};

int bias(const Word& w) {
  return (1 << (w.exp_bits - 1)) - (w.log ? 0 : 1);
}

/// What a word or a product is: (-1)^negative * significand * 2^exponent, unless it has another class.
struct Value {
  char cls = 'f';  ///< finite, zero, infinity, NaN
  bool negative = false;
  int exponent = 0;
  std::uint64_t significand = 0;

  /// The significand odd, so that == compares values; what has no value has none.
  [[nodiscard]] Value plain() const {
    Value v = *this;
    if (cls != 'f') {
      return {cls, cls != 'n' && negative, 0, 0};
    }
    for (; v.significand % 2 == 0; v.significand /= 2) {
      ++v.exponent;
    }
    return v;
  }
  friend bool operator==(const Value&, const Value&) = default;
};

/// An operand: its exponent, and its fraction in units of 2^-man_bits: of a logarithm behind the point, of a float
/// behind the leading one.
Value operand(const Word& w, bool daz, std::uint32_t code) {
  const std::uint32_t one = 1U << w.man_bits;
  const std::uint32_t mag = code & ((one << w.exp_bits) - 1);
  const bool negative = ((code >> (w.exp_bits + w.man_bits)) & 1U) != 0;
  if (w.log) {
    return mag == 0 ? Value{negative ? 'n' : 'z'}
                    : Value{'f', negative, static_cast<int>(mag / one) - bias(w), mag % one};
  }
  const auto field = static_cast<int>(mag / one);
  std::uint32_t fraction = mag % one;
  const bool all_ones = field == (1 << w.exp_bits) - 1;
  if (all_ones && (w.infinities || fraction == one - 1)) {
    return {w.infinities && fraction == 0 ? 'i' : 'n', negative};
  }
  if (field > 0) {
    return {'f', negative, field - bias(w), fraction};
  }
  if (fraction == 0 || daz) {
    return {'z', negative};
  }
  int exponent = 1 - bias(w);
  for (; fraction < one; fraction *= 2) {
    --exponent;
  }
  return {'f', negative, exponent, fraction - one};
}

/// 2^(fraction / 2^man_bits), rounded to `bits` bits behind the point: the n for which (2n - 1) / 2^(bits + 1) is not
/// above it and (2n + 1) / 2^(bits + 1) is.
std::uint64_t power(int man_bits, int bits, std::uint64_t fraction) {
  const auto root = static_cast<unsigned>(1 << man_bits);
  const cpp_int target = cpp_int(1) << (root * static_cast<unsigned>(bits + 1) + static_cast<unsigned>(fraction));
  std::uint64_t n = std::uint64_t{1} << bits;
  for (std::uint64_t step = n; step > 0; step /= 2) {
    n += boost::multiprecision::pow(cpp_int(2 * (n + step) - 1), root) <= target ? step : 0;
  }
  return n;
}

/// The mean significand of the products of mantissas with a sum, to `bits` bits behind the point in [1, 2): half to
/// even where it is a product itself.
std::uint64_t mean(int man_bits, int bits, int sum) {
  const int one = 1 << man_bits;
  long double weights = 0;
  long double products = 0;
  bool same = true;
  int first = 0;
  for (int i = std::max(0, sum - one + 1); i <= std::min(sum, one - 1); ++i) {
    const int product = (one + i) * (one + sum - i);
    const auto log = [one](int k) { return std::log2(1 + 1.0L / static_cast<long double>(one + k)); };
    weights += log(i) * log(sum - i);
    products += log(i) * log(sum - i) * static_cast<long double>(product);
    same = same && (first == 0 || first == product);
    first = product;
  }
  const long double whole =
      (same ? static_cast<long double>(first) : products / weights) / static_cast<long double>(one * one);
  const int octave = whole >= 2 ? 1 : 0;
  return static_cast<std::uint64_t>(std::rint(std::ldexp(whole, bits - octave))) << octave;
}

/// The significands by index, in units of 2^-bits.
std::vector<std::uint64_t> table(const Config& c) {
  const int man_bits = std::max(c.a.man_bits, c.b.man_bits);
  std::vector<std::uint64_t> all;
  for (int i = 0; i < 2 << man_bits; ++i) {
    const int fraction = i % (1 << man_bits);
    switch (c.kind) {
      case Kind::antilog:
        all.push_back(power(man_bits, c.bits, static_cast<std::uint64_t>(fraction)) << (i >> man_bits));
        break;
      case Kind::mitchell:
        all.push_back(static_cast<std::uint64_t>((1 << man_bits) + fraction) << (i >> man_bits));
        break;
      case Kind::cmean:
        all.push_back(i < (2 << man_bits) - 1 ? mean(man_bits, c.bits, i) : 0);
        break;
    }
  }
  return all;
}

struct Expected {
  Config config;
  std::vector<std::uint64_t> significands;

  [[nodiscard]] Value product(std::uint32_t a, std::uint32_t b) const {
    const Config& c = config;
    const Value x = operand(c.a, c.daz, a);
    const Value y = operand(c.b, c.daz, b);
    const bool negative = x.negative != y.negative;
    if (x.cls == 'n' || y.cls == 'n' || (x.cls == 'i' && y.cls == 'z') || (x.cls == 'z' && y.cls == 'i')) {
      return {'n'};
    }
    if (x.cls != 'f' || y.cls != 'f') {
      const bool infinite = x.cls == 'i' || y.cls == 'i';
      return {infinite ? 'i' : 'z', negative && (infinite || !c.a.log)};
    }
    const int man_bits = std::max(c.a.man_bits, c.b.man_bits);
    const std::uint64_t index =
        (x.significand << (man_bits - c.a.man_bits)) + (y.significand << (man_bits - c.b.man_bits));
    return {'f', negative, x.exponent + y.exponent - c.bits, significands[index]};
  }
};

std::vector<Expected> right() {
  std::vector<Expected> all;
  for (const Config& c : kConfigs) {
    all.push_back({c, table(c)});
  }
  return all;
}

/// The value on the bus {nan, inf, zero, sign, exponent, significand}; nothing when two flags are set or a finite
/// product has no leading one.
std::optional<Value> on_bus(const Config& c, std::uint64_t bus) {
  const std::uint64_t significand = bus & ((std::uint64_t{2} << c.bits) - 1);
  const std::uint64_t field = (bus >> (c.bits + 1)) & ((std::uint64_t{1} << c.exp_field) - 1);
  const std::uint64_t flags = bus >> (c.bits + 1 + c.exp_field);
  const bool negative = (flags & 1U) != 0;
  const bool below_zero = c.signed_field && (field >> (c.exp_field - 2)) == 3;
  const int exponent = static_cast<int>(field) - (below_zero ? 1 << c.exp_field : 0) - bias(c.a) - bias(c.b) - c.bits;
  switch (flags >> 1) {
    case 0:
      return (significand >> c.bits) == 1 ? std::optional(Value{'f', negative, exponent, significand}) : std::nullopt;
    case 1:
      return Value{'z', negative};
    case 2:
      return Value{'i', negative};
    case 4:
      return Value{'n'};
    default:
      return std::nullopt;
  }
}

std::uint32_t code(const Word& w, std::uint32_t bits) {
  return bits & ((2U << (w.exp_bits + w.man_bits)) - 1);
}

std::vector<Mismatches> all_pairs(const std::vector<Expected>& expected) {
  Bench<Vlookup_bench> bench;
  std::vector<Mismatches> found(expected.size());
  for (std::uint32_t pair = 0; pair < 65536; ++pair) {
    bench->a_i = static_cast<std::uint8_t>(pair >> 8);
    bench->b_i = static_cast<std::uint8_t>(pair);
    bench->eval();
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const Config& c = expected[i].config;
      const std::uint32_t a = code(c.a, pair >> 8);
      const std::uint32_t b = code(c.b, pair & 0xFFU);
      const std::uint64_t bus = word64(bench->prod_o, i);
      const std::optional<Value> product = on_bus(c, bus);
      ++found[i].compared;
      if (product && product->plain() == expected[i].product(a, b).plain()) {
        continue;
      }
      if (++found[i].wrong == 1) {
        found[i].first = fmt::format("configuration {}: 0x{:02x} * 0x{:02x} gives bus 0x{:x}", i, a, b, bus);
      }
    }
  }
  return found;
}

TEST(LookupMultiplier, EveryPairOfOperands) {
  for (const Mismatches& found : all_pairs(right())) {
    EXPECT_EQ(found.wrong, 0) << found.first;
    EXPECT_EQ(found.compared, 65536);
  }
}

// The normative tables, by hand.
TEST(LookupMultiplier, ExpectsTheTablesOfTheDefinition) {
  using Table = std::vector<std::uint64_t>;
  const std::vector<Expected> all = right();
  const auto first = [&](std::size_t config, std::size_t count) {
    const Table& t = all[config].significands;
    return Table(t.begin(), t.begin() + static_cast<std::ptrdiff_t>(count));
  };
  EXPECT_EQ(first(0, 8), (Table{32, 35, 38, 41, 45, 49, 54, 59}));
  EXPECT_EQ(first(1, 16), (Table{32, 33, 35, 36, 38, 40, 41, 43, 45, 47, 49, 52, 54, 56, 59, 61}));
  EXPECT_EQ(first(2, 16), (Table{64, 67, 70, 73, 76, 79, 83, 87, 91, 95, 99, 103, 108, 112, 117, 123}));
  EXPECT_EQ(first(6, 15), (Table{32, 36, 40, 44, 49, 54, 58, 63, 70, 76, 84, 90, 98, 104, 112}));
}

/// A word of 128 bits: the bits behind the leading ones, the first entry lowest.
rtl::LookupTable packed(const Config& c) {
  const std::size_t entries =
      c.kind == Kind::cmean ? (std::size_t{2} << c.a.man_bits) - 1 : std::size_t{1} << c.a.man_bits;
  const std::vector<std::uint64_t> significands = table(c);
  cpp_int word = 0;
  for (std::size_t i = entries; i-- > 0;) {
    std::uint64_t entry = significands[i];
    while ((entry >> c.bits) > 1) {
      entry /= 2;
    }
    word = (word << c.bits) + (entry - (std::uint64_t{1} << c.bits));
  }
  rtl::LookupTable words{};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const cpp_int part = (word >> (32 * i)) & 0xFFFFFFFFU;
    words[i] = part.convert_to<std::uint32_t>();
  }
  return words;
}

// Of every length and mantissa that fits, whose octaves follow from the entries; the others are refused.
TEST(LookupTable, IsPackedAsTheDefinitionSays) {
  struct Family {
    Kind kind;
    const char* word;
    std::array<const char*, 6> formats;  ///< by mantissa bits, from 1
  };
  const std::array<Family, 2> families{
      {{Kind::antilog, "antilog", {"log61", "log52", "log43", "log34", "log25", "log16"}},
       {Kind::cmean, "cmean", {"e6m1", "e5m2", "e4m3", "e3m4", "e2m5", "e2m5"}}}};
  int compared = 0;
  for (const Family& family : families) {
    for (int man_bits = 1; man_bits <= (family.kind == Kind::cmean ? 5 : 6); ++man_bits) {
      const arith::Format format = arith::parse_format(family.formats[static_cast<std::size_t>(man_bits) - 1]);
      for (int bits = 1; bits <= 16; ++bits) {
        const auto spec = arith::parse_multiplier(fmt::format("{}:{}", family.word, bits));
        const int entries = family.kind == Kind::cmean ? (2 << man_bits) - 1 : 1 << man_bits;
        if (entries * bits > 128) {
          EXPECT_THROW((void)rtl::lookup_table(spec, format, format), InputError);
          continue;
        }
        const Word word{family.kind == Kind::antilog, 7 - man_bits, man_bits};
        EXPECT_EQ(rtl::lookup_table(spec, format, format), packed({family.kind, word, word, bits, 0}))
            << family.word << ':' << bits << ' ' << arith::info(format).name;
        ++compared;
      }
    }
  }
  EXPECT_EQ(compared, (16 + 16 + 16 + 8 + 4 + 2) + (16 + 16 + 8 + 4 + 2));
}

TEST(LookupTable, OfOtherMultipliersIsEmpty) {
  EXPECT_EQ(rtl::lookup_table({}, arith::Format::e4m3, arith::Format::e4m3), rtl::LookupTable{});
}

/// How many products of each configuration differ from a reference with a bug.
std::vector<std::int64_t> found_with(const std::function<void(Expected&)>& bug) {
  std::vector<Expected> wrong = right();
  for (Expected& e : wrong) {
    bug(e);
  }
  std::vector<std::int64_t> counts;
  for (const Mismatches& found : all_pairs(wrong)) {
    counts.push_back(found.wrong);
  }
  return counts;
}

TEST(PlantedBug, AWrongEntryOfATableIsFound) {
  for (const std::int64_t wrong : found_with([](Expected& e) { ++e.significands[e.significands.size() / 2 - 1]; })) {
    EXPECT_GT(wrong, 50);
  }
}

TEST(PlantedBug, AnEntryOfTheNextOctaveIsFound) {
  // As if what is rounded up to a power of two stayed in its octave; that of the middle is one without rounding.
  const auto wrong = found_with([](Expected& e) {
    for (std::size_t i = 1; i < e.significands.size(); ++i) {
      std::uint64_t& s = e.significands[i];
      const bool power_of_two = (s & (s - 1)) == 0 && s > std::uint64_t{1} << e.config.bits;
      s = power_of_two && i != e.significands.size() / 2 ? s / 2 : s;
    }
  });
  EXPECT_GT(wrong[4], 1000);
  EXPECT_GT(wrong[9], 100);
  EXPECT_EQ(wrong[0] + wrong[1] + wrong[2] + wrong[6], 0) << "none of theirs is";
}

TEST(PlantedBug, SubnormalsThatAreNotFlushedAreFound) {
  const auto wrong = found_with([](Expected& e) { e.config.daz = false; });
  for (const std::size_t i : {6U, 8U, 10U}) {
    EXPECT_GT(wrong[i], 1000) << i;
  }
}

}  // namespace
}  // namespace lmulsim::rtl_test
