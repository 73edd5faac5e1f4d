// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "machine/traffic.hpp"

#include "mapping/loops.hpp"

namespace lmulsim::sim {

namespace {

constexpr std::int64_t kResultBytes = 4;

}  // namespace

void add_dram_traffic(const config::Accelerator& accelerator, const mapping::Program& program,
                      activity::Activity& activity) {
  const mapping::Gemm& g = program.gemm();
  const mapping::Residency loads = mapping::residency(accelerator, program);
  const std::int64_t a = mapping::operand_bytes(g.m * g.k, accelerator.pe.activation_format);
  const std::int64_t b = mapping::operand_bytes(g.k * g.n, accelerator.pe.weight_format);
  activity.dram_read_bytes += program.count() * (a * loads.activation_loads + b * loads.weight_loads);
  activity.dram_write_bytes += program.count() * g.m * g.n * kResultBytes;
}

}  // namespace lmulsim::sim
