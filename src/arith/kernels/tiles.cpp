// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/tiles.hpp"

#include "arith/kernels/operand_table.hpp"

// NOLINTBEGIN: Highway compiles this file once per target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "arith/kernels/tiles.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
// NOLINTEND

HWY_BEFORE_NAMESPACE();
namespace lmulsim::arith::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// AVX-512 has 32 registers: 8 x 3 sums, 3 of B, one of A, the rest for products. The others have 16: 6 x 2 sums.
#if HWY_TARGET <= HWY_AVX3
constexpr std::size_t kRows = 8;
constexpr std::size_t kVectors = 3;
#else
constexpr std::size_t kRows = 6;
constexpr std::size_t kVectors = 2;
#endif

using DF = hn::ScalableTag<float>;
using DI = hn::RebindToSigned<DF>;
using DU = hn::RebindToUnsigned<DF>;
constexpr std::size_t kLanes = hn::MaxLanes(DF());
constexpr std::size_t kCols = kVectors * kLanes;

std::size_t TileRows() {
  return kRows;
}
std::size_t TileCols() {
  return kCols;
}
bool HasFusedMultiplyAdd() {
  return HWY_NATIVE_FMA != 0;
}
std::int64_t Target() {
  return HWY_TARGET;
}

struct ExactStep {
  HWY_INLINE hn::Vec<DF> operator()(hn::Vec<DU> a, hn::Vec<DU> b, hn::Vec<DF> sum) const {
    return hn::MulAdd(hn::BitCast(DF(), a), hn::BitCast(DF(), b), sum);
  }
};

/// Two roundings (contraction is off).
struct PlainStep {
  HWY_INLINE hn::Vec<DF> operator()(hn::Vec<DU> a, hn::Vec<DU> b, hn::Vec<DF> sum) const {
    return hn::Add(sum, hn::Mul(hn::BitCast(DF(), a), hn::BitCast(DF(), b)));
  }
};

struct AdderStep {
  HWY_INLINE hn::Vec<DF> operator()(hn::Vec<DU> a, hn::Vec<DU> b, hn::Vec<DF> sum) const {
    return hn::Add(sum, hn::BitCast(DF(), hn::Add(a, b)));
  }
};

struct IntegerStep {
  HWY_INLINE hn::Vec<DI> operator()(hn::Vec<DU> a, hn::Vec<DU> b, hn::Vec<DI> sum) const {
#if HWY_TARGET == HWY_SCALAR  // one lane has no int16 pair
    const std::uint32_t x = hn::GetLane(a);
    const std::uint32_t y = hn::GetLane(b);
    const auto low = [](std::uint32_t w) { return static_cast<std::int32_t>(static_cast<std::int16_t>(w & 0xFFFFU)); };
    return hn::Add(sum, hn::Set(DI(), low(x) * low(y) + low(x >> 16) * low(y >> 16)));
#else
    const hn::Repartition<std::int16_t, DI> d16;
    // Some targets leave half of the products in a second sum.
    hn::Vec<DI> rest = hn::Zero(DI());
    sum = hn::ReorderWidenMulAccumulate(DI(), hn::BitCast(d16, a), hn::BitCast(d16, b), sum, rest);
    return hn::Add(sum, rest);
#endif
  }
};

/// Words of A and B (OperandTable::adder) to a product, by cases.
struct CasesStep {
  hn::Vec<DI> half_offset;

