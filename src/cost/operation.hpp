// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "util/enum_names.hpp"

namespace lmulsim::cost {

/// What a technology can have an entry for. register_bit: one flip-flop and one clock edge; dram_bit: one bit over the
/// whole way to memory.
enum class Operation : std::uint8_t {
  int_add_8,
  int_add_16,
  int_add_32,
  int_mul_8,
  int_mul_32,
  fp16_add,
  fp16_mul,
  fp32_add,
  fp32_mul,
  bf16_add,
  bf16_mul,
  e4m3_mul,
  e5m2_mul,
  register_bit,
  dram_bit,
};

inline constexpr auto kOperationNames = util::enum_names<Operation>(
    "int_add_8", "int_add_16", "int_add_32", "int_mul_8", "int_mul_32", "fp16_add", "fp16_mul", "fp32_add", "fp32_mul",
    "bf16_add", "bf16_mul", "e4m3_mul", "e5m2_mul", "register_bit", "dram_bit");

[[nodiscard]] constexpr std::string_view name(Operation op) {
  return kOperationNames[op];
}

/// Energy or area of an operation's hardware.
enum class Quantity : std::uint8_t { energy, area };

/// The unit an entry must state.
[[nodiscard]] constexpr std::string_view unit(Quantity quantity, Operation op) {
  const bool per_bit = op == Operation::register_bit || op == Operation::dram_bit;
  switch (quantity) {
    case Quantity::energy:
      return per_bit ? "pJ/bit" : "pJ";
    case Quantity::area:
      return per_bit ? "um^2/bit" : "um^2";
  }
  return "";
}

}  // namespace lmulsim::cost
