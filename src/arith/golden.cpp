// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The contract's golden vectors, proved by the compiler: a library that gets one wrong does not build.
#include "arith/accumulate.hpp"
#include "arith/product.hpp"

namespace lmulsim::arith {
namespace {

constexpr MultiplierSpec kLmul{.kind = MultiplierKind::adder, .offset = std::nullopt, .subnormals = Subnormals::daz};
constexpr MultiplierSpec kExact{};

constexpr bool lmul_gives(Format f, std::uint32_t a, std::uint32_t b, std::uint32_t product) {
  return multiply_narrow(kLmul, f, a, f, b) == product;
}

static_assert(lmul_gives(Format::bf16, 0x3F80, 0x3F80, 0x3F88));
static_assert(lmul_gives(Format::bf16, 0x3FC0, 0x3FC0, 0x4008));
static_assert(lmul_gives(Format::bf16, 0x3FE0, 0x3FE0, 0x4048));
static_assert(lmul_gives(Format::bf16, 0x4000, 0x4040, 0x40C8));
static_assert(lmul_gives(Format::bf16, 0xBF80, 0x4000, 0xC008));
static_assert(lmul_gives(Format::bf16, 0x3F00, 0x3E80, 0x3E08));
static_assert(lmul_gives(Format::bf16, 0x7F7F, 0x7F7F, 0x7F7F));
static_assert(lmul_gives(Format::bf16, 0x0080, 0x0080, 0x0000));
static_assert(lmul_gives(Format::bf16, 0x0000, 0x3F80, 0x0000));
static_assert(lmul_gives(Format::e4m3, 0x38, 0x38, 0x39));
static_assert(lmul_gives(Format::e4m3, 0x3C, 0x3C, 0x41));
static_assert(lmul_gives(Format::e4m3, 0x3E, 0x3E, 0x45));
static_assert(lmul_gives(Format::e4m3, 0x3F, 0x3F, 0x47));
static_assert(lmul_gives(Format::e4m3, 0x40, 0x44, 0x4D));
static_assert(lmul_gives(Format::e4m3, 0xB8, 0x40, 0xC1));
static_assert(lmul_gives(Format::e4m3, 0x7E, 0x7E, 0x7E));
static_assert(lmul_gives(Format::e4m3, 0x08, 0x08, 0x00));
static_assert(lmul_gives(Format::e4m3, 0x07, 0x38, 0x00));
static_assert(lmul_gives(Format::e5m2, 0x3C, 0x3C, 0x3D));
static_assert(lmul_gives(Format::e5m2, 0x3E, 0x3E, 0x41));
static_assert(lmul_gives(Format::e5m2, 0x3F, 0x3F, 0x43));
static_assert(lmul_gives(Format::e5m2, 0x40, 0x42, 0x47));

// The widest exact e4m3 products need bits 2^-18 .. 2^17, and one more for the sign.
static_assert(fixed_layout(kExact, Format::e4m3, Format::e4m3, 1) ==
              AccumulatorSpec{.kind = AccumulatorKind::fixed, .width = 37, .lsb = -18});

constexpr AccumulatorSpec kFp32{};
constexpr std::uint64_t fp32_sum(std::uint32_t acc, Format f, std::uint32_t a, std::uint32_t b) {
  return accumulate(kFp32, {.lo = acc, .hi = 0}, multiply(kExact, f, a, f, b)).lo;
}
static_assert(fp32_sum(0x3F800000, Format::e4m3, 0x38, 0x38) == 0x40000000);
static_assert(fp32_sum(0x3F800000, Format::e4m3, 0xB8, 0x38) == 0x00000000);
static_assert(fp32_sum(0x80000000, Format::e4m3, 0x80, 0x38) == 0x80000000);
static_assert(fp32_sum(0x7F800000, Format::e5m2, 0xFC, 0x3C) == 0x7FC00000);

}  // namespace
}  // namespace lmulsim::arith
