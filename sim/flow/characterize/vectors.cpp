// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/vectors.hpp"

#include "arith/accumulate.hpp"
#include "arith/group.hpp"
#include "flow/characterize/unit_rtl.hpp"
#include "rtl/product_bus.hpp"

namespace lmulsim::flow::characterize {
namespace {

using cost::Unit;
using cost::UnitKind;

constexpr gatesim::PortValue kOne{1, 0};

gatesim::PortValue value(const arith::AccWord& word) {
  return {word.lo, word.hi};
}

arith::Number product(const Unit& unit, std::uint32_t moving, std::uint32_t top) {
  return arith::multiply(unit.multiplier, unit.moving, moving, unit.top, top);
}

/// Codes of a beat side by side, the first product's lowest.
template <class Code>
std::uint64_t side_by_side(arith::Format format, int products, Code code) {
  std::uint64_t word = 0;
  for (int i = 0; i < products; ++i) {
    word |= std::uint64_t{code(i)} << (i * arith::info(format).width());
  }
  return word;
}

std::uint64_t moving_word(const Unit& unit, const Tile& tile, int beat, int row) {
  return side_by_side(unit.moving, tile.products, [&](int i) { return tile.moving_at(beat, row, i); });
}

std::uint64_t top_word(const Unit& unit, const Tile& tile, int row) {
  return side_by_side(unit.top, tile.products, [&](int i) { return tile.top_at(row, i); });
}

std::uint32_t code_in(std::uint64_t word, int i, arith::Format format) {
  const int width = arith::info(format).width();
  return static_cast<std::uint32_t>(word >> (i * width)) & ((1U << width) - 1);
}

/// What a beat adds: the product, or the sum of a group.
arith::detail::Term term(const Unit& unit, std::uint64_t moving, std::uint64_t top) {
  const int products = arith::products_a_beat(unit.accumulator);
  if (products == 1) {
    return product(unit, static_cast<std::uint32_t>(moving), static_cast<std::uint32_t>(top));
  }
  std::vector<arith::GroupTerm> terms;
  for (int i = 0; i < products; ++i) {
    const std::uint32_t a = code_in(moving, i, unit.moving);
    const std::uint32_t b = code_in(top, i, unit.top);
    const arith::Number p = product(unit, a, b);
    terms.push_back({p, arith::product_exponent(unit.multiplier, unit.moving, a, unit.top, b, p)});
  }
  return arith::group_term(unit.accumulator, terms);
}

arith::AccWord add(const Unit& unit, arith::AccWord sum, std::uint64_t moving, std::uint64_t top) {
  return arith::products_a_beat(unit.accumulator) == 1
             ? arith::accumulate(unit.accumulator, sum,
                                 product(unit, static_cast<std::uint32_t>(moving), static_cast<std::uint32_t>(top)))
             : arith::enter_group(unit.accumulator, sum, term(unit, moving, top));
}

/// The sum of the rows above the PE.
arith::AccWord partial_sum(const Unit& unit, const Tile& tile, int beat) {
  arith::AccWord sum;
  for (int row = 0; row < tile.depth; ++row) {
    sum = add(unit, sum, moving_word(unit, tile, beat, row), top_word(unit, tile, row));
  }
  return sum;
}

/// One beat of one tile as the PE sees it.
struct Beat {
  std::uint64_t moving = 0;
  std::uint64_t top = 0;
  arith::AccWord sum_in;
  arith::AccWord sum_out;
  bool first = false;
};

std::vector<Beat> draw_beats(const Unit& unit, TileSource& source, int tiles, int beats, StreamCounter& statistics) {
  std::vector<Beat> all;
  const bool sums = unit.kind != UnitKind::multiplier && unit.kind != UnitKind::delay_register;
  for (int t = 0; t < tiles; ++t) {
    const Tile tile = source.draw(beats);
    statistics.add(tile);
    for (int i = 0; i < beats; ++i) {
      Beat beat;
      beat.moving = moving_word(unit, tile, i, tile.depth);
      beat.top = top_word(unit, tile, tile.depth);
      beat.first = i == 0;
      if (sums) {
        beat.sum_in = partial_sum(unit, tile, i);
        beat.sum_out = add(unit, beat.sum_in, beat.moving, beat.top);
      }
      all.push_back(beat);
    }
  }
  return all;
}

Vectors multiplier_vectors(const Unit& unit, const std::vector<Beat>& beats) {
  const rtl::ProductLayout layout = product_layout(unit);
  Vectors v;
  v.inputs = {"a_i", "b_i"};
  v.output = "prod_o";
  for (const Beat& b : beats) {
    v.values.push_back({{b.moving, 0}, {b.top, 0}});
    const arith::Number p = product(unit, static_cast<std::uint32_t>(b.moving), static_cast<std::uint32_t>(b.top));
    // Of a zero, infinity or NaN the other bits mean nothing: those are left to the accumulator's check.
    const bool whole = layout.integer || p.cls == arith::NumberClass::finite;
    v.expected.push_back(whole ? std::optional<gatesim::PortValue>({rtl::encode_product(layout, p, 0), 0})
                               : std::nullopt);
  }
  return v;
}

Vectors accumulator_vectors(const Unit& unit, const std::vector<Beat>& beats) {
  const rtl::ProductLayout layout = product_layout(unit);
  Vectors v;
  v.inputs = {"rst_ni", "en_i", "valid_i", "acc_i", "prod_i"};
  v.output = "acc_o";
  for (const Beat& b : beats) {
    const arith::detail::Term added = term(unit, b.moving, b.top);
    const std::uint64_t prod =
        arith::products_a_beat(unit.accumulator) == 1
            ? rtl::encode_product(
                  layout, product(unit, static_cast<std::uint32_t>(b.moving), static_cast<std::uint32_t>(b.top)), 0)
            : rtl::encode_group(layout, added);
    v.values.push_back({kOne, kOne, kOne, value(b.sum_in), {prod, 0}});
    v.expected.push_back(value(b.sum_out));
  }
  return v;
}

/// A beat's operands in its cycle, its partial sum with its product, 1 + MulStages cycles later; its result is visible
/// AccLatency cycles after that. The next tile's word is taken in the cycle before that tile's first beat.
Vectors stationary_vectors(const Unit& unit, const std::vector<Beat>& beats) {
  Vectors v;
  v.inputs = {"rst_ni", "en_i", "load_i", "step_i", "swap_i", "take_i", "moving_i", "stationary_i", "psum_i"};
  v.output = "psum_o";
  const std::size_t sum_delay = 1 + static_cast<std::size_t>(unit.mul_stages);
  const std::size_t result_delay = sum_delay + static_cast<std::size_t>(unit.acc_latency);
  const std::size_t cycles = beats.size() + 1;  // one before the first beat, to take its word
  const auto beat_at = [&](std::size_t cycle, std::size_t delay) -> const Beat* {
    return cycle >= delay + 1 && cycle - delay - 1 < beats.size() ? &beats[cycle - delay - 1] : nullptr;
  };
  std::uint64_t top = 0;
  for (std::size_t c = 0; c < cycles; ++c) {
    const Beat* now = beat_at(c, 0);
    const Beat* next = c < beats.size() ? &beats[c] : nullptr;
    const Beat* summed = beat_at(c, sum_delay);
    const Beat* done = beat_at(c, result_delay);
    const bool take = next != nullptr && next->first;
    top = take ? next->top : top;
    v.values.push_back({kOne,
                        kOne,
                        kOne,
                        kOne,
                        {now != nullptr && now->first ? 1U : 0U, 0},
                        {take ? 1U : 0U, 0},
                        {now != nullptr ? now->moving : 0, 0},
                        {top, 0},
                        summed != nullptr ? value(summed->sum_in) : gatesim::PortValue{}});
    v.expected.push_back(done != nullptr ? std::optional(value(done->sum_out)) : std::nullopt);
  }
  return v;
}

/// Both operands stream; AccLatency sums are interleaved. They start from zero with their first products and are
/// captured after their last. The last of them is looked at.
Vectors output_vectors(const Unit& unit, TileSource& source, int tiles, int beats, StreamCounter& statistics) {
  Vectors v;
  v.inputs = {"rst_ni",   "en_i",     "load_i",  "step_i",        "zero_i", "cap_i",
              "moving_i", "second_i", "shift_i", "above_shift_i", "above_i"};
  v.output = "below_o";
  const int latency = unit.acc_latency;
  std::optional<gatesim::PortValue> previous;
  for (int t = 0; t < tiles; ++t) {
    const Tile moving = source.draw(beats);
    statistics.add(moving);
    arith::AccWord last_sum;
    for (int i = 0; i < beats; ++i) {
      // The top operand streams, too: a word of another tile for every beat.
      const std::uint64_t a = moving_word(unit, moving, i, moving.depth);
      const Tile other = source.draw(1);
      const std::uint64_t b = top_word(unit, other, other.depth);
      if (i % latency == latency - 1) {
        last_sum = add(unit, last_sum, a, b);
      }
      // zero belongs to the cycles after the first beats, cap to the one after the first of the last beats.
      const bool zero = i >= 1 && i <= latency;
      const bool cap = (i - 1 + beats) % beats == beats - latency && (i > 0 || t > 0);
      v.values.push_back({kOne, kOne, kOne, kOne, {zero ? 1U : 0U, 0}, {cap ? 1U : 0U, 0}, {a, 0}, {b, 0}, {}, {}, {}});
      // Operands, product registers, sum, slot: the result of the tile before is visible from this beat on.
      const bool visible = i >= 2 + unit.mul_stages + latency;
      v.expected.push_back(visible ? previous : std::nullopt);
    }
    previous = value(last_sum);
  }
  return v;
}

Vectors register_vectors(const Unit& unit, const std::vector<Beat>& beats) {
  Vectors v;
  v.inputs = {"en_i", "data_i"};
  v.output = "data_o";
  const std::uint64_t mask = unit.width >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << unit.width) - 1;
  for (std::size_t i = 0; i < beats.size(); ++i) {
    v.values.push_back({kOne, {beats[i].moving & mask, 0}});
    v.expected.push_back(i > 0 ? std::optional<gatesim::PortValue>({beats[i - 1].moving & mask, 0}) : std::nullopt);
  }
  return v;
}

}  // namespace

