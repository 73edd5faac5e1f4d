// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/memories.hpp"

#include "arith/accumulate.hpp"

namespace lmulsim::cost {

std::array<MemoryCost, 3> memories(const config::Accelerator& acc, const Technology& technology) {
  const SramTable& table = technology.get_sram().table;
  const auto point = [&](std::int64_t bytes, std::string_view what) {
    return table.at(static_cast<double>(bytes) / 1024, acc.memory.word_bits, what);
  };
  return {
      {{Part::activation_sram, arith::info(acc.pe.activation_format).width(),
        point(acc.memory.activation_bytes, "activation memory")},
       {Part::weight_sram, arith::info(acc.pe.weight_format).width(), point(acc.memory.weight_bytes, "weight memory")},
       {Part::accumulator_sram, arith::acc_word_bits(acc.pe.accumulator),
        point(acc.memory.accumulator_bytes, "accumulator memory")}}};
}

Band with_band(double value, const Sram& sram) {
  return {value * sram.low_factor, value, value * sram.high_factor};
}

}  // namespace lmulsim::cost
