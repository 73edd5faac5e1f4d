// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What sc_signal and sc_trace want of the arithmetic's types.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <systemc>

#include "arith/accumulate.hpp"
#include "arith/product.hpp"

namespace lmulsim::arith {

inline std::ostream& operator<<(std::ostream& os, const AccWord& word) {
  return os << word.hi << ':' << word.lo;
}
inline void sc_trace(sc_core::sc_trace_file* file, const AccWord& word, const std::string& name) {
  sc_core::sc_trace(file, word.lo, name);
  sc_core::sc_trace(file, word.hi, name + "_hi");
}

inline std::ostream& operator<<(std::ostream& os, const Number& n) {
  return os << (n.negative ? '-' : '+') << n.significand << "*2^" << n.exponent << " class " << static_cast<int>(n.cls);
}
inline void sc_trace(sc_core::sc_trace_file* file, const Number& n, const std::string& name) {
  sc_core::sc_trace(file, n.negative, name + "_negative");
  sc_core::sc_trace(file, n.exponent, name + "_exponent");
  sc_core::sc_trace(file, n.significand, name + "_significand");
}

}  // namespace lmulsim::arith