int products_of(const Unit& unit) {
  const bool single = unit.kind == UnitKind::multiplier || unit.kind == UnitKind::delay_register;
  return single ? 1 : arith::products_a_beat(unit.accumulator);
}

Vectors make_vectors(const Unit& unit, TileSource& source, int tiles, int beats, StreamCounter& statistics) {
  beats -= beats % unit.acc_latency;
  const auto drawn = [&] { return draw_beats(unit, source, tiles, beats, statistics); };
  Vectors v;
  switch (unit.kind) {
    case UnitKind::multiplier:
      v = multiplier_vectors(unit, drawn());
      break;
    case UnitKind::accumulator:
      v = accumulator_vectors(unit, drawn());
      break;
    case UnitKind::pe_stationary:
      v = stationary_vectors(unit, drawn());
      break;
    case UnitKind::pe_output:
      v = output_vectors(unit, source, tiles, beats, statistics);
      break;
    case UnitKind::delay_register:
      v = register_vectors(unit, drawn());
      break;
  }
  v.operations = tiles * beats;
  v.cycles_per_batch = tiles >= kBatches ? tiles / kBatches * beats : tiles * beats;
  return v;
}

bool has_few_operands(const Unit& unit) {
  const bool narrow = arith::info(unit.moving).width() == 8 && arith::info(unit.top).width() == 8;
  return unit.kind == UnitKind::multiplier && narrow;
}

Vectors exhaustive_vectors(const Unit& unit) {
  constexpr std::uint32_t kCodes = 256;
  if (!has_few_operands(unit)) {
    return {};
  }
  std::vector<Beat> beats;
  for (std::uint32_t a = 0; a < kCodes; ++a) {
    for (std::uint32_t b = 0; b < kCodes; ++b) {
      beats.push_back({.moving = a, .top = b, .sum_in = {}, .sum_out = {}, .first = false});
    }
  }
  return multiplier_vectors(unit, beats);
}

}  // namespace lmulsim::flow::characterize
