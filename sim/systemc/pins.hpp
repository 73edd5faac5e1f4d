// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dut.hpp"
#include "systemc/model/control.hpp"

namespace lmulsim::systemc {

/// The pins of a cycle without the data words.
[[nodiscard]] inline ControlPins control_pins(const sim::ArrayIn& in) {
  return {.rst_n = in.rst_n,
          .a_valid = in.a_valid,
          .a_first = in.a_first,
          .a_last = in.a_last,
          .a_acc = in.a_acc,
          .a_beats = in.a_beats,
          .b_valid = in.b_valid,
          .c_valid = in.c_valid,
          .o_ready = in.o_ready};
}

}  // namespace lmulsim::systemc
