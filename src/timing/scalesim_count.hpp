// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "graph/gemm_shape.hpp"
#include "machine/array_shape.hpp"

namespace lmulsim::timing {

/// The cycles SCALE-Sim prints for `count` equal products (github.com/scalesim-project/scale-sim-v2, without memory
/// stalls): folds of the whole array one strictly after the other, T + R + C - 2 cycles each for output stationary and
/// 2R + C + T - 2 for the others, less one for each product. It knows neither double buffering nor pipelines; use it to
/// compare with other tools, not with hardware. It knows one product a beat: K is counted in beats.
[[nodiscard]] std::int64_t scalesim_cycles(const machine::ArrayShape& shape, const graph::Gemm& gemm,
                                           std::int64_t count);

}  // namespace lmulsim::timing
