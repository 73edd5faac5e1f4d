// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/dut.hpp"

namespace lmulsim::rtl {

/// A parameter of a module of rtl/, or a field of the packed one.
struct RtlParameter {
  std::string name;
  int value;
};

/// The parameters of rtl/array/systolic_array.sv beside the packed one: dataflow and size.
[[nodiscard]] std::vector<RtlParameter> array_parameters(const engine::ArrayParams& params);

/// The fields of the packed parameter in the order of lmulsim_pkg::pe, by the names that cells have for them, a table
/// word by word (Lookup0 to Lookup3). Throws InputError on what the hardware does not have.
[[nodiscard]] std::vector<RtlParameter> pe_fields(const engine::ArrayParams& params);

/// The parameter Pe of PEs and arrays as a literal of Verilog: lmulsim_pkg::pe of the fields. Throws as pe_fields does.
[[nodiscard]] std::string packed_pe(const engine::ArrayParams& params);

}  // namespace lmulsim::rtl
