// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "lockstep/lockstep.hpp"

#include <fmt/format.h>

#include <deque>

#include "arith/accumulate.hpp"
#include "driver/array_driver.hpp"
#include "driver/drive.hpp"
#include "util/error.hpp"

namespace lmulsim::sim {

namespace {

constexpr std::size_t kHistory = 8;
constexpr int kControlPins = 5;

std::string hex(arith::AccWord w) {
  return w.hi == 0 ? fmt::format("0x{:x}", w.lo) : fmt::format("0x{:x}{:016x}", w.hi, w.lo);
}

// Which pin differs first, in the order of the port list.
Divergence describe(const ArrayOut& expected, const ArrayOut& found) {
  Divergence d;
  const auto control = [&](const char* pin, bool e, bool f) {
    if (d.pin.empty() && e != f) {
      d.pin = pin;
      d.expected = e ? "1" : "0";
      d.found = f ? "1" : "0";
    }
  };
  control("a_ready_o", expected.a_ready, found.a_ready);
  control("b_ready_o", expected.b_ready, found.b_ready);
  control("c_ready_o", expected.c_ready, found.c_ready);
  control("o_valid_o", expected.o_valid, found.o_valid);
  control("o_last_o", expected.o_last, found.o_last);
  for (std::size_t c = 0; d.pin.empty() && c < expected.o.size(); ++c) {
    if (expected.o[c] != found.o[c]) {
      d.pin = fmt::format("o_data_o[{}]", c);
      d.expected = hex(expected.o[c]);
      d.found = hex(found.o[c]);
    }
  }
  return d;
}

std::string history_line(std::int64_t cycle, const ArrayIn& in, const ArrayOut& out) {
  const auto channel = [](char name, bool valid, bool ready) {
    return fmt::format("{}:{}{}", name, valid ? 'v' : '-', ready ? 'r' : '-');
  };
  std::string line = fmt::format("cycle {:6}  {} {} {} {}", cycle, channel('a', in.a_valid, out.a_ready),
                                 channel('b', in.b_valid, out.b_ready), channel('c', in.c_valid, out.c_ready),
                                 channel('o', out.o_valid, in.o_ready));
  line += fmt::format("  first={} last={} acc={}", int{in.a_first}, int{in.a_last}, int{in.a_acc});
  line += fmt::format("  a[0]=0x{:x} b[0]=0x{:x} c[0]={} o[0]={}", in.a.front(), in.b.front(), hex(in.c.front()),
                      hex(out.o.front()));
  return line;
}

class Lockstep {
 public:
  Lockstep(const ArrayParams& params, const std::vector<ArrayDut*>& arrays) : arrays_(arrays) {
    result_.pins = kControlPins + std::int64_t{params.shape.cols} * arith::acc_word_bits(params.accumulator);
  }

  // Settles all arrays, compares, and returns the reference's outputs; nothing after a divergence.
  const ArrayOut* cycle(std::int64_t cycle, const ArrayIn& in) {
    const ArrayOut& expected = arrays_.front()->settle(in);
    history_.push_back(history_line(cycle, in, expected));
    if (history_.size() > kHistory) {
      history_.pop_front();
    }
    ++result_.cycles;
    for (std::size_t i = 1; i < arrays_.size(); ++i) {
      const ArrayOut& found = arrays_[i]->settle(in);
      result_.comparisons += result_.pins;
      if (found != expected) {
        Divergence d = describe(expected, found);
        d.dut = arrays_[i]->name();
        d.cycle = cycle;
        d.history.assign(history_.begin(), history_.end());
        result_.divergence = std::move(d);
        return nullptr;
      }
    }
    return &expected;
  }

  void clock() {
    for (ArrayDut* array : arrays_) {
      array->clock();
    }
  }

  LockstepResult& result() { return result_; }

 private:
  const std::vector<ArrayDut*>& arrays_;
  std::deque<std::string> history_;
  LockstepResult result_;
};

}  // namespace

std::string Divergence::text() const {
  std::string text =
      fmt::format("{} diverges in cycle {} at pin {}: expected {}, found {}", dut, cycle, pin, expected, found);
  for (const std::string& line : history) {
    text.append("\n  ").append(line);
  }
  return text;
}

LockstepResult run_lockstep(const ArrayParams& params, const mapping::Program& program, const Operands* operands,
                            const RunOptions& options, const std::vector<ArrayDut*>& arrays) {
  Lockstep lockstep(params, arrays);
  ArrayIn reset(params.shape);
  reset.rst_n = false;
  for (int i = 0; i < kResetCycles; ++i) {
    if (lockstep.cycle(i - kResetCycles, reset) == nullptr) {
      return std::move(lockstep.result());
    }
    lockstep.clock();
  }
  ArrayDriver driver(params, program, operands, options);
  while (!driver.done()) {
    const ArrayOut* out = lockstep.cycle(driver.cycle(), driver.inputs());
    if (out == nullptr) {
      return std::move(lockstep.result());
    }
    driver.observe(*out);
    lockstep.clock();
    if (driver.quiet_cycles() > hang_limit(params.shape)) {
      throw CheckError(fmt::format("{}: no beat was accepted for {} cycles (cycle {})", arrays.front()->name(),
                                   driver.quiet_cycles(), driver.cycle()));
    }
  }
  lockstep.result().result = driver.take_result();
  return std::move(lockstep.result());
}

}  // namespace lmulsim::sim
