// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/run.hpp"
#include "machine/accelerator.hpp"
#include "mapping/program.hpp"

namespace lmulsim::fast {

/// The fast engine: times in closed form (under stalls, from the handshakes alone), values by vectorised kernels, or
/// not at all without operands.
[[nodiscard]] engine::RunResult run_fast(const machine::Accelerator& accelerator, const mapping::Program& program,
                                         const engine::Operands* operands, const engine::RunOptions& options);

/// Issued multiply-accumulates with at least one zero operand, padding included.
[[nodiscard]] std::int64_t zero_operand_macs(const machine::Accelerator& accelerator, const mapping::Program& program,
                                             const engine::Operands& operands, std::int64_t macs_issued);

}  // namespace lmulsim::fast
