// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "point_faults.hpp"

namespace lmulsim::mutants {

/// The text at its length and with its lines, where everything is blank that is no code in which a fault would matter:
/// comments, strings, preprocessor lines, static assertions, texts of messages; of SystemVerilog also what is compiled
/// for simulation alone, ports, defaults of parameters, and signals whose name begins with `unused_`.
[[nodiscard]] std::string blank_what_is_no_code(std::string_view text, Language language);

}  // namespace lmulsim::mutants
