// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "config/accelerator.hpp"

namespace lmulsim::cost {

/// Datapath flip-flops of the array: in the PEs (operands, product, sums, shadow words) and in the skew buffers at its
/// edges, as rtl/README.md lays them out. Control bits are left out; the product is counted with the bits its value
/// needs.
struct RegisterBits {
  std::int64_t pe = 0;    ///< of all PEs together
  std::int64_t skew = 0;  ///< of all edges together
};
[[nodiscard]] RegisterBits register_bits(const config::Accelerator& accelerator);

}  // namespace lmulsim::cost
