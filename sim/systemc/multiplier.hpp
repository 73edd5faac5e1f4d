// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <systemc>

#include "cycle/pe_multiplier.hpp"
#include "engine/dut.hpp"
#include "systemc/signal_types.hpp"

namespace lmulsim::systemc {

/// Pins of rtl/pe/multiplier.sv. Combinational: the product of the words on `a` and `b`, unrounded; of several, the sum
/// of a group.
class MultiplierPins : public sc_core::sc_module {
 public:
  sc_core::sc_in<cycle::OperandWord> a{"a"};
  sc_core::sc_in<cycle::OperandWord> b{"b"};
  sc_core::sc_out<arith::Number> prod{"prod"};

 protected:
  /// Throws InputError unless the multiplier takes the array's operands.
  MultiplierPins(const sc_core::sc_module_name& name, const engine::ArrayParams& params)
      : sc_core::sc_module(name), model_(params) {}

  void product() { prod.write(model_.product(a.read(), b.read())); }

 private:
  cycle::Multiplier model_;
};

/// L-Mul, Mitchell and every other offset: one addition of magnitude words. rtl/pe/mul_adder.sv.
class MulAdder final : public MultiplierPins {
 public:
  MulAdder(const sc_core::sc_module_name& name, const engine::ArrayParams& params);
};

/// Exact product of floating-point words. rtl/pe/mul_exact.sv.
class MulExact final : public MultiplierPins {
 public:
  MulExact(const sc_core::sc_module_name& name, const engine::ArrayParams& params);
};

/// The significand from a table, by the sum of two logarithms' fractions or of two mantissas; of logarithms also
/// Mitchell's. rtl/pe/mul_lookup.sv.
class MulLookup final : public MultiplierPins {
 public:
  MulLookup(const sc_core::sc_module_name& name, const engine::ArrayParams& params);
};

/// Exact product of two's complement words. rtl/pe/mul_int8.sv.
class MulInt8 final : public MultiplierPins {
 public:
  MulInt8(const sc_core::sc_module_name& name, const engine::ArrayParams& params);
};

/// The multipliers of a group and what aligns and adds their products. The multipliers of rtl/pe/mac.sv and
/// rtl/pe/group_sum.sv without registers.
class DotProduct final : public MultiplierPins {
 public:
  DotProduct(const sc_core::sc_module_name& name, const engine::ArrayParams& params);
};

/// The multiplier of an array's PEs. Throws InputError for one that has no module.
[[nodiscard]] std::unique_ptr<MultiplierPins> make_multiplier(const sc_core::sc_module_name& name,
                                                              const engine::ArrayParams& params);

}  // namespace lmulsim::systemc
