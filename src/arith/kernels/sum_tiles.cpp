// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/sum_tiles.hpp"

// NOLINTBEGIN: Highway compiles this file once per target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "arith/kernels/sum_tiles.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
// NOLINTEND

HWY_BEFORE_NAMESPACE();
namespace lmulsim::arith::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Each sum has two registers: 4 x 2 sums of AVX-512's 32 registers leave room for rows, words and indices.
#if HWY_TARGET <= HWY_AVX3
constexpr std::size_t kRows = 4;
#else
constexpr std::size_t kRows = 2;
#endif
constexpr std::size_t kVectors = 2;

using DF = hn::ScalableTag<float>;
using DI = hn::RebindToSigned<DF>;
using DU = hn::RebindToUnsigned<DF>;
using VF = hn::Vec<DF>;
using VI = hn::Vec<DI>;
using VU = hn::Vec<DU>;
constexpr std::size_t kLanes = hn::MaxLanes(DF());
constexpr std::size_t kCols = kVectors * kLanes;
constexpr std::uint32_t kExponentField = 0x7F800000U;
constexpr std::uint32_t kClassBits = 15;

std::size_t SumTileRows() {
  return kRows;
}
std::size_t SumTileCols() {
  return kCols;
}

/// A row of 16 words, indexed by lanes below 16.
#if HWY_TARGET <= HWY_AVX3
using Index = decltype(hn::IndicesFromVec(DU(), hn::Zero(DU())));
HWY_INLINE Index IndexOf(VU classes) {
  return hn::IndicesFromVec(DU(), classes);
}
HWY_INLINE VU LookUp(const std::uint32_t* row, Index index) {
  return hn::TableLookupLanes(hn::LoadU(DU(), row), index);
}
#elif HWY_TARGET == HWY_AVX2
using Index = VU;
HWY_INLINE Index IndexOf(VU classes) {
  return classes;
}
HWY_INLINE VU LookUp(const std::uint32_t* row, Index index) {
  const DU du;
  const auto lanes = hn::IndicesFromVec(du, hn::And(index, hn::Set(du, 7U)));
  const auto low = hn::TableLookupLanes(hn::LoadU(du, row), lanes);
  const auto high = hn::TableLookupLanes(hn::LoadU(du, row + kLanes), lanes);
  return hn::IfThenElse(hn::TestBit(index, hn::Set(du, 8U)), high, low);
}
#else
using Index = VI;
HWY_INLINE Index IndexOf(VU classes) {
  return hn::BitCast(DI(), classes);
}
HWY_INLINE VU LookUp(const std::uint32_t* row, Index index) {
  return hn::GatherIndex(DU(), row, index);
}
#endif

/// Toward zero; a number beyond int32 becomes one with its highest bits set, whatever its sign.
HWY_INLINE VI ToInteger(VF x) {
#if HWY_TARGET <= HWY_AVX3
  return VI{_mm512_cvttps_epi32(x.raw)};
#elif HWY_TARGET == HWY_AVX2
  return VI{_mm256_cvttps_epi32(x.raw)};
#else
  return hn::ConvertTo(DI(), x);
#endif
}

/// Adds integers that stay in range, and remembers every bit that was set.
struct Watched {
  explicit Watched(const NarrowRange& /*range*/) {}

  HWY_INLINE void operator()(VF term, VI& sum, VU& seen) const {
    sum = hn::Add(sum, ToInteger(term));
    seen = hn::Or(seen, hn::BitCast(DU(), sum));
  }
};

/// Brings every sum into its range, and remembers whether that changed one.
struct Saturated {
  VI least, largest;
  VF widest;

  explicit Saturated(const NarrowRange& range)
      : least(hn::Set(DI(), range.least)),
        largest(hn::Set(DI(), range.largest)),
        widest(hn::Set(DF(), range.widest_term)) {}

  HWY_INLINE void operator()(VF term, VI& sum, VU& seen) const {
    const auto bounded = hn::Max(hn::Min(term, widest), hn::Neg(widest));
    const auto next = hn::Add(sum, ToInteger(bounded));
    sum = hn::Max(hn::Min(next, largest), least);
    seen = hn::Or(seen, hn::BitCast(DU(), hn::Xor(next, sum)));
  }
};

