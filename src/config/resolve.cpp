// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/resolve.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <type_traits>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "arith/thresholds.hpp"
#include "config/dataflow_names.hpp"
#include "config/hardware_words.hpp"
#include "config/keys.hpp"
#include "config/machine_words.hpp"
#include "machine/pipeline.hpp"
#include "util/error.hpp"
#include "util/printable.hpp"

namespace lmulsim::config {
namespace {

using arith::AccumulatorKind;
using arith::MultiplierKind;
using machine::Dataflow;

template <typename T>
void check_range(const AcceleratorFile& file, Field<T> AcceleratorFile::*member) {
  const Field<T>& field = file.*member;
  const auto& range = key_of(member).range;
  if (field.given() && range &&
      (*field.value < static_cast<T>(range->low) || *field.value > static_cast<T>(range->high))) {
    throw InputError(
        fmt::format("{}: expected {} to {}, found {}", field.where, range->low, range->high, *field.value));
  }
}

/// The value of a key that has to be there, in its range.
template <typename T>
const T& required(const AcceleratorFile& file, Field<T> AcceleratorFile::*member) {
  if constexpr (std::is_arithmetic_v<T>) {
    check_range(file, member);
  }
  if (!(file.*member).given()) {
    const Key& key = key_of(member);
    throw InputError(fmt::format("{}: missing key '{}': expected {}", file.source, key.name, key.required));
  }
  return *(file.*member).value;
}

/// The value of a key in its range, or what stands for it.
std::int64_t value_or(const AcceleratorFile& file, Field<std::int64_t> AcceleratorFile::*member,
                      std::int64_t otherwise) {
  check_range(file, member);
  return (file.*member).value.value_or(otherwise);
}

std::int64_t value_or_fallback(const AcceleratorFile& file, Field<std::int64_t> AcceleratorFile::*member) {
  return value_or(file, member, key_of(member).fallback.value());
}

std::int64_t memory_bytes(const AcceleratorFile& file, Field<std::int64_t> AcceleratorFile::*member) {
  return required(file, member) * 1024;
}

arith::MultiplierSpec resolve_multiplier(const AcceleratorFile& file) {
  arith::MultiplierSpec spec =
      parse_hardware_multiplier(required(file, &AcceleratorFile::multiplier), file.multiplier.where);
  if (file.subnormals.given()) {
    spec.subnormals = arith::parse_subnormals(*file.subnormals.value, file.subnormals.where);
  }
  if (file.product.given() && *file.product.value == "narrow") {
    throw InputError(file.product.where +
                     ": narrow products are reference only, no hardware has them; expected 'wide'");
  }
  if (file.product.given() && *file.product.value != "wide") {
    throw InputError(fmt::format("{}: expected 'wide', found '{}'", file.product.where, *file.product.value));
  }
  return spec;
}

void check_adder(const machine::Pe& pe, const AcceleratorFile& file) {
  if (pe.multiplier.kind != MultiplierKind::adder || arith::info(pe.activation_format).is_logarithmic()) {
    return;
  }
  const arith::AdderWidths widths = arith::adder_widths(pe.activation_format, pe.weight_format);
  const auto largest = static_cast<std::uint32_t>(widths.bias) << widths.man_bits;
  if (pe.multiplier.offset && *pe.multiplier.offset > largest) {
    throw InputError(fmt::format("{}: expected an adder offset of 0 to {} for {} x {}, found {}", file.multiplier.where,
                                 largest, arith::info(pe.activation_format).name, arith::info(pe.weight_format).name,
                                 *pe.multiplier.offset));
  }
}

/// Words as "'fp32', 'bf16' or 'fixed'".
std::string quoted_choice(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view before = i == 0 ? "" : i + 1 == words.size() ? " or " : ", ";
    text += fmt::format("{}'{}'", before, words[i]);
  }
  return text;
}

/// Of those an engine has, for operands of a format.
std::vector<std::string_view> multiplier_words(arith::Format format) {
  std::vector<std::string_view> words;
  for (const arith::MultiplierWord& row : arith::kMultiplierWords) {
    const arith::MultiplierRow& hardware = arith::hardware(row.kind);
    if (hardware.engines() != arith::Engines::none && arith::takes(hardware.operands, format)) {
      words.push_back(row.word);
    }
  }
  return words;
}

std::vector<std::string_view> accumulator_words(arith::Operands operands) {
  std::vector<std::string_view> words;
  for (const AccumulatorKind kind : arith::built_accumulators(operands)) {
    words.push_back(arith::hardware(kind).word);
  }
  return words;
}

/// int8 operands, a multiplier and an accumulator for integers come together or not at all.
void check_integers(const machine::Pe& pe, const AcceleratorFile& file) {
  const bool int_a = arith::info(pe.activation_format).is_integer();
  const bool int_w = arith::info(pe.weight_format).is_integer();
  const arith::Operands operands = int_a ? arith::Operands::integers : arith::Operands::floats;
  if (int_a != int_w) {
    throw InputError(fmt::format("{}: expected both operands int8 or neither, found {} x {}", file.weight_format.where,
                                 arith::info(pe.activation_format).name, arith::info(pe.weight_format).name));
  }
  if (!arith::takes(arith::hardware(pe.multiplier.kind).operands, pe.activation_format)) {
    throw InputError(fmt::format("{}: expected multiplier {} for {} operands, found '{}'", file.multiplier.where,
                                 quoted_choice(multiplier_words(pe.activation_format)),
                                 arith::info(pe.activation_format).name, *file.multiplier.value));
  }
  arith::require_formats(pe.multiplier, pe.activation_format, pe.weight_format, file.multiplier.where);
  if (!arith::takes(pe.accumulator.kind, pe.activation_format)) {
    throw InputError(fmt::format("{}: expected accumulator {} for {} operands, found '{}'", file.accumulator.where,
                                 quoted_choice(accumulator_words(operands)), arith::info(pe.activation_format).name,
                                 *file.accumulator.value));
  }
}

void resolve_fixed(machine::Pe& pe, std::int64_t& max_k, const AcceleratorFile& file) {
  if (pe.accumulator.kind != AccumulatorKind::fixed) {
    if (file.max_k.given()) {
      throw InputError(fmt::format("{}: only the accumulator 'fixed' has a largest K, found accumulator '{}'",
                                   file.max_k.where, *file.accumulator.value));
    }
    return;
  }
  max_k = required(file, &AcceleratorFile::max_k);
  pe.accumulator =
      arith::fixed_layout(pe.multiplier, pe.activation_format, pe.weight_format, static_cast<std::uint64_t>(max_k));
  if (pe.accumulator.width > arith::kMaxFixedWidth) {
    throw InputError(fmt::format("{}: expected a fixed accumulator of at most {} bits, found {} ({} {} x {}, max_k {})",
                                 file.accumulator.where, arith::kMaxFixedWidth, pe.accumulator.width,
                                 arith::multiplier_name(pe.multiplier), arith::info(pe.activation_format).name,
                                 arith::info(pe.weight_format).name, max_k));
  }
}

/// Only a group has something to compute between a first register and the next.
void check_stages(const machine::Pe& pe, const AcceleratorFile& file) {
  if (pe.mul_stages > 1 && arith::products_a_beat(pe.accumulator) == 1) {
    throw InputError(fmt::format("{}: expected 0 to 1, found {} (more are for the steps of a group)",
                                 file.mul_stages.where, pe.mul_stages));
  }
}

machine::Pe resolve_pe(const AcceleratorFile& file, std::int64_t& max_k) {
  machine::Pe pe;
  pe.multiplier = resolve_multiplier(file);
  pe.activation_format =
      parse_hardware_format(required(file, &AcceleratorFile::activation_format), file.activation_format.where);
  pe.weight_format = parse_hardware_format(required(file, &AcceleratorFile::weight_format), file.weight_format.where);
  pe.accumulator = parse_hardware_accumulator(required(file, &AcceleratorFile::accumulator), file.accumulator.where);
  const machine::Pipeline usual = machine::reference_pipeline(pe.accumulator);
  pe.mul_stages = static_cast<int>(value_or(file, &AcceleratorFile::mul_stages, usual.mul_stages));
  pe.acc_latency = static_cast<int>(value_or(file, &AcceleratorFile::acc_latency, usual.acc_latency));
  check_integers(pe, file);
  check_adder(pe, file);
  if (pe.accumulator.kind == AccumulatorKind::narrow) {
    arith::require_narrow_hardware({pe.multiplier, pe.accumulator}, pe.activation_format, pe.weight_format,
                                   file.accumulator.where);
  }
  if (pe.accumulator.kind == AccumulatorKind::group || pe.accumulator.kind == AccumulatorKind::int_group) {
    arith::require_group_hardware({pe.multiplier, pe.accumulator}, pe.activation_format, pe.weight_format,
                                  file.accumulator.where);
  }
  check_stages(pe, file);
  resolve_fixed(pe, max_k, file);
  return pe;
}

/// Words each memory must hold at once for the array to work on one tile.
struct TileWords {
  std::int64_t activations, weights, sums;
};

TileWords smallest_tile(const machine::Accelerator& acc) {
  const std::int64_t products = arith::products_a_beat(acc.pe.accumulator);
  const std::int64_t r = acc.rows * products;
  const std::int64_t c = acc.cols;
  switch (acc.dataflow) {
    case Dataflow::weight_stationary:
      return {r, r * c, c};
    case Dataflow::input_stationary:
      return {r * c, r, c};
    case Dataflow::output_stationary:
      return {r, c * products, acc.rows * c * acc.pe.acc_latency};
  }
  throw InputError("dataflow out of range");
}

void check_memory(const Field<std::int64_t>& field, std::int64_t bytes, std::int64_t words, int word_bits) {
  const std::int64_t needed = (words * word_bits + 7) / 8;
  if (bytes < needed) {
    throw InputError(fmt::format("{}: expected at least {} KiB for one tile ({} words of {} bits), found {}",
                                 field.where, (needed + 1023) / 1024, words, word_bits, bytes / 1024));
  }
}

/// The file with memory.sram_kib split in three: a quarter for partial sums, half of the rest for weights, and what
/// remains for activations.
AcceleratorFile with_split_memory(AcceleratorFile file) {
  if (!file.sram_kib.given()) {
    return file;
  }
  check_range(file, &AcceleratorFile::sram_kib);
  for (const auto* field : {&file.activation_kib, &file.weight_kib, &file.accumulator_kib}) {
    if (field->given()) {
      throw InputError(fmt::format("{}: expected memory.sram_kib or the three sizes that it is split into, found both",
                                   field->where));
    }
  }
  const std::int64_t all = *file.sram_kib.value;
  const std::int64_t sums = all / 4;
  const std::int64_t weights = (all - sums) / 2;
  file.accumulator_kib.set(sums, file.sram_kib.where + " (its quarter for partial sums)");
  file.weight_kib.set(weights, file.sram_kib.where + " (its 3/8 for weights)");
  file.activation_kib.set(all - sums - weights, file.sram_kib.where + " (its 3/8 for activations)");
  return file;
}

machine::Memory resolve_memory(const AcceleratorFile& file) {
  machine::Memory memory;
  memory.split_bytes = file.sram_kib.value.value_or(0) * 1024;
  memory.activation_bytes = memory_bytes(file, &AcceleratorFile::activation_kib);
  memory.weight_bytes = memory_bytes(file, &AcceleratorFile::weight_kib);
  memory.accumulator_bytes = memory_bytes(file, &AcceleratorFile::accumulator_kib);
  const std::int64_t word_bits = value_or_fallback(file, &AcceleratorFile::word_bits);
  if (word_bits < 8 || word_bits > 1024 || (word_bits & (word_bits - 1)) != 0) {
    throw InputError(
        fmt::format("{}: expected a power of two from 8 to 1024, found {}", file.word_bits.where, word_bits));
  }
  memory.word_bits = static_cast<int>(word_bits);
  return memory;
}

machine::OperandMaking resolve_operands(const AcceleratorFile& file, const machine::Pe& pe) {
  machine::OperandMaking operands;
  if (file.rounding.given()) {
    operands.rounding = arith::parse_rounding(*file.rounding.value, file.rounding.where);
  }
  if (operands.rounding == arith::OperandRounding::adder) {
    arith::require_adder_rounding(pe.multiplier, pe.activation_format, pe.weight_format, file.rounding.where);
  }
  if (file.scaling.given()) {
    operands.scaling = parse_operand_scaling(*file.scaling.value, file.scaling.where);
  }
  return operands;
}

constexpr std::string_view kAuto = "auto";

void resolve_clock(const AcceleratorFile& file, machine::Accelerator& acc) {
  if (file.clock.given() && *file.clock.value != kAuto) {
    throw InputError(
        fmt::format("{}: expected 'auto' (or a number as clock_mhz), found '{}'", file.clock.where, *file.clock.value));
  }
  if (file.clock.given() && file.clock_mhz.given()) {
    throw InputError(fmt::format("{}: expected 'clock: auto' or 'clock_mhz', found both", file.clock.where));
  }
  acc.clock_auto = file.clock.given();
  if (acc.clock_auto) {
    return;
  }
  acc.clock_hz = required(file, &AcceleratorFile::clock_mhz) * 1e6;
}

}  // namespace