  HWY_INLINE hn::Vec<DF> operator()(hn::Vec<DU> a_bits, hn::Vec<DU> b_bits, hn::Vec<DF> sum) const {
    const DI di;
    const DU du;
    const auto a = hn::BitCast(di, a_bits);
    const auto b = hn::BitCast(di, b_bits);
    const auto flags = hn::Or(a, b);
    const auto has = [&](std::int32_t flag) { return hn::TestBit(flags, hn::Set(di, flag)); };
    const auto sign = hn::BitCast(di, hn::ShiftLeft<31>(hn::BitCast(du, hn::Xor(a, b))));
    // Half the magnitudes, so that the sum of two cannot wrap; the bit that is lost is a flag.
    const auto mask = hn::Set(di, ~kFlags);
    const auto half =
        hn::Add(hn::Add(hn::ShiftRight<1>(hn::And(a, mask)), hn::ShiftRight<1>(hn::And(b, mask))), half_offset);
    const auto word = hn::Add(hn::ShiftLeft<1>(half), hn::Set(di, 127 << kWordMantissa));
    const auto infinity = hn::Set(di, 0x7F800000);
    const auto small = hn::Lt(half, hn::Set(di, -126 * (1 << (kWordMantissa - 1))));
    const auto large = hn::Gt(half, hn::Set(di, 128 * (1 << (kWordMantissa - 1)) - 1));
    auto product = hn::IfThenElse(large, infinity, hn::IfThenZeroElse(small, word));
    product = hn::IfThenZeroElse(has(kZero), product);
    product = hn::IfThenElse(has(kInfinity), infinity, product);
    product = hn::Or(product, sign);
    const auto nan = hn::Or(has(kNan), hn::And(has(kZero), has(kInfinity)));
    product = hn::IfThenElse(nan, hn::Set(di, 0x7FC00000), product);
    return hn::Add(sum, hn::BitCast(DF(), product));
  }
};

/// The entry of a sum by its last bits, for tables of up to 16, 32 and any number of words. Where a vector holds 16
/// words an entry is a permutation of one or two of them, which takes the last four or five bits of an index; elsewhere
/// it is fetched from memory.
#if HWY_TARGET <= HWY_AVX3
struct Entries16 {
  hn::Vec<DI> words;
  explicit Entries16(const std::int32_t* table) : words(hn::LoadU(DI(), table)) {}
  HWY_INLINE hn::Vec<DI> operator()(hn::Vec<DI> sum) const {
    return hn::Vec<DI>{_mm512_permutexvar_epi32(sum.raw, words.raw)};
  }
};
struct Entries32 {
  hn::Vec<DI> low;
  hn::Vec<DI> high;
  explicit Entries32(const std::int32_t* table) : low(hn::LoadU(DI(), table)), high(hn::LoadU(DI(), table + 16)) {}
  HWY_INLINE hn::Vec<DI> operator()(hn::Vec<DI> sum) const {
    return hn::Vec<DI>{_mm512_permutex2var_epi32(low.raw, sum.raw, high.raw)};
  }
};
#endif
struct EntriesInMemory {
  const std::int32_t* table;
  HWY_INLINE hn::Vec<DI> operator()(hn::Vec<DI> sum) const {
    return hn::GatherIndex(DI(), table, hn::And(sum, hn::Set(DI(), 127)));
  }
};

template <class Entries>
struct SumEntryStep {
  Entries entries;

  HWY_INLINE hn::Vec<DF> operator()(hn::Vec<DU> a, hn::Vec<DU> b, hn::Vec<DF> sum) const {
    const auto words = hn::BitCast(DI(), hn::Add(a, b));
    return hn::Add(sum, hn::BitCast(DF(), hn::Add(words, entries(words))));
  }
};

struct LookupStep {
  const float* products;

  HWY_INLINE hn::Vec<DF> operator()(hn::Vec<DU> a, hn::Vec<DU> b, hn::Vec<DF> sum) const {
    return hn::Add(sum, hn::GatherIndex(DF(), products, hn::BitCast(DI(), hn::Add(a, b))));
  }
};