template <std::size_t R, class Next>
HWY_INLINE void RowsOfNarrow(const Next& next, const SumOperands& x, std::size_t row, const NarrowSums& state) {
  const DI di;
  const DU du;
  VI sum[R][kVectors];
  VU seen[R][kVectors];
#pragma GCC unroll 4
  for (std::size_t r = 0; r < R; ++r) {
#pragma GCC unroll 2
    for (std::size_t v = 0; v < kVectors; ++v) {
      sum[r][v] = hn::LoadU(di, state.sums + (row + r) * kCols + v * kLanes);
      seen[r][v] = hn::LoadU(du, state.seen + (row + r) * kCols + v * kLanes);
    }
  }
  const std::uint32_t* HWY_RESTRICT a = x.a + row;
  const std::uint32_t* HWY_RESTRICT b = x.b;
  for (std::size_t k = 0; k < x.depth; ++k, a += kRows, b += kCols) {
#pragma GCC unroll 2
    for (std::size_t v = 0; v < kVectors; ++v) {
      const auto word = hn::LoadU(du, b + v * kLanes);
      const auto index = IndexOf(hn::And(word, hn::Set(du, kClassBits)));
#pragma GCC unroll 4
      for (std::size_t r = 0; r < R; ++r) {
        const auto product = hn::BitCast(DF(), hn::Add(LookUp(x.products + a[r], index), word));
        next(product, sum[r][v], seen[r][v]);
      }
    }
  }
#pragma GCC unroll 4
  for (std::size_t r = 0; r < R; ++r) {
#pragma GCC unroll 2
    for (std::size_t v = 0; v < kVectors; ++v) {
      hn::StoreU(sum[r][v], di, state.sums + (row + r) * kCols + v * kLanes);
      hn::StoreU(seen[r][v], du, state.seen + (row + r) * kCols + v * kLanes);
    }
  }
}

template <class Next>
void NarrowTileBy(const Next& next, const SumOperands& x, const NarrowSums& state) {
  if (x.rows == kRows) {
    RowsOfNarrow<kRows>(next, x, 0, state);
    return;
  }
  for (std::size_t r = 0; r < x.rows; ++r) {
    RowsOfNarrow<1>(next, x, r, state);
  }
}

void NarrowTile(const SumOperands& x, const NarrowRange& range, const NarrowSums& state) {
  if (range.saturates) {
    NarrowTileBy(Saturated(range), x, state);
  } else {
    NarrowTileBy(Watched(range), x, state);
  }
}

/// A group's sum as integers of 2^(E - F), and the word of E.
struct GroupSum {
  VF units;
  VU exponent;
};

/// The exponent's field of a product, from A's row of exponents or from the product itself.
HWY_INLINE VU ExponentOf(const std::uint32_t* exponents, Index index, VU word, VU product) {
  const DU du;
  const auto sum = exponents == nullptr ? product : hn::Add(LookUp(exponents, index), word);
  return hn::And(sum, hn::Set(du, kExponentField));
}

/// `kSteps` products of each vector of a row, which stay in registers between the two passes; A's rows of words are
/// loaded once for all vectors.
template <std::size_t kSteps, bool kOwnExponents>
HWY_INLINE void SumOfSteps(const SumOperands& x, const GroupShape& shape, const std::uint32_t* HWY_RESTRICT a,
                           const std::uint32_t* HWY_RESTRICT b, GroupSum (&sums)[kVectors]) {
  const DI di;
  const DU du;
  const DF df;
  VU product[kSteps][kVectors];
  VI largest[kVectors];
#pragma GCC unroll 2
  for (std::size_t v = 0; v < kVectors; ++v) {
    largest[v] = hn::BitCast(di, hn::Set(du, shape.least_exponent));
  }
#pragma GCC unroll 8
  for (std::size_t k = 0; k < kSteps; ++k) {
    const std::uint32_t* exponents = kOwnExponents ? x.exponents + a[k * kRows] : nullptr;
#pragma GCC unroll 2
    for (std::size_t v = 0; v < kVectors; ++v) {
      const auto word = hn::LoadU(du, b + k * kCols + v * kLanes);
      const auto index = IndexOf(hn::And(word, hn::Set(du, kClassBits)));
      product[k][v] = hn::Add(LookUp(x.products + a[k * kRows], index), word);
      largest[v] = hn::Max(largest[v], hn::BitCast(di, ExponentOf(exponents, index, word, product[k][v])));
    }
  }
#pragma GCC unroll 2
  for (std::size_t v = 0; v < kVectors; ++v) {
    const auto exponent = hn::BitCast(du, largest[v]);
    const auto scale = hn::BitCast(df, hn::Sub(hn::Set(du, shape.scale), exponent));
    auto sum = hn::Zero(di);
#pragma GCC unroll 8
    for (std::size_t k = 0; k < kSteps; ++k) {
      sum = hn::Add(sum, ToInteger(hn::Mul(hn::BitCast(df, product[k][v]), scale)));
    }
    sums[v] = {hn::ConvertTo(df, sum), exponent};
  }
}