machine::Accelerator resolve(const AcceleratorFile& given) {
  const AcceleratorFile file = with_split_memory(given);
  machine::Accelerator acc;
  acc.source = file.source;
  acc.name = file.name.value.value_or(std::filesystem::path(file.source).stem().string());
  util::check_printable(acc.name, file.name.given() && !file.name.where.empty()
                                      ? file.name.where
                                      : util::printable(file.source) + ": name");
  acc.rows = static_cast<int>(required(file, &AcceleratorFile::rows));
  acc.cols = static_cast<int>(required(file, &AcceleratorFile::cols));
  acc.dataflow = parse_dataflow(required(file, &AcceleratorFile::dataflow), file.dataflow.where);
  acc.pe = resolve_pe(file, acc.max_k);
  acc.operands = resolve_operands(file, acc.pe);
  acc.memory = resolve_memory(file);
  if (file.memory_model.given()) {
    acc.memory_model = parse_memory_model(*file.memory_model.value, file.memory_model.where);
  }
  resolve_clock(file, acc);

  const TileWords tile = smallest_tile(acc);
  check_memory(file.activation_kib, acc.memory.activation_bytes, tile.activations,
               arith::info(acc.pe.activation_format).width());
  check_memory(file.weight_kib, acc.memory.weight_bytes, tile.weights, arith::info(acc.pe.weight_format).width());
  check_memory(file.accumulator_kib, acc.memory.accumulator_bytes, tile.sums, accumulator_word_bits(acc));
  return acc;
}

int accumulator_word_bits(const machine::Accelerator& accelerator) {
  return arith::acc_word_bits(accelerator.pe.accumulator);
}

}  // namespace lmulsim::config
