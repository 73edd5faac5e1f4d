// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A multiplier and an accumulator as values. The choices they hold are declared here and listed in spec.hpp: whoever
// only carries a PE from one place to another does not depend on which choices there are.
#pragma once

#include <cstdint>
#include <optional>

namespace lmulsim::arith {

class ProductTable;
enum class MultiplierKind : std::uint8_t;
enum class Subnormals : std::uint8_t;
enum class AccumulatorKind : std::uint8_t;

/// AccumulatorKind::group and int_group.
inline constexpr AccumulatorKind kGroups = static_cast<AccumulatorKind>(8);
inline constexpr AccumulatorKind kIntegerGroups = static_cast<AccumulatorKind>(10);
/// Subnormals::normalize.
inline constexpr Subnormals kUsualSubnormals = static_cast<Subnormals>(1);

/// A multiplier: the exact one unless said otherwise. `offset` is D of adder:D in units of the last place; nothing
/// means the paper's 2^m >> l(m) (lmul). mitchell is offset 0. `bits` is T of antilog:T and cmean:T, the bits behind
/// the point of a significand. `table` belongs to table:FILE.
struct MultiplierSpec {
  MultiplierKind kind{};
  std::optional<std::uint32_t> offset = std::nullopt;
  Subnormals subnormals = kUsualSubnormals;
  int bits = 0;
  const ProductTable* table = nullptr;

  friend constexpr bool operator==(const MultiplierSpec&, const MultiplierSpec&) = default;
};

/// An accumulator: fp32 unless said otherwise. `fixed` and `narrow`: two's complement of `width` bits whose last bit
/// weighs 2^lsb (see fixed_layout()); a narrow one saturates unless it wraps. `aligned` and `group`: groups of `group`
/// products, `fraction_bits` kept; the sums of `group` enter a narrow sum of width and lsb, or fp32 if width is 0,
/// those of `int_group` int32. `floating`: `fraction_bits` mantissa bits. With `promote` = N > 0 any of them is the
/// inner one of two: after N terms and at the end it is added to an fp32 total and starts again.
struct AccumulatorSpec {
  AccumulatorKind kind{};
  int width = 0;
  int lsb = 0;
  int fraction_bits = 13;
  int group = 32;
  int promote = 0;
  bool wraps = false;

  friend constexpr bool operator==(const AccumulatorSpec&, const AccumulatorSpec&) = default;
};

/// How many products of neighbouring k a processing element takes in a beat: those of a group.
[[nodiscard]] constexpr int products_a_beat(const AccumulatorSpec& spec) {
  return spec.kind == kGroups || spec.kind == kIntegerGroups ? spec.group : 1;
}

/// The arithmetic of a processing element.
struct MacSpec {
  MultiplierSpec multiplier;
  AccumulatorSpec accumulator;

  friend constexpr bool operator==(const MacSpec&, const MacSpec&) = default;
};

}  // namespace lmulsim::arith
