// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/keys.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>
#include <vector>

#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "config/dataflow_names.hpp"
#include "config/machine_words.hpp"
#include "config/portable_path.hpp"
#include "machine/pipeline.hpp"
#include "util/error.hpp"

namespace lmulsim::config {
namespace {

using boost::json::value;
using File = AcceleratorFile;

constexpr std::int64_t kKib = 1024;
constexpr std::int64_t kMaxFixedTerms = std::int64_t{1} << 40;

std::string printable_words() {
  return "text without control characters";
}

std::string dataflow_words() {
  return fmt::format("{}", fmt::join(dataflow_names(), ", "));
}

/// The words of the rows that exist as hardware.
template <class Rows, class IsBuilt, class Word>
std::string built_words(const Rows& rows, IsBuilt is_built, Word word) {
  std::vector<std::string_view> words;
  for (const auto& row : rows) {
    if (is_built(row)) {
      words.push_back(word(row));
    }
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string multiplier_words() {
  return built_words(
      arith::kMultiplierWords,
      [](const auto& row) { return arith::hardware(row.kind).engines() != arith::Engines::none; },
      [](const auto& row) { return row.word; });
}

std::string format_words() {
  return built_words(
             arith::kFormatRows, [](const auto& row) { return row.engines() != arith::Engines::none; },
             [](const auto& row) { return arith::info(row.format).name; }) +
         ", " + arith::family_words();
}

std::string accumulator_words() {
  return built_words(
      arith::kAccumulatorRows, [](const auto& row) { return row.rtl.has_value(); },
      [](const auto& row) { return row.word; });
}

/// "2 with fp32, bf16; 1 with fixed, int32": a number of the reference PE, by its sums.
std::string by_sums(int machine::Pipeline::*number) {
  std::vector<std::pair<int, std::vector<std::string_view>>> groups;
  for (const arith::AccumulatorRow& row : arith::kAccumulatorRows) {
    if (!row.rtl) {
      continue;
    }
    const int n = machine::reference_pipeline(row.kind).*number;
    const auto at = std::ranges::find(groups, n, [](const auto& group) { return group.first; });
    auto& words = at == groups.end() ? groups.emplace_back(n, std::vector<std::string_view>{}).second : at->second;
    words.push_back(row.word);
  }
  std::vector<std::string> texts;
  texts.reserve(groups.size());
  for (const auto& [n, words] : groups) {
    texts.push_back(groups.size() == 1 ? fmt::format("{}", n) : fmt::format("{} with {}", n, fmt::join(words, ", ")));
  }
  return fmt::format("{}", fmt::join(texts, "; "));
}

std::string usual_mul_stages() {
  return by_sums(&machine::Pipeline::mul_stages);
}

std::string usual_acc_latency() {
  return by_sums(&machine::Pipeline::acc_latency);
}

std::string subnormals_words() {
  return fmt::format("{}, {}", arith::subnormals_name(arith::Subnormals::daz),
                     arith::subnormals_name(arith::Subnormals::normalize));
}

std::string rounding_words() {
  return arith::rounding_words();
}

std::string scaling_words() {
  return fmt::format("{}", fmt::join(operand_scalings(), ", "));
}

std::string memory_model_words() {
  return fmt::format("{}", fmt::join(memory_model_names(), ", "));
}

std::string product_words() {
  return "wide";
}

std::string word_bits_words() {
  return "a power of two from 8 to 1024";
}

std::string clock_words() {
  return "auto";
}

bool is_fixed(const machine::Accelerator& acc) {
  return acc.pe.accumulator.kind == arith::AccumulatorKind::fixed;
}

/// The value, of an accelerator with a fixed accumulator.
template <typename T>
value if_fixed(const machine::Accelerator& acc, T number) {
  return is_fixed(acc) ? value(number) : value();
}

/// The value, of an accelerator with a fixed or narrow accumulator, also behind groups.
template <typename T>
value if_integer(const machine::Accelerator& acc, T number) {
  const arith::AccumulatorKind entered = arith::entered_sum(acc.pe.accumulator).kind;
  return is_fixed(acc) || entered == arith::AccumulatorKind::narrow ? value(number) : value();
}

/// A memory whose size may also follow from memory.sram_kib.
constexpr Key part_of_sram(std::string_view name, GivenMember given, std::string_view about,
                           value (*shown)(const machine::Accelerator&)) {
  return {.name = name,
          .given = given,
          .unit = "KiB",
          .range = KeyRange{1, kMaxMemoryKib},
          .required = "a size in KiB",
          .otherwise = "required without memory.sram_kib",
          .replaced_by = "memory.sram_kib",
          .part = true,
          .about = about,
          .shown = shown};
}

constexpr std::array kKeys{
    Key{.name = "name",
        .given = &File::name,
        .words = printable_words,
        .otherwise = "the file's name",
        .about = "What reports call the accelerator",
        .shown = [](const machine::Accelerator& acc) -> value { return value(acc.name); }},
    Key{.name = "source",
        .about = "The file it came from",
        .shown = [](const machine::Accelerator& acc) -> value { return value(portable_path(acc.source)); }},

    Key{.name = "array.rows",
        .given = &File::rows,
        .unit = "PEs",
        .range = KeyRange{1, kMaxSide},
        .required = "a number of PEs",
        .about = "Rows of the array",
        .shown = [](const machine::Accelerator& acc) -> value { return acc.rows; }},
    Key{.name = "array.cols",
        .given = &File::cols,
        .unit = "PEs",
        .range = KeyRange{1, kMaxSide},
        .required = "a number of PEs",
        .about = "Columns of the array",
        .shown = [](const machine::Accelerator& acc) -> value { return acc.cols; }},
    Key{.name = "array.dataflow",
        .given = &File::dataflow,
        .words = dataflow_words,
        .required = "a dataflow (ws, os, is)",
        .about = "What stays in the PEs: weights (ws), outputs (os) or inputs (is)",
        .shown = [](const machine::Accelerator& acc) -> value { return value(dataflow_name(acc.dataflow)); }},

    Key{.name = "pe.multiplier",
        .given = &File::multiplier,
        .words = multiplier_words,
        .required = "a multiplier",
        .about = "The multiplier; adder:D adds D in the last place of the mantissas, mitchell is adder:0; antilog:T is "
                 "of logarithmic formats, cmean:T of floats of at most 8 bits, tables of at most 128 bits in SystemC "
                 "and RTL; table:FILE is the fast engine's only",
        .shown = [](const machine::Accelerator& acc) -> value {
          return value(arith::multiplier_name(acc.pe.multiplier));
        }},
    Key{.name = "pe.activation_format",
        .given = &File::activation_format,
        .words = format_words,
        .required = "a format",
        .about =
            "Format of activations, matrix A; int8 stands with int8, exact and int32; what the RTL does not have is "
            "the fast engine's only",
        .shown = [](const machine::Accelerator& acc) -> value {
          return value(arith::info(acc.pe.activation_format).name);
        }},
    Key{.name = "pe.weight_format",
        .given = &File::weight_format,
        .words = format_words,
        .required = "a format",
        .about = "Format of weights, matrix B",
        .shown = [](const machine::Accelerator& acc) -> value {
          return value(arith::info(acc.pe.weight_format).name);
        }},
    Key{.name = "pe.subnormals",
        .given = &File::subnormals,
        .words = subnormals_words,
        .otherwise = "as usual for the multiplier (exact: normalize, lmul: daz)",
        .about = "Subnormal operands: read as zero (daz) or multiplied (normalize)",
        .shown = [](const machine::Accelerator& acc) -> value {
          return value(arith::subnormals_name(acc.pe.multiplier.subnormals));
        }},
    Key{.name = "pe.product",
        .given = &File::product,
        .words = product_words,
        .otherwise = "wide",
        .about = "Products go to the accumulator with all their bits",
        .shown = [](const machine::Accelerator&) -> value { return value("wide"); }},
    Key{.name = "pe.accumulator",
        .given = &File::accumulator,
        .words = accumulator_words,
        .required = "an accumulator",
        .about =
            "The accumulator; int32 belongs to int8 operands, the others to floating point; fixW.L has W bits, the "
            "last worth 2^L (fix20.1); groupG-F adds G products of a beat that are cut to F bits below the largest, "
            "and goes on in fp32 or in a narrow sum (group8-7/fix20.1); groupG/int32 adds G products of int8",
        .shown = [](const machine::Accelerator& acc) -> value {
          return value(arith::accumulator_name(acc.pe.accumulator));
        }},
    Key{.name = "pe.mul_stages",
        .given = &File::mul_stages,
        .unit = "cycles",
        .range = KeyRange{0, 3},
        .usual = usual_mul_stages,
        .about = "Registers between multiplier and accumulator; more than 1 in groups only: behind the products, their "
                 "alignment and their sum",
        .shown = [](const machine::Accelerator& acc) -> value { return acc.pe.mul_stages; }},
    Key{.name = "pe.acc_latency",
        .given = &File::acc_latency,
        .unit = "cycles",
        .range = KeyRange{1, 8},
        .usual = usual_acc_latency,
        .about = "Cycles of an addition; with os as many partial sums a PE",
        .shown = [](const machine::Accelerator& acc) -> value { return acc.pe.acc_latency; }},
    Key{.name = "pe.max_k",
        .given = &File::max_k,
        .unit = "terms",
        .range = KeyRange{1, kMaxFixedTerms},
        .required = "the largest K the accumulator 'fixed' is sized for",
        .otherwise = "required with fixed, refused with the others",
        .replaced_by = "pe.accumulator",
        .about = "Largest K whose sums the accumulator fixed holds without overflow",
        .shown = [](const machine::Accelerator& acc) -> value { return if_fixed(acc, acc.max_k); }},
    Key{.name = "pe.products_a_beat",
        .about = "Multiply-accumulates of a PE in a cycle, of neighbouring k: G of groupG-F",
        .shown = [](const machine::Accelerator& acc) -> value { return arith::products_a_beat(acc.pe.accumulator); }},
    Key{.name = "pe.accumulator_bits",
        .unit = "bits",
        .about = "Width of the accumulators fixed and fixW.L",
        .shown = [](const machine::Accelerator& acc) -> value { return if_integer(acc, acc.pe.accumulator.width); }},
    Key{.name = "pe.accumulator_lsb_exponent",
        .about = "The last bit of the accumulators fixed and fixW.L is worth two to this power",
        .shown = [](const machine::Accelerator& acc) -> value { return if_integer(acc, acc.pe.accumulator.lsb); }},

    Key{.name = "operands.rounding",
        .given = &File::rounding,
        .words = rounding_words,
        .otherwise = "nearest",
        .about = "How values become operands of the PE: to the nearest (ties to even), truncated toward zero, or to "
                 "the code "
                 "that stands for the nearest value in the adder",
        .shown = [](const machine::Accelerator& acc) -> value {
          return value(arith::rounding_name(acc.operands.rounding));
        }},
    Key{.name = "operands.scaling",
        .given = &File::scaling,
        .words = scaling_words,
        .otherwise = "tensor for operands made here, a quality's usual one",
        .about = "The scale of operands: none, one a tensor, or one a row of A and a column of B (channel)",
        .shown = [](const machine::Accelerator& acc) -> value {
          return acc.operands.scaling ? value(arith::scaling_name(*acc.operands.scaling)) : value();
        }},

    Key{.name = "memory_model",
        .given = &File::memory_model,
        .words = memory_model_words,
        .otherwise = "ideal",
        .about = "Time of memories and DRAM; ideal: every word is there when it is needed",
        .shown = [](const machine::Accelerator& acc) -> value { return value(memory_model_name(acc.memory_model)); }},
    Key{.name = "memory.sram_kib",
        .given = &File::sram_kib,
        .unit = "KiB",
        .range = KeyRange{4, kMaxMemoryKib},  // a quarter of the least is a KiB
        .otherwise = "the three sizes one by one",
        .about = "All memories together: a quarter for partial sums, half of the rest for weights and for activations",
        .shown = [](const machine::Accelerator& acc) -> value {
          return acc.memory.split_bytes > 0 ? value(acc.memory.split_bytes / kKib) : value();
        }},
    part_of_sram("memory.activation_kib", &File::activation_kib, "Memory of activations, at least a tile",
                 [](const machine::Accelerator& acc) -> value { return acc.memory.activation_bytes / kKib; }),
    part_of_sram("memory.weight_kib", &File::weight_kib, "Memory of weights, at least a tile",
                 [](const machine::Accelerator& acc) -> value { return acc.memory.weight_bytes / kKib; }),
    part_of_sram("memory.accumulator_kib", &File::accumulator_kib, "Memory of partial sums, at least a tile",
                 [](const machine::Accelerator& acc) -> value { return acc.memory.accumulator_bytes / kKib; }),
    Key{.name = "memory.word_bits",
        .given = &File::word_bits,
        .unit = "bits",
        .words = word_bits_words,
        .fallback = 64,
        .about = "Width of one access to a memory",
        .shown = [](const machine::Accelerator& acc) -> value { return acc.memory.word_bits; }},

    Key{.name = "clock_mhz",
        .given = &File::clock_mhz,
        .unit = "MHz",
        .range = KeyRange{1, 100'000},
        .required = "a clock in MHz, or 'clock: auto'",
        .otherwise = "required without clock: auto",
        .replaced_by = "clock",
        .about = "The clock",
        .shown = [](const machine::Accelerator& acc) -> value { return acc.clock_hz / 1e6; }},
    Key{.name = "clock",
        .given = &File::clock,
        .words = clock_words,
        .otherwise = "clock_mhz",
        .replaced_by = "clock_mhz",
        .about = "auto: what the PE's critical path allows, with a margin; for technologies measured in gates"},
};

/// What the members of the file with a row take in memory.
constexpr std::size_t bytes_with_keys() {
  constexpr std::array kSizes{std::size_t{0}, sizeof(Field<std::string>), sizeof(Field<std::int64_t>),
                              sizeof(Field<double>)};
  std::size_t bytes = 0;
  for (const Key& key : kKeys) {
    bytes += kSizes[key.given.index()];
  }
  return bytes;
}
static_assert(sizeof(File) == sizeof(std::string) + bytes_with_keys(), "a member of the file has no key");

}  // namespace

std::span<const Key> accelerator_keys() {
  return kKeys;
}

const Key* find_key(std::string_view name) {
  const auto* const key = std::ranges::find(kKeys, name, &Key::name);
  return key == kKeys.end() ? nullptr : &*key;
}

const Key& key_of(const GivenMember& member) {
  const auto* const key = std::ranges::find(kKeys, member, &Key::given);
  if (key == kKeys.end()) {
    throw InputError("a member of the accelerator's file has no row in the table of keys");
  }
  return *key;
}

bool is_given(const AcceleratorFile& file, const Key& key) {
  return std::visit(
      [&](const auto member) {
        if constexpr (std::is_same_v<decltype(member), const std::monostate>) {
          return false;
        } else {
          return (file.*member).given();
        }
      },
      key.given);
}

std::size_t bytes_of_keys() {
  return bytes_with_keys();
}

}  // namespace lmulsim::config
