// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <string>

// How the outputs of a piece of logic are called between write_logic() and with_logic(): the nets they show have names
// of their own.
namespace lmulsim::gates::logic {

/// A bit of the output port in this place.
[[nodiscard]] inline std::string output_name(std::size_t port, std::size_t bit) {
  return fmt::format("o{}_{}", port, bit);
}

/// What an input pin of the gate in this place takes in.
[[nodiscard]] inline std::string pin_name(std::size_t gate, std::size_t pin) {
  return fmt::format("d{}_{}", gate, pin);
}

}  // namespace lmulsim::gates::logic
