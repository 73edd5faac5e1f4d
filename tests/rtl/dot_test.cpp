// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Groups of products into fp32 and into narrow sums, against the reference: all bits of every sum.
#include <Vdot_bench.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "arith/group.hpp"
#include "arith/names.hpp"
#include "arith/spec.hpp"
#include "arith/sum.hpp"
#include "bench.hpp"

namespace lmulsim::rtl_test {
namespace {

using arith::AccWord;
using arith::Format;
using arith::GroupTerm;
using arith::MultiplierKind;
using arith::Subnormals;
using Rng = std::mt19937_64;

constexpr std::size_t kCount = 15;
constexpr std::size_t kFloats = 10;  ///< then integers, then products from tables
constexpr int kProducts = 8;

struct Config {
  Format a;
  Format b;
  arith::MacSpec mac;
};

Config config(Format a, Format b, MultiplierKind kind, Subnormals subnormals, const char* sums,
              std::optional<std::uint32_t> offset = std::nullopt) {
  return {
      a, b, {{.kind = kind, .offset = offset, .subnormals = subnormals}, arith::parse_accumulator(sums, "dot_bench")}};
}

Config looked_up(std::string_view multiplier, std::string_view format, const char* sums) {
  const Format operands = *arith::format_from_name(format);
  return {operands, operands, {arith::parse_multiplier(multiplier), arith::parse_accumulator(sums, "dot_bench")}};
}

/// In the order of dot_bench.sv.
const std::array<Config, kCount>& configs() {
  constexpr auto kKeep = Subnormals::normalize;
  constexpr auto kFlush = Subnormals::daz;
  static const std::array<Config, kCount> all{
      config(Format::e4m3, Format::e4m3, MultiplierKind::exact, kKeep, "group8-7"),
      config(Format::e4m3, Format::e4m3, MultiplierKind::exact, kFlush, "group8-6/fix22.3"),
      config(Format::e4m3, Format::e4m3, MultiplierKind::adder, kFlush, "group8-5"),
      config(Format::e4m3, Format::e4m3, MultiplierKind::adder, kKeep, "group8-9/fix20.1", 0),
      config(Format::e5m2, Format::e5m2, MultiplierKind::exact, kKeep, "group8-4"),
      config(Format::e5m2, Format::e4m3, MultiplierKind::exact, kKeep, "group4-10/fix24.-10"),
      config(Format::e4m3, Format::e4m3, MultiplierKind::exact_cut, kKeep, "group8-3"),
      config(Format::e5m2, Format::e5m2, MultiplierKind::exact, kKeep, "group8-12/fix18.4"),
      config(Format::e5m2, Format::e5m2, MultiplierKind::adder, kFlush, "group3-2"),
      config(Format::e4m3, Format::e4m3, MultiplierKind::exact, kKeep, "group8-7/fix9.12"),
      config(Format::int8, Format::int8, MultiplierKind::exact, kKeep, "group8/int32"),
      config(Format::int8, Format::int8, MultiplierKind::exact, kKeep, "group3/int32"),
      looked_up("antilog:5", "log34", "group8-7/fix20.-6"),
      looked_up("antilog:5", "log43", "group8-7"),
      looked_up("cmean:5", "e4m3", "group4-6/fix22.3"),
  };
  return all;
}

/// What all configurations see in a cycle.
struct Step {
  std::array<std::uint32_t, kProducts> a{};
  std::array<std::uint32_t, kProducts> b{};
  std::array<std::uint64_t, kCount> sums{};
};

using Terms = std::vector<GroupTerm>;
using Entered = std::function<AccWord(const arith::AccumulatorSpec&, AccWord, const Terms&)>;

AccWord right(const arith::AccumulatorSpec& spec, AccWord sum, const Terms& terms) {
  return arith::accumulate_group(spec, sum, terms);
}

AccWord expected(const Config& c, const Step& s, std::uint64_t sum, const Entered& entered) {
  Terms terms;
  for (std::size_t i = 0; i < static_cast<std::size_t>(c.mac.accumulator.group); ++i) {
    const arith::Number p = arith::multiply(c.mac.multiplier, c.a, s.a[i], c.b, s.b[i]);
    terms.push_back({p, arith::product_exponent(c.mac.multiplier, c.a, s.a[i], c.b, s.b[i], p)});
  }
  return entered(c.mac.accumulator, {.lo = sum, .hi = 0}, terms);
}

class Feeder {
 public:
  explicit Feeder(Entered entered = right) : entered_(std::move(entered)) { bench_.reset(); }

