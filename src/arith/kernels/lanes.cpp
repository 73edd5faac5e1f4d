// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/lanes.hpp"

#include "arith/product.hpp"

// NOLINTBEGIN: Highway compiles this file once per target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "arith/kernels/lanes.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
// NOLINTEND

HWY_BEFORE_NAMESPACE();
namespace lmulsim::arith::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Sums in registers: 4 x 2 chains of dependent operations hide most of their latency where there are 32 registers.
#if HWY_TARGET <= HWY_AVX3
constexpr std::size_t kRows = 4;
#else
constexpr std::size_t kRows = 2;
#endif
constexpr std::size_t kVectors = 2;

using DD = hn::ScalableTag<double>;
using DI = hn::RebindToSigned<DD>;
using DU = hn::RebindToUnsigned<DD>;
using VD = hn::Vec<DD>;
using VI = hn::Vec<DI>;
using VU = hn::Vec<DU>;
constexpr std::size_t kLanes = hn::MaxLanes(DD());
constexpr std::size_t kCols = kVectors * kLanes;

constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;
constexpr std::uint64_t kExponentBits = std::uint64_t{0x7FF} << 52;

std::size_t LaneRows() {
  return kRows;
}
std::size_t LaneCols() {
  return kCols;
}

HWY_INLINE VD Sign(VD x) {
  return hn::And(x, hn::BitCast(DD(), hn::Set(DU(), kSignBit)));
}

/// The power of two at or below |x|; infinity for infinity and NaN.
HWY_INLINE VD PowerBelow(VD x) {
  return hn::And(x, hn::BitCast(DD(), hn::Set(DU(), kExponentBits)));
}

struct ExactProduct {
  HWY_INLINE VD operator()(VU a, VU b) const { return hn::Mul(hn::BitCast(DD(), a), hn::BitCast(DD(), b)); }
};

/// One integer addition; what leaves the product bus is an infinity or a zero.
struct AdderProduct {
  HWY_INLINE VD operator()(VU a, VU b) const {
    const DI di;
    const auto sum = hn::Add(hn::BitCast(di, a), hn::BitCast(di, b));
    const auto sign = hn::ShiftLeft<63>(sum);
    const auto small = hn::Lt(sum, hn::Set(di, (1023 + kMinProductExponent) * kLaneOne));
    const auto large = hn::Gt(sum, hn::Set(di, (1024 + kMaxProductExponent) * kLaneOne - 1));
    const auto word = hn::And(sum, hn::Set(di, ~std::int64_t{3}));
    const auto magnitude =
        hn::IfThenElse(large, hn::Set(di, std::int64_t{0x7FF} * kLaneOne), hn::IfThenZeroElse(small, word));
    return hn::BitCast(DD(), hn::Or(magnitude, sign));
  }
};

/// The exact product is a normal fp64 number, and its first bits are those of the word.
struct CutProduct {
  VU kept;

  explicit CutProduct(int bits) : kept(hn::Set(DU(), ~((std::uint64_t{1} << (53 - bits)) - 1))) {}

  HWY_INLINE VD operator()(VU a, VU b) const {
    const auto product = hn::Mul(hn::BitCast(DD(), a), hn::BitCast(DD(), b));
    return hn::BitCast(DD(), hn::And(hn::BitCast(DU(), product), kept));
  }
};

struct RealProduct {
  VD offset;

  HWY_INLINE VD operator()(VU a, VU b) const {
    const auto significand = [](VU x) {
      return hn::BitCast(
          DD(), hn::Or(hn::And(x, hn::Set(DU(), (std::uint64_t{1} << 52) - 1)), hn::BitCast(DU(), hn::Set(DD(), 1.0))));
    };
    const auto power = [](VU x) { return hn::BitCast(DD(), hn::And(x, hn::Set(DU(), kSignBit | kExponentBits))); };
    const auto sum = hn::Add(hn::Add(significand(a), significand(b)), offset);
    return hn::Mul(sum, hn::Mul(power(a), power(b)));
  }
};

struct LookedUpProduct {
  const double* products;

  HWY_INLINE VD operator()(VU a, VU b) const {
    return hn::GatherIndex(DD(), products, hn::BitCast(DI(), hn::Add(a, b)));
  }
};

/// x cut toward zero to a multiple of `unit`, a power of two, with the sign of x where it becomes zero.
HWY_INLINE VD CutTo(VD x, VD unit) {
  const auto magnitude = hn::Abs(x);
  const auto constant = hn::Mul(unit, hn::Set(DD(), 0x1.8p52));
  const auto nearest = hn::Sub(hn::Add(magnitude, constant), constant);
  const auto cut = hn::IfThenElse(hn::Gt(nearest, magnitude), hn::Sub(nearest, unit), nearest);
  return hn::Or(cut, Sign(x));
}

