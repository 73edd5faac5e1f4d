// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "engine/dut.hpp"

namespace lmulsim::fast {

/// The handshakes of an array without its datapath: the same pins in the same cycles, result_data always 0. It gives
/// the fast engine its times under stalls, where no closed form exists.
[[nodiscard]] std::unique_ptr<engine::ArrayDut> make_control_model(const machine::ArrayShape& shape);

}  // namespace lmulsim::fast
