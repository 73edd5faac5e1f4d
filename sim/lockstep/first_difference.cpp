// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "lockstep/lockstep.hpp"
#include "timing/command_time.hpp"

namespace lmulsim::lockstep {

std::optional<std::string> first_difference(const engine::RunResult& expected, const engine::RunResult& found) {
  if (expected.cycles != found.cycles) {
    return fmt::format("total cycles: expected {}, found {}", expected.cycles, found.cycles);
  }
  if (expected.commands.size() != found.commands.size() || expected.outputs.size() != found.outputs.size()) {
    return fmt::format("commands and outputs: expected {} and {}, found {} and {}", expected.commands.size(),
                       expected.outputs.size(), found.commands.size(), found.outputs.size());
  }
  for (std::size_t i = 0; i < expected.commands.size(); ++i) {
    const timing::CommandTime& e = expected.commands[i];
    const timing::CommandTime& f = found.commands[i];
    if (e != f) {
      return fmt::format("command {}: expected cycles {}..{}, found {}..{}", i, e.start, e.end, f.start, f.end);
    }
  }
  for (const machine::Count& count : machine::kCounts) {
    if (expected.activity.*count.member != found.activity.*count.member) {
      return fmt::format("{}: expected {}, found {}", count.name, expected.activity.*count.member,
                         found.activity.*count.member);
    }
  }
  for (std::size_t i = 0; i < expected.outputs.size(); ++i) {
    const arith::AccWord& e = expected.outputs[i];
    const arith::AccWord& f = found.outputs[i];
    if (e != f) {
      return fmt::format("output {}: expected 0x{:x}{:016x}, found 0x{:x}{:016x}", i, e.hi, e.lo, f.hi, f.lo);
    }
  }
  return std::nullopt;
}

}  // namespace lmulsim::lockstep
