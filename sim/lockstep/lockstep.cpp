// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "lockstep/lockstep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>
#include <utility>

#include "arith/accumulate.hpp"
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

/// Ends a run at the first divergence; it does not leave this file.
struct Diverged {};

/// Arrays side by side, as one: the first one's outputs are its own, in every cycle in which all agree.
class SideBySide final : public engine::ArrayDut {
 public:
  SideBySide(const engine::ArrayParams& params, const std::vector<engine::ArrayDut*>& arrays,
             const LockstepObserver& observer)
      : arrays_(arrays), observer_(observer) {
    result_.pins = engine::pins_in<engine::AnswerPins>() +
                   std::int64_t{params.shape.cols} * arith::acc_word_bits(params.accumulator);
  }

  const engine::ArrayOut& settle(const engine::ArrayIn& in) override {
    const engine::ArrayOut& expected = settle(0, in);
    if (observer_) {
      observer_(cycle_, in, expected);
    }
    ++result_.cycles;
    bool same = true;
    for (std::size_t i = 1; i < arrays_.size(); ++i) {
      same &= settle(i, in) == expected;
      result_.comparisons += result_.pins;
    }
    if (!same) {
      diverge(in);
      throw Diverged{};
    }
    return expected;
  }

  void clock() override {
    for (std::size_t i = 0; i < arrays_.size(); ++i) {
      named(i, [](engine::ArrayDut& array) { array.clock(); });
    }
    ++cycle_;
  }

  [[nodiscard]] std::string_view name() const override { return arrays_.front()->name(); }

  LockstepResult& result() { return result_; }

 private:
  // What an array throws gets its name and the cycle.
  template <class Call>
  auto named(std::size_t i, Call call) -> std::invoke_result_t<Call, engine::ArrayDut&> {
    try {
      return call(*arrays_[i]);
    } catch (const CheckError& e) {
      throw ArrayFailed(std::string(arrays_[i]->name()), cycle_, e.what());
    }
  }

  const engine::ArrayOut& settle(std::size_t i, const engine::ArrayIn& in) {
    return named(i, [&](engine::ArrayDut& array) -> const engine::ArrayOut& { return array.settle(in); });
  }

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
  std::int64_t cycle_ = -bench::kResetCycles;
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
  SideBySide all(params, arrays, observer);
  try {
    all.result().result = bench::drive(all, params, program, operands, options);
  } catch (const Diverged&) {
    // The result says where.
  }
  return std::move(all.result());
}

}  // namespace lmulsim::lockstep
