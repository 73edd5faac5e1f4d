// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "systemc/multiplier.hpp"

#include "arith/names.hpp"
#include "util/error.hpp"

namespace lmulsim::systemc {

MulAdder::MulAdder(const sc_core::sc_module_name& name, const engine::ArrayParams& params)
    : MultiplierPins(name, params) {
  SC_HAS_PROCESS(MulAdder);
  SC_METHOD(product);
  sensitive << a << b;
}

MulExact::MulExact(const sc_core::sc_module_name& name, const engine::ArrayParams& params)
    : MultiplierPins(name, params) {
  SC_HAS_PROCESS(MulExact);
  SC_METHOD(product);
  sensitive << a << b;
}

MulLookup::MulLookup(const sc_core::sc_module_name& name, const engine::ArrayParams& params)
    : MultiplierPins(name, params) {
  SC_HAS_PROCESS(MulLookup);
  SC_METHOD(product);
  sensitive << a << b;
}

MulInt8::MulInt8(const sc_core::sc_module_name& name, const engine::ArrayParams& params)
    : MultiplierPins(name, params) {
  SC_HAS_PROCESS(MulInt8);
  SC_METHOD(product);
  sensitive << a << b;
}

DotProduct::DotProduct(const sc_core::sc_module_name& name, const engine::ArrayParams& params)
    : MultiplierPins(name, params) {
  SC_HAS_PROCESS(DotProduct);
  SC_METHOD(product);
  sensitive << a << b;
}

std::unique_ptr<MultiplierPins> make_multiplier(const sc_core::sc_module_name& name,
                                                const engine::ArrayParams& params) {
  const bool integers = arith::info(params.moving).is_integer() && arith::info(params.top).is_integer();
  if (params.shape.products > 1) {
    return std::make_unique<DotProduct>(name, params);
  }
  switch (params.multiplier.kind) {
    case arith::MultiplierKind::exact:
      if (integers) {
        return std::make_unique<MulInt8>(name, params);
      }
      return std::make_unique<MulExact>(name, params);
    case arith::MultiplierKind::exact_cut:
      return std::make_unique<MulExact>(name, params);
    case arith::MultiplierKind::adder:
      if (arith::info(params.moving).is_logarithmic()) {
        return std::make_unique<MulLookup>(name, params);
      }
      return std::make_unique<MulAdder>(name, params);
    case arith::MultiplierKind::antilog:
    case arith::MultiplierKind::cmean:
      return std::make_unique<MulLookup>(name, params);
    case arith::MultiplierKind::table:
    case arith::MultiplierKind::lmul_real:
      break;
  }
  throw InputError(arith::no_hardware(params.multiplier));
}

}  // namespace lmulsim::systemc