/// R rows of a tile with the sums in registers.
template <std::size_t R, class Step, class D>
HWY_INLINE void RowsOfTile(const Step& step, D d, const std::uint32_t* HWY_RESTRICT a,
                           const std::uint32_t* HWY_RESTRICT b, std::size_t depth, hn::TFromD<D>* HWY_RESTRICT sums) {
  const DU du;
  hn::Vec<D> sum[R][kVectors];
#pragma GCC unroll 8
  for (std::size_t r = 0; r < R; ++r) {
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) {
      sum[r][v] = hn::LoadU(d, sums + r * kCols + v * kLanes);
    }
  }
  for (std::size_t k = 0; k < depth; ++k, a += kRows, b += kCols) {
    hn::Vec<DU> column[kVectors];
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) {
      column[v] = hn::LoadU(du, b + v * kLanes);
    }
#pragma GCC unroll 8
    for (std::size_t r = 0; r < R; ++r) {
      const auto row = hn::Set(du, a[r]);
#pragma GCC unroll 4
      for (std::size_t v = 0; v < kVectors; ++v) {
        sum[r][v] = step(row, column[v], sum[r][v]);
      }
    }
  }
#pragma GCC unroll 8
  for (std::size_t r = 0; r < R; ++r) {
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) {
      hn::StoreU(sum[r][v], d, sums + r * kCols + v * kLanes);
    }
  }
}

template <class Step, class D>
HWY_INLINE void AnyTile(const Step& step, D d, const std::uint32_t* a, const std::uint32_t* b, std::size_t depth,
                        std::size_t rows, hn::TFromD<D>* sums) {
  if (rows == kRows) {
    RowsOfTile<kRows>(step, d, a, b, depth, sums);
    return;
  }
  for (std::size_t r = 0; r < rows; ++r) {
    RowsOfTile<1>(step, d, a + r, b, depth, sums + r * kCols);
  }
}

void ExactTile(const std::uint32_t* a, const std::uint32_t* b, std::size_t depth, std::size_t rows, float* sums) {
  AnyTile(ExactStep{}, DF(), a, b, depth, rows, sums);
}

void PlainTile(const std::uint32_t* a, const std::uint32_t* b, std::size_t depth, std::size_t rows, float* sums) {
  AnyTile(PlainStep{}, DF(), a, b, depth, rows, sums);
}

void AdderTile(const std::uint32_t* a, const std::uint32_t* b, std::size_t depth, std::size_t rows, float* sums) {
  AnyTile(AdderStep{}, DF(), a, b, depth, rows, sums);
}

void IntegerTile(const std::uint32_t* a, const std::uint32_t* b, std::size_t depth, std::size_t rows,
                 std::int32_t* sums) {
  AnyTile(IntegerStep{}, DI(), a, b, depth, rows, sums);
}

void AdderCasesTile(const std::int32_t* a, const std::int32_t* b, std::size_t depth, std::size_t rows,
                    std::int32_t offset_word, float* sums) {
  const CasesStep step{hn::Set(DI(), offset_word / 2)};
  const auto* a_bits = reinterpret_cast<const std::uint32_t*>(a);
  const auto* b_bits = reinterpret_cast<const std::uint32_t*>(b);
  for (std::size_t r = 0; r < rows; ++r) {
    RowsOfTile<1>(step, DF(), a_bits + r, b_bits, depth, sums + r * kCols);
  }
}

void SumEntryTile(const SumEntries& entries, const std::uint32_t* a, const std::uint32_t* b, std::size_t depth,
                  std::size_t rows, float* sums) {
  const auto* table = reinterpret_cast<const std::int32_t*>(entries.words.data());
#if HWY_TARGET <= HWY_AVX3
  if (entries.count <= 16) {
    AnyTile(SumEntryStep<Entries16>{Entries16(table)}, DF(), a, b, depth, rows, sums);
    return;
  }
  if (entries.count <= 32) {
    AnyTile(SumEntryStep<Entries32>{Entries32(table)}, DF(), a, b, depth, rows, sums);
    return;
  }
#endif
  AnyTile(SumEntryStep<EntriesInMemory>{{table}}, DF(), a, b, depth, rows, sums);
}

