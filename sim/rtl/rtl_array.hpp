// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "engine/dut.hpp"
#include "rtl/model_builder.hpp"

namespace lmulsim::rtl {

/// The Verilated array behind the common pin interface. Registers start at random values drawn from `seed`, so that a
/// missing reset shows. Throws InputError as build_rtl_model() does; settle() and clock() throw CheckError when an
/// assertion of the RTL fails.
[[nodiscard]] std::unique_ptr<engine::ArrayDut> make_rtl_array(const engine::ArrayParams& params,
                                                               std::uint32_t seed = 1,
                                                               const std::optional<std::filesystem::path>& vcd = {},
                                                               ModelOptions options = {});

}  // namespace lmulsim::rtl
