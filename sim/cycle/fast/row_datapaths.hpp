// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "cycle/datapath.hpp"

namespace lmulsim::cycle::fast {

/// Datapaths of the whole array whose registers are plain arrays, a row of PEs at a time.
[[nodiscard]] std::unique_ptr<Datapath> make_stationary_datapath(const engine::ArrayParams& params);
[[nodiscard]] std::unique_ptr<Datapath> make_output_datapath(const engine::ArrayParams& params);

}  // namespace lmulsim::cycle::fast
