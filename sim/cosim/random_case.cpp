// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cosim/random_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/convert.hpp"
#include "arith/group.hpp"
#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "arith/rounding.hpp"
#include "arith/significands.hpp"
#include "config/dataflow_names.hpp"
#include "mapping/loops.hpp"
#include "util/random.hpp"

namespace lmulsim::cosim {

namespace {

using Random = std::mt19937_64;

std::int64_t between(Random& random, std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
}

// Edges matter most: one, around a multiple of the array's side, and anything up to three tiles.
std::int64_t extent(Random& random, std::int64_t side) {
  switch (random() % 4) {
    case 0:
      return between(random, 1, 2);
    case 1:
      return std::max<std::int64_t>(1, side * between(random, 1, 3) + between(random, -1, 1));
    default:
      return between(random, 1, 3 * side + 1);
  }
}

int stall_percent(Random& random) {
  static constexpr std::array kChoices{0, 0, 5, 30, 60, 85};
  return kChoices[random() % kChoices.size()];
}

std::vector<std::uint16_t> corner_codes(arith::Format format) {
  const arith::FormatInfo& f = arith::info(format);
  const auto sign = static_cast<std::uint16_t>(f.sign_mask());
  const auto mag = static_cast<std::uint16_t>(f.mag_mask());
  const auto man = static_cast<std::uint16_t>(f.man_mask());
  std::vector<std::uint16_t> codes{0,
                                   1,
                                   man,
                                   static_cast<std::uint16_t>(man + 1U),
                                   mag,
                                   static_cast<std::uint16_t>(mag - 1U),
                                   static_cast<std::uint16_t>(mag & ~man),
                                   static_cast<std::uint16_t>((mag & ~man) - 1U),
                                   static_cast<std::uint16_t>(static_cast<unsigned>(f.bias) << f.man_bits)};
  for (std::uint16_t& code : codes) {
    code &= mag;  // integers have neither exponent nor bias
  }
  const std::size_t positive = codes.size();
  for (std::size_t i = 0; i < positive; ++i) {
    codes.push_back(static_cast<std::uint16_t>(codes[i] | sign));
  }
  return codes;
}

std::uint16_t gaussian_code(Random& random, arith::Format format) {
  const double deviation = arith::info(format).is_integer() ? 30.0 : 1.0;
  return static_cast<std::uint16_t>(arith::convert_fp64(deviation * util::normal(random), format,
                                                        arith::Rounding::nearest, arith::Overflow::saturate));
}

// Exponents within sixteen of one another, around 1: as far apart as the sums of narrow formats can still see.
std::uint16_t near_code(Random& random, arith::Format format) {
  const arith::FormatInfo& f = arith::info(format);
  const auto any = static_cast<std::uint32_t>(random());
  if (f.is_integer()) {
    return static_cast<std::uint16_t>((any & 0x3FU) | (any & 0x100U ? 0xC0U : 0U));
  }
  const auto largest = static_cast<std::int64_t>(f.mag_mask() >> f.man_bits);
  const std::int64_t field =
      std::clamp<std::int64_t>(f.bias + between(random, -8, 7), 1, std::max<std::int64_t>(largest - 1, 1));
  return static_cast<std::uint16_t>((any & (f.sign_mask() | f.man_mask())) |
                                    (static_cast<std::uint32_t>(field) << f.man_bits));
}

// int8 has a larger magnitude below zero; A's is that one.
std::uint16_t largest_code(arith::Format format, bool negative) {
  const arith::FormatInfo& f = arith::info(format);
  if (f.is_integer()) {
    return static_cast<std::uint16_t>(negative ? f.sign_mask() : f.mag_mask());
  }
  return static_cast<std::uint16_t>(arith::max_finite_code(f) | (negative ? f.sign_mask() : 0U));
}

std::vector<std::uint16_t> draw_codes(Random& random, arith::Format format, OperandMix mix, std::size_t count) {
  const arith::FormatInfo& f = arith::info(format);
  const auto mask = static_cast<std::uint16_t>(f.mag_mask() | f.sign_mask());
  const std::vector<std::uint16_t> corners = corner_codes(format);
  const bool negative = random() % 2 == 0;
  std::vector<std::uint16_t> codes(count);
  for (std::uint16_t& code : codes) {
    const auto any = static_cast<std::uint16_t>(random() & mask);
    switch (mix) {
      case OperandMix::all_codes:
        code = any;
        break;
      case OperandMix::gaussian:
        code = gaussian_code(random, format);
        break;
      case OperandMix::zero_heavy:
        code = random() % 4 == 0 ? any : static_cast<std::uint16_t>(f.is_integer() ? 0U : any & f.sign_mask());
        break;
      case OperandMix::corners:
        code = corners[random() % corners.size()];
        break;
      case OperandMix::near:
        code = near_code(random, format);
        break;
      case OperandMix::largest:
        code = largest_code(format, negative);
        break;
    }
  }
  return codes;
}

// Few terms as often as many: those overflow, these are wide.
std::int64_t draw_max_k(Random& random) {
  return random() % 2 == 0 ? between(random, 1, 16) : between(random, 1, std::int64_t{1} << between(random, 4, 22));
}

/// Cut anywhere between the last bit of the smallest product and the first of the largest, with few bits as often as
/// many: those saturate.
arith::AccumulatorSpec draw_narrow(Random& random, const machine::Pe& pe) {
  const auto whole = arith::fixed_layout(pe.multiplier, pe.activation_format, pe.weight_format, 1);
  return {.kind = arith::AccumulatorKind::narrow,
          .width = static_cast<int>(between(random, 2, 28)),
          .lsb = static_cast<int>(between(random, whole.lsb, whole.lsb + whole.width - 2))};
}

/// Groups of operands of 8 bits, into fp32 as often as into a narrow sum; cut to as few bits as the products allow, or
/// to more. Other formats keep fp32.
void draw_group(Random& random, machine::Pe& pe) {
  const auto& a = arith::info(pe.activation_format);
  const auto& b = arith::info(pe.weight_format);
  if (std::max(a.width(), b.width()) > arith::kHardwareGroupOperandBits) {
    return;
  }
  arith::AccumulatorSpec spec = random() % 2 == 0 ? draw_narrow(random, pe) : arith::AccumulatorSpec{};
  const bool whole = arith::hardware(pe.multiplier.kind).significand == arith::Significand::full;
  spec.kind = arith::AccumulatorKind::group;
  spec.group =
      static_cast<int>(random() % 2 == 0 ? arith::kMaxHardwareGroup : between(random, 2, arith::kMaxHardwareGroup));
  spec.fraction_bits = static_cast<int>(between(random, whole ? a.man_bits + b.man_bits : 1, 12));
  pe.accumulator = spec;
}

void draw_accumulator(Random& random, machine::Accelerator& acc) {
  machine::Pe& pe = acc.pe;
  const std::vector<arith::AccumulatorKind> built = arith::built_accumulators(arith::Operands::floats);
  const arith::AccumulatorKind kind = built[(random() + 1) % built.size()];
  if (kind == arith::AccumulatorKind::narrow) {
    pe.accumulator = draw_narrow(random, pe);
    return;
  }
  if (kind == arith::AccumulatorKind::group) {
    draw_group(random, pe);
    return;
  }
  if (kind != arith::AccumulatorKind::fixed) {
    pe.accumulator.kind = kind;
    return;
  }
  const std::int64_t max_k = draw_max_k(random);
  const auto fixed =
      arith::fixed_layout(pe.multiplier, pe.activation_format, pe.weight_format, static_cast<std::uint64_t>(max_k));
  if (fixed.width <= arith::kMaxFixedWidth) {
    pe.accumulator = fixed;
    acc.max_k = max_k;
  }
}

// One of the families in a quarter of all cases; of the rest the first one, e4m3, twice as often as any other.
arith::Format draw_float_format(Random& random) {
  if (random() % 4 == 0) {
    const std::vector<arith::Format> families = arith::built_families();
    return families[random() % families.size()];
  }
  const std::vector<arith::Format> built = arith::built_formats(arith::Operands::floats);
  const std::uint64_t drawn = random() % (built.size() + 1);
  return built[drawn == 0 ? 0 : drawn - 1];
}

// A third of the adders have any offset, lmul's and mitchell's among them.
void draw_multiplier(Random& random, arith::MultiplierSpec& multiplier) {
  const std::vector<arith::MultiplierKind> built = arith::built_multipliers(arith::Operands::floats);
  multiplier.kind = built[built.size() - 1 - random() % built.size()];
  if (arith::takes_offset(multiplier.kind) && random() % 3 == 0) {
    multiplier.offset = static_cast<std::uint32_t>(random() % 4);
  }
}

/// With a table of any length that fits.
arith::MultiplierSpec draw_lookup(Random& random, arith::MultiplierKind kind, const machine::Pe& pe) {
  const int mantissa = arith::adder_widths(pe.activation_format, pe.weight_format).man_bits;
  const int most = std::min(arith::kMaxTableBits, arith::kHardwareTableBits / arith::hardware_entries(kind, mantissa));
  return {.kind = kind, .subnormals = pe.multiplier.subnormals, .bits = static_cast<int>(between(random, 1, most))};
}

/// A sixth of them by mitchell.
void draw_logarithms(Random& random, machine::Pe& pe) {
  const std::vector<arith::Format> built = arith::built_logs();
  pe.activation_format = built[random() % built.size()];
  pe.weight_format = random() % 2 == 0 ? pe.activation_format : built[random() % built.size()];
  pe.multiplier = random() % 6 == 0 ? arith::MultiplierSpec{.kind = arith::MultiplierKind::adder, .offset = 0}
                                    : draw_lookup(random, arith::MultiplierKind::antilog, pe);
}

/// Of floats of at most 8 bits every fourth is cmean.
void draw_floats(Random& random, machine::Pe& pe) {
  pe.activation_format = draw_float_format(random);
  pe.weight_format = random() % 2 == 0 ? pe.activation_format : draw_float_format(random);
  pe.multiplier.subnormals = random() % 2 == 0 ? arith::Subnormals::daz : arith::Subnormals::normalize;
  draw_multiplier(random, pe.multiplier);
  const bool narrow = arith::info(pe.activation_format).width() <= 8 && arith::info(pe.weight_format).width() <= 8;
  if (narrow && random() % 4 == 0) {
    pe.multiplier = draw_lookup(random, arith::MultiplierKind::cmean, pe);
  }
}

void draw_arithmetic(Random& random, machine::Accelerator& acc) {
  machine::Pe& pe = acc.pe;
  if (random() % 6 == 0) {
    pe.activation_format = pe.weight_format = arith::Format::int8;
    pe.accumulator.kind = arith::AccumulatorKind::int32;
    if (random() % 3 == 0) {
      pe.accumulator = {.kind = arith::AccumulatorKind::int_group,
                        .group = static_cast<int>(between(random, 2, arith::kMaxHardwareGroup))};
    }
    return;
  }
  if (random() % 6 == 0) {
    draw_logarithms(random, pe);
  } else {
    draw_floats(random, pe);
  }
  draw_accumulator(random, acc);
}

// Words of one tile fit; the accumulator memory is small, so that groups and blocks are.
machine::Memory draw_memory(Random& random, const machine::Accelerator& acc) {
  const std::int64_t words = std::int64_t{acc.rows} * acc.cols * acc.pe.acc_latency;
  const std::int64_t tile_kib = (words * arith::acc_word_bits(acc.pe.accumulator) + 8191) / 8192;
  return {1 << 16, 1 << 16, 1024 * std::max(tile_kib, between(random, 1, 8)), 64};
}

// A K whose sums overflow or end close to it, with the operands that get there soonest; nothing when that takes too
// long on this array.
std::optional<std::int64_t> overflowing_k(Random& random, const machine::Accelerator& acc) {
  if (acc.pe.accumulator.kind == arith::AccumulatorKind::fixed && acc.max_k <= 64) {
    return 4 * acc.max_k + between(random, 0, 16);
  }
  // 127 x 127 takes 133,145 terms to pass 2^31; other signs take fewer. 100,000 end between 2^30 and 2^31.
  const bool small = std::max(acc.rows, acc.cols) <= 4 && acc.pe.acc_latency == 1;
  if (acc.pe.accumulator.kind == arith::AccumulatorKind::int32 && small && random() % 2 == 0) {
    return (random() % 2 == 0 ? 133145 : 100000) + between(random, 0, 64);
  }
  return std::nullopt;
}

// One result or two, a long sum: beyond every tile, sometimes beyond the accumulator.
void draw_long_sum(Random& random, const machine::Accelerator& acc, CosimCase& c) {
  c.gemm = {between(random, 1, 2), between(random, 1, 2), between(random, 64, 400)};
  c.count = 1;
  c.stalls = {};
  c.mix = static_cast<OperandMix>(random() % kMixNames.size());
  if (const auto k = overflowing_k(random, acc)) {
    c.gemm = {1, 1, *k};
    c.mix = OperandMix::largest;
  }
  c.loops = mapping::choose_loops(acc, c.gemm);
}

std::uint64_t draw_seed(Random& random) {
  return random() >> 1U;
}

}  // namespace

std::string CosimCase::text() const {
  return fmt::format(
      "m={} n={} k={} count={} stream_block={} col_group={} stalls moving/stationary/psum/result={}/{}/{}/{} seed={} "
      "operands={}{}",
      gemm.m, gemm.n, gemm.k, count, loops.stream_block, loops.col_group, stalls.moving_percent,
      stalls.stationary_percent, stalls.psum_percent, stalls.result_percent, stalls.seed,
      operands ? "given" : kMixNames[mix], operands ? "" : fmt::format(" seed={}", operand_seed));
}

CosimCase random_case(const machine::Accelerator& accelerator, Random& random) {
  const std::int64_t side = std::max(accelerator.rows, accelerator.cols);
  CosimCase c;
  c.operand_seed = draw_seed(random);
  if (random() % 8 == 0) {
    draw_long_sum(random, accelerator, c);
    return c;
  }
  const std::int64_t products = arith::products_a_beat(accelerator.pe.accumulator);
  c.gemm = {extent(random, side), extent(random, side), extent(random, side * products)};
  c.count = random() % 4 == 0 ? between(random, 2, 3) : 1;
  c.loops = mapping::choose_loops(accelerator, c.gemm);
  if (random() % 3 == 0) {
    c.loops = {between(random, 1, std::max(c.gemm.m, c.gemm.n)), between(random, 1, 4)};
  }
  if (random() % 4 != 0) {
    c.stalls = {draw_seed(random), stall_percent(random), stall_percent(random), stall_percent(random),
                stall_percent(random)};
  }
  c.mix = static_cast<OperandMix>(random() % kMixNames.size());
  return c;
}

Random random_of_case(std::uint64_t seed, std::int64_t index) {
  return Random(util::split_mix(util::split_mix(seed) + 2 * static_cast<std::uint64_t>(index)));
}

Random random_of_accelerator(std::uint64_t seed, std::int64_t index) {
  return Random(util::split_mix(util::split_mix(seed) + 2 * static_cast<std::uint64_t>(index) + 1));
}

engine::Operands case_operands(const machine::Accelerator& accelerator, const CosimCase& c) {
  if (c.operands) {
    return *c.operands;
  }
  Random random(c.operand_seed);
  const auto a = static_cast<std::size_t>(c.count * c.gemm.m * c.gemm.k);
  const auto b = static_cast<std::size_t>(c.count * c.gemm.k * c.gemm.n);
  engine::Operands operands;
  operands.a = draw_codes(random, accelerator.pe.activation_format, c.mix, a);
  operands.b = draw_codes(random, accelerator.pe.weight_format, c.mix, b);
  return operands;
}

machine::Accelerator random_accelerator(Random& random, int largest_side) {
  machine::Accelerator acc;
  acc.rows = static_cast<int>(between(random, 1, largest_side));
  acc.cols = static_cast<int>(between(random, 1, largest_side));
  acc.dataflow = static_cast<machine::Dataflow>(random() % 3);
  draw_arithmetic(random, acc);
  acc.pe.mul_stages = static_cast<int>(random() % (arith::products_a_beat(acc.pe.accumulator) > 1 ? 4 : 2));
  acc.pe.acc_latency = random() % 2 == 0 ? 1 : static_cast<int>(between(random, 2, 5));
  acc.memory = draw_memory(random, acc);
  acc.clock_hz = 5e8;
  acc.name = describe(acc);
  acc.source = "drawn at random";
  return acc;
}

std::string describe(const machine::Accelerator& acc) {
  // An adder's constant as a number, whatever its name.
  const arith::MultiplierSpec& multiplier = acc.pe.multiplier;
  const bool adder = arith::takes_offset(multiplier.kind);
  const std::string name =
      adder ? fmt::format("adder:{}", arith::adder_offset(multiplier, acc.pe.activation_format, acc.pe.weight_format))
            : arith::multiplier_name(multiplier);
  const std::string terms = acc.max_k > 0 ? fmt::format(":{}", acc.max_k) : "";
  return fmt::format("{} {}x{} {} {} {} x {} {}{} S{} L{}", config::dataflow_name(acc.dataflow), acc.rows, acc.cols,
                     name, arith::subnormals_name(multiplier.subnormals), arith::info(acc.pe.activation_format).name,
                     arith::info(acc.pe.weight_format).name, arith::accumulator_name(acc.pe.accumulator), terms,
                     acc.pe.mul_stages, acc.pe.acc_latency);
}

}  // namespace lmulsim::cosim
