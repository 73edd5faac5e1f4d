// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cost/band.hpp"
#include "cost/operation.hpp"
#include "cost/technology.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::cost {

/// Energy (pJ) of one operation or area (um^2) of its hardware, the entries it rests on, and what it leaves out.
struct UnitCost {
  Band band;
  std::vector<std::string> entries;
  std::vector<std::string> notes;
};

/// An integer adder of `bits`: the entries int_add_8, _16 and _32 exactly, straight lines between them, in proportion
/// to the width below the narrowest and above the widest. Missing widths are bridged; without any, InputError.
[[nodiscard]] UnitCost integer_adder(const Technology& technology, Quantity quantity, int bits);

/// The multiplier of one PE. exact: the entry of the operands' format, the costlier one of mixed formats. Adders
/// (lmul, mitchell, adder:D): an integer adder as wide as the operand word; the sign's XOR counts as one of its bits.
[[nodiscard]] UnitCost multiplier(const machine::Pe& pe, const Technology& technology, Quantity quantity);

/// The accumulation step of one PE. fp32 and bf16: the floating-point adder of that format. int32 and fixed: an integer
/// adder of the accumulator's width.
[[nodiscard]] UnitCost accumulator(const machine::Pe& pe, const Technology& technology, Quantity quantity);

}  // namespace lmulsim::cost