/// The sum of a group to fp32, toward zero: beyond its largest value that value, zero without a sign.
HWY_INLINE VD CutToFp32(VD sum) {
  const DD dd;
  const auto unit = hn::Mul(hn::Max(PowerBelow(sum), hn::Set(dd, 0x1p-126)), hn::Set(dd, 0x1p-23));
  const auto largest = hn::Set(dd, 0x1.fffffep127);
  const auto beyond = hn::Gt(hn::Abs(sum), largest);
  return hn::IfThenElse(beyond, hn::Or(largest, Sign(sum)), CutTo(sum, unit));
}

struct FixedSum {
  HWY_INLINE VD operator()(VD sum, VD product) const { return hn::Add(sum, product); }
};

/// sum + product, rounded once to the accumulator's format, to nearest even. An fp64 sum that is not exact is first
/// rounded to odd, which has more than the two bits beyond the format's that make a second rounding harmless.
template <bool kOdd>
struct RoundedSum {
  VD smallest_normal, magic, limit, beyond;

  HWY_INLINE VD operator()(VD sum, VD product) const {
    VD exact = hn::Add(sum, product);
    if (kOdd) {
      exact = ToOdd(sum, product, exact);
    }
    const auto sign = Sign(exact);
    // The last place of this constant is that of the format; it goes in and out again.
    const auto constant = hn::Mul(hn::Max(PowerBelow(exact), smallest_normal), magic);
    const auto rounded = hn::Or(hn::Sub(hn::Add(exact, constant), constant), sign);
    return hn::IfThenElse(hn::Ge(hn::Abs(exact), limit), hn::Or(beyond, sign), rounded);
  }

  /// `sum` is a + b rounded to nearest; the rest is exact (Knuth's two-sum), NaN beside an infinity.
  static HWY_INLINE VD ToOdd(VD a, VD b, VD sum) {
    const DI di;
    const auto part = hn::Sub(sum, a);
    const auto rest = hn::Add(hn::Sub(a, hn::Sub(sum, part)), hn::Sub(b, part));
    const auto bits = hn::BitCast(di, sum);
    const auto inexact = hn::RebindMask(di, hn::Gt(hn::Abs(rest), hn::Zero(DD())));
    const auto even = hn::Eq(hn::And(bits, hn::Set(di, 1)), hn::Zero(di));
    const auto toward_zero = hn::BroadcastSignBit(hn::Xor(bits, hn::BitCast(di, rest)));
    const auto step = hn::Or(toward_zero, hn::Set(di, 1));
    return hn::BitCast(DD(), hn::Add(bits, hn::IfThenElseZero(hn::And(inexact, even), step)));
  }
};

/// R rows of a tile with the sums in registers.
template <std::size_t R, class Product, class Sum>
HWY_INLINE void RowsOfTile(const Product& product, const Sum& next, const std::uint64_t* HWY_RESTRICT a,
                           const std::uint64_t* HWY_RESTRICT b, std::size_t depth, double* HWY_RESTRICT sums) {
  const DU du;
  const DD dd;
  VD sum[R][kVectors];
#pragma GCC unroll 4
  for (std::size_t r = 0; r < R; ++r) {
#pragma GCC unroll 2
    for (std::size_t v = 0; v < kVectors; ++v) {
      sum[r][v] = hn::LoadU(dd, sums + r * kCols + v * kLanes);
    }
  }
  for (std::size_t k = 0; k < depth; ++k, a += kRows, b += kCols) {
#pragma GCC unroll 4
    for (std::size_t r = 0; r < R; ++r) {
#pragma GCC unroll 2
      for (std::size_t v = 0; v < kVectors; ++v) {
        sum[r][v] = next(sum[r][v], product(hn::Set(du, a[r]), hn::LoadU(du, b + v * kLanes)));
      }
    }
  }
#pragma GCC unroll 4
  for (std::size_t r = 0; r < R; ++r) {
#pragma GCC unroll 2
    for (std::size_t v = 0; v < kVectors; ++v) {
      hn::StoreU(sum[r][v], dd, sums + r * kCols + v * kLanes);
    }
  }
}

struct Operands {
  const std::uint64_t* a;
  const std::uint64_t* b;
  std::size_t depth;
  std::size_t rows;
  double* sums;
};

template <class Product, class Sum>
void AnyTile(const Product& product, const Sum& next, const Operands& x) {
  if (x.rows == kRows) {
    RowsOfTile<kRows>(product, next, x.a, x.b, x.depth, x.sums);
    return;
  }
  for (std::size_t r = 0; r < x.rows; ++r) {
    RowsOfTile<1>(product, next, x.a + r, x.b, x.depth, x.sums + r * kCols);
  }
}

template <class Product>
void TileOf(const Product& product, const LaneRounding& f, const Operands& x) {
  const DD dd;
  if (!f.rounds) {
    AnyTile(product, FixedSum{}, x);
    return;
  }
  const auto normal = hn::Set(dd, f.smallest_normal);
  const auto magic = hn::Set(dd, f.magic);
  const auto limit = hn::Set(dd, f.limit);
  const auto beyond = hn::Set(dd, f.beyond);
  if (f.odd) {
    AnyTile(product, RoundedSum<true>{normal, magic, limit, beyond}, x);
  } else {
    AnyTile(product, RoundedSum<false>{normal, magic, limit, beyond}, x);
  }
}

