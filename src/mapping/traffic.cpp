// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "mapping/traffic.hpp"

#include <fmt/format.h>

#include "arith/names.hpp"
#include "mapping/loops.hpp"

namespace lmulsim::mapping {

DramTraffic dram_traffic(const machine::Accelerator& accelerator, const mapping::Program& program) {
  const graph::Gemm& g = program.gemm();
  const machine::Pe& pe = accelerator.pe;
  const mapping::Residency moved = mapping::residency(accelerator, program);
  return {.read_bytes = mapping::operand_bytes(moved.activation_words, pe.activation_format) +
                        mapping::operand_bytes(moved.weight_words, pe.weight_format),
          .write_bytes = g.m * g.n * mapping::result_bytes(pe.accumulator)};
}

std::string traffic_assumption(const machine::Accelerator& accelerator) {
  const machine::Pe& pe = accelerator.pe;
  const auto bytes = [](std::int64_t n) { return fmt::format("{} byte{}", n, n == 1 ? "" : "s"); };
  const auto operand = [&](arith::Format format) {
    return fmt::format("{} ({})", arith::info(format).name, bytes(mapping::operand_bytes(1, format)));
  };
  return fmt::format(
      "Results go to DRAM as the accumulator's words, {} ({}) each; operands come from there as {} and {}. What is "
      "between, conversion and the other operators, is on the way and moves no further bytes.",
      arith::accumulator_name(pe.accumulator), bytes(mapping::result_bytes(pe.accumulator)),
      operand(pe.activation_format), operand(pe.weight_format));
}

}  // namespace lmulsim::mapping
