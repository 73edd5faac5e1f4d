// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "lockstep/lockstep.hpp"

namespace lmulsim::sim {

namespace {

using activity::Activity;

struct Count {
  const char* name;
  std::int64_t Activity::*member;
};

constexpr std::array kCounts{
    Count{"busy_cycles", &Activity::busy_cycles},
    Count{"stall_cycles", &Activity::stall_cycles},
    Count{"idle_cycles", &Activity::idle_cycles},
    Count{"a_beats", &Activity::a_beats},
    Count{"b_beats", &Activity::b_beats},
    Count{"c_beats", &Activity::c_beats},
    Count{"o_beats", &Activity::o_beats},
    Count{"macs_issued", &Activity::macs_issued},
    Count{"macs_useful", &Activity::macs_useful},
    Count{"macs_zero_operand", &Activity::macs_zero_operand},
    Count{"activation_reads", &Activity::activation_reads},
    Count{"weight_reads", &Activity::weight_reads},
    Count{"accumulator_reads", &Activity::accumulator_reads},
    Count{"accumulator_writes", &Activity::accumulator_writes},
    Count{"dram_read_bytes", &Activity::dram_read_bytes},
    Count{"dram_write_bytes", &Activity::dram_write_bytes},
};

}  // namespace

std::optional<std::string> first_difference(const RunResult& expected, const RunResult& found) {
  if (expected.cycles != found.cycles) {
    return fmt::format("total cycles: expected {}, found {}", expected.cycles, found.cycles);
  }
  if (expected.commands.size() != found.commands.size() || expected.outputs.size() != found.outputs.size()) {
    return fmt::format("commands and outputs: expected {} and {}, found {} and {}", expected.commands.size(),
                       expected.outputs.size(), found.commands.size(), found.outputs.size());
  }
  for (std::size_t i = 0; i < expected.commands.size(); ++i) {
    const CommandTime& e = expected.commands[i];
    const CommandTime& f = found.commands[i];
    if (e != f) {
      return fmt::format("command {}: expected cycles {}..{}, found {}..{}", i, e.start, e.end, f.start, f.end);
    }
  }
  for (const Count& count : kCounts) {
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

}  // namespace lmulsim::sim
