// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "config/accelerator.hpp"
#include "mapping/program.hpp"
#include "run.hpp"

namespace lmulsim::sim {

/// The fast engine: times in closed form (under stalls, from the handshakes alone), values by vectorised kernels, or
/// not at all without operands.
[[nodiscard]] RunResult run_fast(const config::Accelerator& accelerator, const mapping::Program& program,
                                 const Operands* operands, const RunOptions& options);

/// Issued multiply-accumulates with at least one zero operand, padding included.
[[nodiscard]] std::int64_t zero_operand_macs(const config::Accelerator& accelerator, const mapping::Program& program,
                                             const Operands& operands, std::int64_t macs_issued);

}  // namespace lmulsim::sim
