// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/generic_library.hpp"

#include <utility>

namespace lmulsim::gates {
namespace {

struct Simple {
  const char* name;
  const char* inputs;  ///< a letter each
  std::uint64_t truth;
};

// Truth tables: bit i is the output when input j carries bit j of i.
constexpr Simple kSimple[] = {
    {"$_BUF_", "A", 0b10},       {"$_NOT_", "A", 0b01},      {"$_AND_", "AB", 0b1000}, {"$_NAND_", "AB", 0b0111},
    {"$_OR_", "AB", 0b1110},     {"$_NOR_", "AB", 0b0001},   {"$_XOR_", "AB", 0b0110}, {"$_XNOR_", "AB", 0b1001},
    {"$_ANDNOT_", "AB", 0b0010}, {"$_ORNOT_", "AB", 0b1011}, {"$_MUX_", "ABS", 0xCA},  // S ? B : A
};

InputPin pin(std::string name, bool clock = false) {
  InputPin p;
  p.name = std::move(name);
  p.clock = clock;
  return p;
}

Cell simple_cell(const Simple& s) {
  Cell cell;
  cell.name = s.name;
  for (const char* letter = s.inputs; *letter != 0; ++letter) {
    cell.inputs.push_back(pin(std::string(1, *letter)));
  }
  OutputPin out;
  out.name = "Y";
  out.truth = s.truth;
  cell.outputs.push_back(std::move(out));
  return cell;
}

/// Inputs D, C and, with a reset to zero (active low), R.
Cell flip_flop(const char* name, bool reset) {
  Cell cell;
  cell.name = name;
  cell.inputs.push_back(pin("D"));
  cell.inputs.push_back(pin("C", true));
  FlipFlop ff;
  ff.clock = 1;
  ff.next = 0xAAAAAAAAAAAAAAAAULL;  // input 0
  ff.plain_data = true;
  ff.data = 0;
  if (reset) {
    cell.inputs.push_back(pin("R"));
    ff.clear = "!R";
  }
  cell.flip_flop = ff;
  OutputPin out;
  out.name = "Q";
  out.state = StateOutput::normal;
  cell.outputs.push_back(std::move(out));
  return cell;
}

Cell clock_gate() {
  Cell cell;
  cell.name = kGenericClockGate;
  cell.inputs = {pin("CLK", true), pin("EN")};
  cell.clock_gate = ClockGate{.clock = 0, .enable = 1};
  OutputPin out;
  out.name = "GCLK";
  cell.outputs.push_back(std::move(out));
  return cell;
}

Library make_library() {
  Library library;
  library.name = "generic";
  for (const Simple& s : kSimple) {
    library.cells.push_back(simple_cell(s));
  }
  library.cells.push_back(flip_flop("$_DFF_P_", false));
  library.cells.push_back(flip_flop("$_DFF_PN0_", true));
  library.cells.push_back(clock_gate());
  return library;
}

}  // namespace

const Library& generic_library() {
  static const Library library = make_library();
  return library;
}

}  // namespace lmulsim::gates