  void feed(const Step& s) {
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    for (std::size_t i = 0; i < kProducts; ++i) {
      a |= std::uint64_t{s.a[i]} << (8 * i);
      b |= std::uint64_t{s.b[i]} << (8 * i);
    }
    bench_->a_i = a;
    bench_->b_i = b;
    for (std::size_t i = 0; i < kCount; ++i) {
      set_word64(bench_->acc_i, i, s.sums[i]);
    }
    bench_.clock();
    for (std::size_t i = 0; i < kCount; ++i) {
      compare(i, s, word64(bench_->acc_o, i));
    }
  }

  [[nodiscard]] const Mismatches& mismatches(std::size_t i) const { return found_[i]; }

 private:
  void compare(std::size_t i, const Step& s, std::uint64_t found) {
    const AccWord sum = expected(configs()[i], s, s.sums[i], entered_);
    Mismatches& m = found_[i];
    ++m.compared;
    if (found == sum.lo && ((bench_->valid_o >> i) & 1U) != 0) {
      return;
    }
    if (++m.wrong == 1) {
      m.first = fmt::format("configuration {} ({}): 0x{:x} +", i, arith::accumulator_name(configs()[i].mac.accumulator),
                            s.sums[i]);
      for (std::size_t k = 0; k < kProducts; ++k) {
        m.first += fmt::format(" {:02x}*{:02x}", s.a[k], s.b[k]);
      }
      m.first += fmt::format(": expected 0x{:x}, found 0x{:x}", sum.lo, found);
    }
  }