/// One group of steps for a row of a tile: the largest power of two, then the sum of what is left above the last place.
template <class Product>
HWY_INLINE void AlignedGroup(const Product& product, double fraction, const std::uint64_t* HWY_RESTRICT a,
                             const std::uint64_t* HWY_RESTRICT b, std::size_t steps, double* HWY_RESTRICT sums) {
  const DD dd;
  const DU du;
  for (std::size_t v = 0; v < kVectors; ++v) {
    const auto start = hn::LoadU(dd, sums + v * kLanes);
    const auto term = [&](std::size_t k) {
      return product(hn::Set(du, a[k * kRows]), hn::LoadU(du, b + k * kCols + v * kLanes));
    };
    auto largest = PowerBelow(start);
    for (std::size_t k = 0; k < steps; ++k) {
      largest = hn::Max(largest, PowerBelow(term(k)));
    }
    const auto unit = hn::Mul(largest, hn::Set(dd, fraction));
    auto sum = hn::Add(hn::Zero(dd), CutTo(start, unit));
    for (std::size_t k = 0; k < steps; ++k) {
      sum = hn::Add(sum, CutTo(term(k), unit));
    }
    hn::StoreU(CutToFp32(sum), dd, sums + v * kLanes);
  }
}

template <class Product>
void AlignedTileOf(const Product& product, const LaneAlignment& alignment, const Operands& x) {
  const double fraction = 1.0 / static_cast<double>(std::uint64_t{1} << alignment.fraction_bits);
  for (std::size_t k = 0; k < x.depth; k += alignment.group) {
    const std::size_t steps = x.depth - k < alignment.group ? x.depth - k : alignment.group;
    for (std::size_t r = 0; r < x.rows; ++r) {
      AlignedGroup(product, fraction, x.a + k * kRows + r, x.b + k * kCols, steps, x.sums + r * kCols);
    }
  }
}

void AlignedTile(const LaneProduct& product, const LaneAlignment& alignment, const std::uint64_t* a,
                 const std::uint64_t* b, std::size_t depth, std::size_t rows, double* sums) {
  const Operands x{a, b, depth, rows, sums};
  switch (product.rule) {
    case LaneRule::exact:
      AlignedTileOf(ExactProduct{}, alignment, x);
      return;
    case LaneRule::cut:
      AlignedTileOf(CutProduct(product.bits), alignment, x);
      return;
    case LaneRule::adder:
      AlignedTileOf(AdderProduct{}, alignment, x);
      return;
    case LaneRule::real:
      AlignedTileOf(RealProduct{hn::Set(DD(), product.offset)}, alignment, x);
      return;
    case LaneRule::table:
      AlignedTileOf(LookedUpProduct{product.products}, alignment, x);
      return;
  }
}

void LaneTile(const LaneProduct& product, const LaneRounding& rounding, const std::uint64_t* a, const std::uint64_t* b,
              std::size_t depth, std::size_t rows, double* sums) {
  const Operands x{a, b, depth, rows, sums};
  switch (product.rule) {
    case LaneRule::exact:
      TileOf(ExactProduct{}, rounding, x);
      return;
    case LaneRule::cut:
      TileOf(CutProduct(product.bits), rounding, x);
      return;
    case LaneRule::adder:
      TileOf(AdderProduct{}, rounding, x);
      return;
    case LaneRule::real:
      TileOf(RealProduct{hn::Set(DD(), product.offset)}, rounding, x);
      return;
    case LaneRule::table:
      TileOf(LookedUpProduct{product.products}, rounding, x);
      return;
  }
}

}  // namespace lmulsim::arith::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lmulsim::arith::kernels {

HWY_EXPORT(LaneRows);
HWY_EXPORT(LaneCols);
HWY_EXPORT(LaneTile);
HWY_EXPORT(AlignedTile);

std::size_t lane_rows() {
  return HWY_DYNAMIC_DISPATCH(LaneRows)();
}
std::size_t lane_cols() {
  return HWY_DYNAMIC_DISPATCH(LaneCols)();
}
void lane_tile(const LaneProduct& product, const LaneRounding& rounding, const std::uint64_t* a, const std::uint64_t* b,
               std::size_t depth, std::size_t rows, double* sums) {
  HWY_DYNAMIC_DISPATCH(LaneTile)(product, rounding, a, b, depth, rows, sums);
}

void aligned_tile(const LaneProduct& product, const LaneAlignment& alignment, const std::uint64_t* a,
                  const std::uint64_t* b, std::size_t depth, std::size_t rows, double* sums) {
  HWY_DYNAMIC_DISPATCH(AlignedTile)(product, alignment, a, b, depth, rows, sums);
}

}  // namespace lmulsim::arith::kernels
#endif  // HWY_ONCE