/// Any number of steps, each product made twice.
template <bool kOwnExponents>
HWY_INLINE GroupSum SumOfAny(const SumOperands& x, const GroupShape& shape, const std::uint32_t* HWY_RESTRICT a,
                             const std::uint32_t* HWY_RESTRICT b, std::size_t steps) {
  const DI di;
  const DU du;
  const DF df;
  auto largest = hn::BitCast(di, hn::Set(du, shape.least_exponent));
  for (std::size_t k = 0; k < steps; ++k) {
    const auto word = hn::LoadU(du, b + k * kCols);
    const auto index = IndexOf(hn::And(word, hn::Set(du, kClassBits)));
    const auto product = hn::Add(LookUp(x.products + a[k * kRows], index), word);
    const std::uint32_t* exponents = kOwnExponents ? x.exponents + a[k * kRows] : nullptr;
    largest = hn::Max(largest, hn::BitCast(di, ExponentOf(exponents, index, word, product)));
  }
  const auto exponent = hn::BitCast(du, largest);
  const auto scale = hn::BitCast(df, hn::Sub(hn::Set(du, shape.scale), exponent));
  auto sum = hn::Zero(di);
  for (std::size_t k = 0; k < steps; ++k) {
    const auto word = hn::LoadU(du, b + k * kCols);
    const auto index = IndexOf(hn::And(word, hn::Set(du, kClassBits)));
    const auto product = hn::Add(LookUp(x.products + a[k * kRows], index), word);
    sum = hn::Add(sum, ToInteger(hn::Mul(hn::BitCast(df, product), scale)));
  }
  return {hn::ConvertTo(df, sum), exponent};
}

template <bool kOwnExponents, class Enter>
void GroupsBy(const SumOperands& x, const GroupShape& shape, const Enter& enter) {
  const DU du;
  const DF df;
  constexpr std::size_t kUsual = 8;
  for (std::size_t k = 0; k < x.depth; k += shape.group) {
    const std::size_t steps = x.depth - k < shape.group ? x.depth - k : shape.group;
    for (std::size_t r = 0; r < x.rows; ++r) {
      const std::uint32_t* a = x.a + k * kRows + r;
      const std::uint32_t* b = x.b + k * kCols;
      GroupSum sums[kVectors];
      if (steps == kUsual) {
        SumOfSteps<kUsual, kOwnExponents>(x, shape, a, b, sums);
      } else {
        for (std::size_t v = 0; v < kVectors; ++v) {
          sums[v] = SumOfAny<kOwnExponents>(x, shape, a, b + v * kLanes, steps);
        }
      }
#pragma GCC unroll 2
      for (std::size_t v = 0; v < kVectors; ++v) {
        const auto unit = hn::BitCast(df, hn::Sub(sums[v].exponent, hn::Set(du, shape.unit)));
        enter(hn::Mul(sums[v].units, unit), r * kCols + v * kLanes);
      }
    }
  }
}

template <class Enter>
void Groups(const SumOperands& x, const GroupShape& shape, const Enter& enter) {
  if (x.exponents != nullptr) {
    GroupsBy<true>(x, shape, enter);
  } else {
    GroupsBy<false>(x, shape, enter);
  }
}

template <class Next>
void GroupNarrowBy(const Next& next, const SumOperands& x, const GroupShape& shape, const NarrowSums& state) {
  Groups(x, shape, [&](VF term, std::size_t at) {
    const DI di;
    const DU du;
    auto sum = hn::LoadU(di, state.sums + at);
    auto seen = hn::LoadU(du, state.seen + at);
    next(hn::Floor(hn::Add(term, hn::Set(DF(), 0.5F))), sum, seen);
    hn::StoreU(sum, di, state.sums + at);
    hn::StoreU(seen, du, state.seen + at);
  });
}

void GroupNarrowTile(const SumOperands& x, const GroupShape& shape, const NarrowRange& range, const NarrowSums& state) {
  if (range.saturates) {
    GroupNarrowBy(Saturated(range), x, shape, state);
  } else {
    GroupNarrowBy(Watched(range), x, shape, state);
  }
}

void GroupFp32Tile(const SumOperands& x, const GroupShape& shape, float* sums) {
  Groups(x, shape, [&](VF term, std::size_t at) {
    const DF df;
    hn::StoreU(hn::Add(hn::LoadU(df, sums + at), term), df, sums + at);
  });
}

}  // namespace lmulsim::arith::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lmulsim::arith::kernels {

HWY_EXPORT(SumTileRows);
HWY_EXPORT(SumTileCols);
HWY_EXPORT(NarrowTile);
HWY_EXPORT(GroupNarrowTile);
HWY_EXPORT(GroupFp32Tile);

std::size_t sum_tile_rows() {
  return HWY_DYNAMIC_DISPATCH(SumTileRows)();
}
std::size_t sum_tile_cols() {
  return HWY_DYNAMIC_DISPATCH(SumTileCols)();
}
void narrow_tile(const SumOperands& x, const NarrowRange& range, const NarrowSums& state) {
  HWY_DYNAMIC_DISPATCH(NarrowTile)(x, range, state);
}
void group_narrow_tile(const SumOperands& x, const GroupShape& shape, const NarrowRange& range,
                       const NarrowSums& state) {
  HWY_DYNAMIC_DISPATCH(GroupNarrowTile)(x, shape, range, state);
}
void group_fp32_tile(const SumOperands& x, const GroupShape& shape, float* sums) {
  HWY_DYNAMIC_DISPATCH(GroupFp32Tile)(x, shape, sums);
}

}  // namespace lmulsim::arith::kernels
#endif  // HWY_ONCE