  Entered entered_;
  Bench<Vdot_bench> bench_;
  std::array<Mismatches, kCount> found_;
};

/// The bits of a sum in two's complement.
int integer_bits(const arith::AccumulatorSpec& spec) {
  return spec.kind == arith::AccumulatorKind::int_group ? 32 : spec.width;
}

/// Any word; of fp32 half of the time one whose exponent is among those of the products, of a narrow sum one close to
/// the ends of its range.
std::uint64_t random_sum(const arith::AccumulatorSpec& spec, Rng& rng) {
  if (integer_bits(spec) == 0) {
    const std::uint64_t any = rng() & 0xFFFFFFFFU;
    const std::uint64_t exponent = 127 - 40 + rng() % 80;
    return rng() % 2 == 0 ? any : (any & 0x807FFFFFU) | (exponent << 23);
  }
  const int bits = integer_bits(spec);
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  const std::uint64_t all_flags = spec.kind == arith::AccumulatorKind::int_group ? 1U : 15U;
  const std::uint64_t flags = rng() % 4 == 0 ? rng() & all_flags : 0;
  const std::uint64_t end = rng() % 2 == 0 ? mask >> 1 : (mask >> 1) + 1;
  const std::uint64_t near = bits == 32 ? 65536 : 32;
  const std::uint64_t sum = rng() % 3 == 0 ? end + rng() % (2 * near + 1) - near : rng();
  return (sum & mask) | (flags << bits);
}

/// Codes of either format; of three kinds: any, some zeros, and exponents within a few of one another, whose products
/// all reach the sum.
std::uint32_t random_code(Rng& rng, unsigned kind) {
  const auto any = static_cast<std::uint32_t>(rng() & 0xFFU);
  switch (kind) {
    case 0:
      return any;
    case 1:
      return rng() % 3 == 0 ? any : any & 0x80U;
    case 2:
      return (any & 0x87U) | (static_cast<std::uint32_t>(6 + rng() % 4) << 3);
    default:
      return (any & 0x8FU) | 0x30U;
  }
}

Step random_step(Rng& rng) {
  Step s;
  const auto kind = static_cast<unsigned>(rng() % 4);
  for (std::size_t i = 0; i < kProducts; ++i) {
    s.a[i] = random_code(rng, kind);
    s.b[i] = random_code(rng, kind);
  }
  for (std::size_t i = 0; i < kCount; ++i) {
    s.sums[i] = random_sum(configs()[i].mac.accumulator, rng);
  }
  return s;
}

/// Every pair of codes at every place, alone and beside a product that is the largest of the group or not.
template <class Feed>
void feed_pairs(const Feed& feed) {
  Rng rng(3);
  for (std::uint32_t a = 0; a < 256; ++a) {
    for (std::uint32_t b = 0; b < 256; ++b) {
      Step s = random_step(rng);
      s.a = {};
      s.b = {};
      const std::size_t at = (a + b) % kProducts;
      s.a[at] = a;
      s.b[at] = b;
      feed(s);
      s.a[(at + 1) % 3] = 0x38 + (a & 7U);
      s.b[(at + 1) % 3] = 0xB8 + (b & 7U);
      feed(s);
    }
  }
}

void expect_equal(const Feeder& feeder, std::int64_t compared) {
  for (std::size_t i = 0; i < kCount; ++i) {
    EXPECT_EQ(feeder.mismatches(i).wrong, 0) << feeder.mismatches(i).first;
    EXPECT_EQ(feeder.mismatches(i).compared, compared);
  }
}

TEST(DotProduct, EveryPairOfCodesAloneAndBesideAnother) {
  Feeder feeder;
  feed_pairs([&](const Step& s) { feeder.feed(s); });
  expect_equal(feeder, std::int64_t{2} * 65536);
}

TEST(DotProduct, HalfAMillionRandomGroups) {
  constexpr int kSteps = 500'000;
  Feeder feeder;
  Rng rng(29);
  for (int n = 0; n < kSteps; ++n) {
    feeder.feed(random_step(rng));
  }
  expect_equal(feeder, kSteps);
}

/// How many sums of each configuration differ from a reference with a bug.
std::array<std::int64_t, kCount> found_with(const Entered& bug) {
  Feeder feeder(bug);
  Rng rng(31);
  for (int n = 0; n < 20000; ++n) {
    feeder.feed(random_step(rng));
  }
  std::array<std::int64_t, kCount> wrong{};
  for (std::size_t i = 0; i < kCount; ++i) {
    wrong[i] = feeder.mismatches(i).wrong;
  }
  return wrong;
}

TEST(PlantedBug, AlignmentToTheSumsExponentIsFound) {
  // A reference that keeps one bit more than the group has.
  const auto wrong = found_with([](arith::AccumulatorSpec spec, AccWord sum, const Terms& terms) {
    ++spec.fraction_bits;
    return right(spec, sum, terms);
  });
  for (std::size_t i = 0; i < kCount; ++i) {
    if (i < kFloats || i >= kFloats + 2) {
      EXPECT_GT(wrong[i], i == 9 ? 5 : 50) << i;
    }
  }
}

TEST(PlantedBug, LargestExponentThatForgetsTheLastProductIsFound) {
  // A reference that aligns to the largest exponent of all but the last product.
  const auto wrong = found_with([](const arith::AccumulatorSpec& spec, AccWord sum, Terms terms) {
    int largest = -1000;
    for (std::size_t i = 0; i + 1 < terms.size(); ++i) {
      largest = terms[i].product.cls == arith::NumberClass::finite ? std::max(largest, terms[i].exponent) : largest;
    }
    terms.back().exponent = std::min(terms.back().exponent, std::max(largest, -500));
    return right(spec, sum, terms);
  });
  for (std::size_t i = 0; i < kCount; ++i) {
    if (i < kFloats || i >= kFloats + 2) {
      EXPECT_GT(wrong[i], i == 9 ? 5 : 50) << i;
    }
  }
}

TEST(PlantedBug, OverflowsInsideAGroupOfIntegersAreFound) {
  // A reference that adds the products one by one, and sets the flag for a sum that is back at the end of the group.
  const auto wrong = found_with([](const arith::AccumulatorSpec& spec, AccWord sum, const Terms& terms) {
    if (spec.kind != arith::AccumulatorKind::int_group) {
      return right(spec, sum, terms);
    }
    for (const GroupTerm& term : terms) {
      sum = arith::accumulate({.kind = arith::AccumulatorKind::int32}, sum, term.product);
    }
    return sum;
  });
  EXPECT_GT(wrong[10], 20);
  EXPECT_GT(wrong[11], 20);
}

TEST(PlantedBug, SumThatIsCutAndNotRoundedIsFound) {
  // A reference that cuts the group's sum toward zero to the narrow sum's last bit.
  const auto wrong = found_with([](const arith::AccumulatorSpec& spec, AccWord sum, const Terms& terms) {
    if (spec.width == 0) {
      return right(spec, sum, terms);
    }
    return arith::detail::to_word(arith::detail::accumulate_narrow(spec, arith::detail::to_bits(sum),
                                                                   arith::group_sum(spec.fraction_bits, terms),
                                                                   arith::detail::Cut::toward_zero));
  });
  for (const std::size_t i : {1U, 3U, 5U, 7U, 9U, 12U, 14U}) {
    EXPECT_GT(wrong[i], 50) << i;
  }
}

}  // namespace
}  // namespace lmulsim::rtl_test
