// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "config/accelerator.hpp"
#include "report/quality.hpp"

namespace lmulsim::cli {

/// What --quality says of an accelerator. `option` is FILE, the JSON of `lmulsim eval`, whose row with the PE's
/// multiplier, formats and accumulator in every product is taken (that of the default scaling and all mantissa bits,
/// when there are several), or FILE#NAME for the row of that name or arithmetic. Throws InputError, naming the rows
/// there are, when none or more than one fits.
[[nodiscard]] report::Quality quality_of(const std::string& option, const config::Pe& pe,
                                         const std::string& accelerator);

/// Help of --quality; the same in all commands.
[[nodiscard]] std::string quality_help();

}  // namespace lmulsim::cli
