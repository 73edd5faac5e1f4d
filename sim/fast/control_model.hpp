// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "dut.hpp"

namespace lmulsim::sim {

/// The handshakes of an array without its datapath: the same pins in the same cycles, o_data always 0. It gives the
/// fast engine its times under stalls, where no closed form exists.
[[nodiscard]] std::unique_ptr<ArrayDut> make_control_model(const mapping::ArrayShape& shape);

}  // namespace lmulsim::sim
