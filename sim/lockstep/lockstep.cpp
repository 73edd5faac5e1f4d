// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "lockstep/lockstep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "arith/accumulate.hpp"
#include "bench/array_driver.hpp"
#include "bench/drive.hpp"

namespace lmulsim::lockstep {

namespace {

/// Adds the pin when the arrays do not all have the same value on it.
template <typename Value, typename Text>
void compare_pin(std::vector<PinDifference>& pins, std::string pin, const std::vector<engine::ArrayOut>& outs,
                 const Value& value, const Text& text) {
  const auto same = [&](const engine::ArrayOut& out) { return value(out) == value(outs.front()); };
  if (std::ranges::all_of(outs, same)) {
    return;
  }
  PinDifference difference{std::move(pin), {}};
  for (const engine::ArrayOut& out : outs) {
    difference.values.push_back(text(value(out)));
  }
  pins.push_back(std::move(difference));
}

// Every pin on which not all arrays agree, in the order of the port list.
std::vector<PinDifference> differing_pins(const std::vector<engine::ArrayOut>& outs) {
  std::vector<PinDifference> pins;
  engine::for_each_pin(
      [&]<class P>(const P& pin, const auto& value) {
        if constexpr (std::is_same_v<decltype(value), const bool&>) {
          compare_pin(
              pins, std::string(pin.rtl_name), outs, [&](const engine::ArrayOut& out) { return pin.of(out); },
              [](bool on) { return on ? "1" : "0"; });
        } else {
          for (std::size_t lane = 0; lane < value.size(); ++lane) {
            compare_pin(
                pins, fmt::format("{}[{}]", pin.rtl_name, lane), outs,
                [&](const engine::ArrayOut& out) { return pin.of(out)[lane]; }, hex);
          }
        }
      },
      outs.front());
  return pins;
}

class Lockstep {
 public:
  Lockstep(const engine::ArrayParams& params, const std::vector<engine::ArrayDut*>& arrays,
           const LockstepObserver& observer)
      : arrays_(arrays), observer_(observer) {
    result_.pins = engine::pins_in<engine::AnswerPins>() +
                   std::int64_t{params.shape.cols} * arith::acc_word_bits(params.accumulator);
  }

  // Settles an array; what it throws gets its name and the cycle.
  const engine::ArrayOut& settle(std::size_t i, const engine::ArrayIn& in) {
    try {
      return arrays_[i]->settle(in);
    } catch (const CheckError& e) {
      throw ArrayFailed(std::string(arrays_[i]->name()), cycle_, e.what());
    }
  }

  // Settles all arrays, compares, and returns the reference's outputs; nothing after a divergence.
  const engine::ArrayOut* cycle(std::int64_t cycle, const engine::ArrayIn& in) {
    cycle_ = cycle;
    const engine::ArrayOut& expected = settle(0, in);
    if (observer_) {
      observer_(cycle, in, expected);
    }
    ++result_.cycles;
    bool same = true;
    for (std::size_t i = 1; i < arrays_.size(); ++i) {
      same &= settle(i, in) == expected;
      result_.comparisons += result_.pins;
    }
    if (!same) {
      diverge(in);
      return nullptr;
    }
    return &expected;
  }

  void clock() {
    for (engine::ArrayDut* array : arrays_) {
      try {
        array->clock();
      } catch (const CheckError& e) {
        throw ArrayFailed(std::string(array->name()), cycle_, e.what());
      }
    }
  }

  LockstepResult& result() { return result_; }

 private:
  // Settling again with the same pins gives the same outputs.
  void diverge(const engine::ArrayIn& in) {
    Divergence d;
    d.cycle = cycle_;
    std::vector<engine::ArrayOut> outs;
    for (engine::ArrayDut* array : arrays_) {
      d.arrays.emplace_back(array->name());
      outs.push_back(array->settle(in));
    }
    d.pins = differing_pins(outs);
    const auto other = std::ranges::find_if(outs, [&](const engine::ArrayOut& out) { return out != outs.front(); });
    const auto i = static_cast<std::size_t>(other - outs.begin());
    d.dut = d.arrays[i];
    const auto at = [&](const PinDifference& pin) { return pin.values[i] != pin.values[0]; };
    const PinDifference& first = *std::ranges::find_if(d.pins, at);
    d.pin = first.pin;
    d.expected = first.values[0];
    d.found = first.values[i];
    result_.divergence = std::move(d);
  }

  const std::vector<engine::ArrayDut*>& arrays_;
  const LockstepObserver& observer_;
  std::int64_t cycle_ = 0;
  LockstepResult result_;
};

}  // namespace

ArrayFailed::ArrayFailed(std::string array, std::int64_t cycle, const std::string& message)
    : CheckError(fmt::format("{} in cycle {}: {}", array, cycle, message)), array_(std::move(array)), cycle_(cycle) {}

std::string hex(const arith::AccWord& word) {
  return word.hi == 0 ? fmt::format("0x{:x}", word.lo) : fmt::format("0x{:x}{:016x}", word.hi, word.lo);
}

std::string Divergence::text() const {
  std::string text = fmt::format("cycle {}:", cycle);
  for (const PinDifference& difference : pins) {
    text += fmt::format(" {}", difference.pin);
    for (std::size_t i = 0; i < arrays.size(); ++i) {
      text += fmt::format(" {}={}", arrays[i], difference.values[i]);
    }
    text += ";";
  }
  text.pop_back();
  return text;
}

LockstepResult run_lockstep(const engine::ArrayParams& params, const mapping::Program& program,
                            const engine::Operands* operands, const engine::RunOptions& options,
                            const std::vector<engine::ArrayDut*>& arrays, const LockstepObserver& observer) {
  Lockstep lockstep(params, arrays, observer);
  engine::ArrayIn reset(params.shape);
  reset.rst_n = false;
  for (int i = 0; i < bench::kResetCycles; ++i) {
    if (lockstep.cycle(i - bench::kResetCycles, reset) == nullptr) {
      return std::move(lockstep.result());
    }
    lockstep.clock();
  }
  bench::ArrayDriver driver(params, program, operands, options);
  while (!driver.done()) {
    const engine::ArrayOut* out = lockstep.cycle(driver.cycle(), driver.inputs());
    if (out == nullptr) {
      return std::move(lockstep.result());
    }
    driver.observe(*out);
    lockstep.clock();
    if (driver.quiet_cycles() > bench::hang_limit(params.shape)) {
      throw CheckError(fmt::format("{}: no beat was accepted for {} cycles (cycle {})", arrays.front()->name(),
                                   driver.quiet_cycles(), driver.cycle()));
    }
  }
  lockstep.result().result = driver.take_result();
  return std::move(lockstep.result());
}

}  // namespace lmulsim::lockstep