void LookupTile(const std::uint32_t* products, const std::uint32_t* a, const std::uint32_t* b, std::size_t depth,
                std::size_t rows, float* sums) {
  AnyTile(LookupStep{reinterpret_cast<const float*>(products)}, DF(), a, b, depth, rows, sums);
}

void FinishTile(float residue, float* sums) {
  const DF d;
  const auto nan = hn::BitCast(d, hn::Set(DU(), 0x7FC00000U));
  const auto limit = hn::Set(d, residue);
  for (std::size_t i = 0; i < kRows * kCols; i += kLanes) {
    const auto sum = hn::LoadU(d, sums + i);
    const auto kept = hn::IfThenZeroElse(hn::Lt(hn::Abs(sum), limit), sum);
    hn::StoreU(hn::IfThenElse(hn::IsNaN(sum), nan, kept), d, sums + i);
  }
}

}  // namespace lmulsim::arith::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lmulsim::arith::kernels {

HWY_EXPORT(TileRows);
HWY_EXPORT(TileCols);
HWY_EXPORT(HasFusedMultiplyAdd);
HWY_EXPORT(Target);
HWY_EXPORT(ExactTile);
HWY_EXPORT(PlainTile);
HWY_EXPORT(AdderTile);
HWY_EXPORT(IntegerTile);
HWY_EXPORT(AdderCasesTile);
HWY_EXPORT(SumEntryTile);
HWY_EXPORT(LookupTile);
HWY_EXPORT(FinishTile);

std::size_t tile_rows() {
  return HWY_DYNAMIC_DISPATCH(TileRows)();
}
std::size_t tile_cols() {
  return HWY_DYNAMIC_DISPATCH(TileCols)();
}
bool has_fused_multiply_add() {
  return HWY_DYNAMIC_DISPATCH(HasFusedMultiplyAdd)();
}
std::string_view target_name() {
  return hwy::TargetName(HWY_DYNAMIC_DISPATCH(Target)());
}

void exact_tile(const std::uint32_t* a, const std::uint32_t* b, std::size_t depth, std::size_t rows, float* sums) {
  HWY_DYNAMIC_DISPATCH(ExactTile)(a, b, depth, rows, sums);
}
void plain_tile(const std::uint32_t* a, const std::uint32_t* b, std::size_t depth, std::size_t rows, float* sums) {
  HWY_DYNAMIC_DISPATCH(PlainTile)(a, b, depth, rows, sums);
}
void adder_tile(const std::uint32_t* a, const std::uint32_t* b, std::size_t depth, std::size_t rows, float* sums) {
  HWY_DYNAMIC_DISPATCH(AdderTile)(a, b, depth, rows, sums);
}
void adder_cases_tile(const std::int32_t* a, const std::int32_t* b, std::size_t depth, std::size_t rows,
                      std::int32_t offset_word, float* sums) {
  HWY_DYNAMIC_DISPATCH(AdderCasesTile)(a, b, depth, rows, offset_word, sums);
}
void sum_entry_tile(const SumEntries& entries, const std::uint32_t* a, const std::uint32_t* b, std::size_t depth,
                    std::size_t rows, float* sums) {
  HWY_DYNAMIC_DISPATCH(SumEntryTile)(entries, a, b, depth, rows, sums);
}
void lookup_tile(const std::uint32_t* products, const std::uint32_t* a, const std::uint32_t* b, std::size_t depth,
                 std::size_t rows, float* sums) {
  HWY_DYNAMIC_DISPATCH(LookupTile)(products, a, b, depth, rows, sums);
}
void finish_tile(float residue, float* sums) {
  HWY_DYNAMIC_DISPATCH(FinishTile)(residue, sums);
}
void integer_tile(const std::uint32_t* a, const std::uint32_t* b, std::size_t depth, std::size_t rows,
                  std::int32_t* sums) {
  HWY_DYNAMIC_DISPATCH(IntegerTile)(a, b, depth, rows, sums);
}

}  // namespace lmulsim::arith::kernels
#endif  // HWY_ONCE
