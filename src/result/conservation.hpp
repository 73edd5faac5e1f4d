// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "machine/accelerator.hpp"
#include "machine/activity.hpp"
#include "mapping/program.hpp"
#include "result/checks.hpp"

namespace lmulsim::result {

/// The laws one program's activity obeys on any engine, with any stalls. Expectations are computed from the extents of
/// the product and the tiles, not from the engine's own counts:
///   useful multiply-accumulates = M * N * K * count; issued = useful + padding;
///   busy + stall + idle = total cycles; busy = accepted beats of the moving operand;
///   beats in and out by channel; scratchpad reads of both operands; every result is left in the accumulator store once
///   (writes - reads = M * N * count), and re-read once for each further tile along K;
///   bytes from DRAM = what the scratchpads miss (off_chip.hpp); bytes to DRAM = every result once, as wide as the word
///   that the array puts out.
void check_conservation(CheckList& checks, const machine::Accelerator& accelerator, const mapping::Program& program,
                        const machine::Activity& activity, std::int64_t cycles, std::string_view where);

}  // namespace lmulsim::result
