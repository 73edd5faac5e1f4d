// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "cosim/cosim.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::cosim {

/// All that one co-simulation follows from, but for the RTL's text.
struct CaseFile {
  machine::Accelerator accelerator;
  CosimCase product;
  Against against = Against::systemc;
  std::uint32_t rtl_seed = 1;
};

/// The case as JSON (see sim/cosim/README.md): operands one by one when there are at most 65,536 of them, or when they
/// were given; else how they are drawn.
[[nodiscard]] std::string case_text(const CaseFile& file);

/// Reads what case_text() writes. Throws InputError on malformed JSON, unknown keys, values out of range, and operands
/// that are not as many as the product has.
[[nodiscard]] CaseFile read_case(const std::filesystem::path& path);

}  // namespace lmulsim::cosim
