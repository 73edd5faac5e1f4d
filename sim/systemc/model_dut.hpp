// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "dut.hpp"

namespace lmulsim::systemc {

/// The cycle model of the one-process grain, without the SystemC kernel; name "model".
[[nodiscard]] std::unique_ptr<sim::ArrayDut> make_array_model(const sim::ArrayParams& params);

/// The array built from PE models one for one, without the SystemC kernel; name "model-pe".
[[nodiscard]] std::unique_ptr<sim::ArrayDut> make_pe_array_model(const sim::ArrayParams& params);

}  // namespace lmulsim::systemc
