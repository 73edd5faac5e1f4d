// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "machine/accelerator.hpp"
#include "machine/activity.hpp"

namespace lmulsim::cost {

/// Datapath flip-flops of the array: in the PEs (operands, product, sums, shadow words) and in the skew buffers at its
/// edges, as rtl/README.md lays them out. Control bits are left out; the product is counted with the bits its value
/// needs.
struct RegisterBits {
  std::int64_t pe = 0;    ///< of all PEs together
  std::int64_t skew = 0;  ///< of all edges together
};
[[nodiscard]] RegisterBits register_bits(const machine::Accelerator& accelerator);

/// The skew registers that one channel's words pass: every accepted beat of the channel is copied once into each of
/// `words` registers of `width` bits.
struct SkewLines {
  std::int64_t machine::Activity::*beats = nullptr;
  int width = 0;
  std::int64_t words = 0;
};
[[nodiscard]] std::vector<SkewLines> skew_lines(const machine::Accelerator& accelerator);

/// Control flip-flops of the array as rtl/README.md lays them out: bits that travel with the beats to every PE, their
/// delays at the left edge, and the controller.
[[nodiscard]] std::int64_t control_bits(const machine::Accelerator& accelerator);

}  // namespace lmulsim::cost
