// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "traffic.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arith/accumulate.hpp"
#include "arith/group.hpp"
#include "arith/product.hpp"
#include "arith/sum.hpp"

namespace lmulsim::systemc::test {

namespace {

using arith::AccumulatorKind;
using arith::AccWord;

bool chance(Rng& rng, double p) {
  return std::uniform_real_distribution<>(0, 1)(rng) < p;
}

bool is_finite(const arith::Number& n) {
  return n.cls == arith::NumberClass::finite || n.cls == arith::NumberClass::zero;
}

// Half of the words of wide formats lie around one, so that sums do more than overflow; the rest is anything.
std::uint32_t operand(arith::Format format, bool finite, Rng& rng) {
  const arith::FormatInfo& f = arith::info(format);
  for (;;) {
    auto code = static_cast<std::uint32_t>(rng()) & (f.mag_mask() | f.sign_mask());
    if (f.exp_bits > 4 && chance(rng, 0.5)) {
      const auto near = static_cast<std::uint32_t>(f.bias - 2) + static_cast<std::uint32_t>(rng() % 5);
      code = (code & (f.man_mask() | f.sign_mask())) | (near << f.man_bits);
    }
    if (chance(rng, 0.05)) {
      code = (code & f.sign_mask()) | (f.has_sign ? 0U : code);  // both zeros
    }
    if (!finite || is_finite(arith::decode(format, code))) {
      return code;
    }
  }
}

AccWord low_bits(int bits, Rng& rng) {
  const std::uint64_t lo = rng();
  const std::uint64_t hi = rng();
  if (bits >= 64) {
    return {.lo = lo, .hi = bits == 64 ? 0 : hi & ((std::uint64_t{1} << (bits - 64)) - 1)};
  }
  return {.lo = lo & ((std::uint64_t{1} << bits) - 1), .hi = 0};
}

AccWord partial_sum(const arith::AccumulatorSpec& spec, bool finite, Rng& rng) {
  switch (spec.kind) {
    case AccumulatorKind::fp32:
      return {.lo = operand(arith::Format::fp32, finite, rng), .hi = 0};
    case AccumulatorKind::bf16:
      return {.lo = operand(arith::Format::bf16, finite, rng), .hi = 0};
    case AccumulatorKind::fp16:
      return {.lo = operand(arith::Format::fp16, finite, rng), .hi = 0};
    case AccumulatorKind::e4m3:
      return {.lo = operand(arith::Format::e4m3, finite, rng), .hi = 0};
    case AccumulatorKind::int32:
    case AccumulatorKind::fixed:
    case AccumulatorKind::aligned:
    case AccumulatorKind::narrow:
    case AccumulatorKind::group:
    case AccumulatorKind::floating:
    case AccumulatorKind::int_group:
      return low_bits(arith::acc_word_bits(spec), rng);
  }
  return {};
}

std::vector<std::uint32_t> words(arith::Format format, int count, bool finite, Rng& rng) {
  std::vector<std::uint32_t> out(static_cast<std::size_t>(count));
  std::generate(out.begin(), out.end(), [&] { return operand(format, finite, rng); });
  return out;
}

/// A beat of PE(r, c): the products of its words.
AccWord step(const engine::ArrayParams& p, AccWord acc, const std::vector<std::uint32_t>& moving, std::size_t r,
             const std::vector<std::uint32_t>& top, std::size_t c) {
  const auto products = static_cast<std::size_t>(p.shape.products);
  arith::Sum sum(p.accumulator, acc);
  for (std::size_t i = 0; i < products; ++i) {
    const std::uint32_t a = moving[r * products + i];
    const std::uint32_t b = top[c * products + i];
    const arith::Number product = arith::multiply(p.multiplier, p.moving, a, p.top, b);
    sum.add(product, arith::product_exponent(p.multiplier, p.moving, a, p.top, b, product));
  }
  return sum.result();
}

class Maker {
 public:
  Maker(const engine::ArrayParams& params, const TrafficSpec& spec, Rng& rng) : p_(params), spec_(spec), rng_(rng) {}

  Traffic make() {
    for (int t = 0; t < spec_.tiles; ++t) {
      const auto spread = static_cast<unsigned>(spec_.max_rounds - spec_.min_rounds + 1);
      const int rounds = spec_.min_rounds + static_cast<int>(rng_() % spread);
      if (p_.shape.dataflow == machine::Dataflow::output_stationary) {
        output_tile(rounds);
      } else {
        stationary_tile(rounds);
      }
    }
    return std::move(out_);
  }

 private:
  Beat beat(int index, int count) {
    return {.first = index == 0,
            .last = index == count - 1,
            .acc = false,
            .beats = static_cast<std::uint32_t>(count),
            .a = words(p_.moving, p_.shape.rows * p_.shape.products, spec_.finite, rng_)};
  }

  void stationary_tile(int beats) {
    const auto rows = static_cast<std::size_t>(p_.shape.rows);
    const auto cols = static_cast<std::size_t>(p_.shape.cols);
    std::vector<std::vector<std::uint32_t>> w;
    for (std::size_t r = 0; r < rows; ++r) {
      w.push_back(words(p_.top, p_.shape.cols * p_.shape.products, spec_.finite, rng_));
    }
    out_.b.insert(out_.b.end(), w.begin(), w.end());
    const bool mixed = chance(rng_, 0.3);
    const bool acc = chance(rng_, spec_.partial_sums);
    for (int i = 0; i < beats; ++i) {
      Beat in = beat(i, beats);
      in.acc = mixed ? chance(rng_, 0.5) : acc;
      Traffic::Result result{.last = in.last, .o = std::vector<AccWord>(cols)};
      if (in.acc) {
        std::generate(result.o.begin(), result.o.end(),
                      [&] { return partial_sum(p_.accumulator, spec_.finite, rng_); });
        out_.c.push_back(result.o);
      }
      for (std::size_t c = 0; c < cols; ++c) {
        for (std::size_t r = 0; r < rows; ++r) {
          result.o[c] = step(p_, result.o[c], in.a, r, w[r], c);
        }
      }
      out_.results.push_back(std::move(result));
      out_.a.push_back(std::move(in));
    }
  }

  void output_tile(int rounds) {
    const auto rows = static_cast<std::size_t>(p_.shape.rows);
    const auto cols = static_cast<std::size_t>(p_.shape.cols);
    const auto latency = static_cast<std::size_t>(p_.shape.acc_latency);
    // Slot q = r * L + i leaves the array bottom first.
    std::vector<std::vector<AccWord>> slots(rows * latency, std::vector<AccWord>(cols));
    for (int i = 0; i < rounds * p_.shape.acc_latency; ++i) {
      Beat in = beat(i, rounds * p_.shape.acc_latency);
      std::vector<std::uint32_t> b = words(p_.top, p_.shape.cols * p_.shape.products, spec_.finite, rng_);
      for (std::size_t r = 0; r < rows; ++r) {
        std::vector<AccWord>& slot = slots[r * latency + static_cast<std::size_t>(i) % latency];
        for (std::size_t c = 0; c < cols; ++c) {
          slot[c] = step(p_, slot[c], in.a, r, b, c);
        }
      }
      out_.a.push_back(std::move(in));
      out_.b.push_back(std::move(b));
    }
    for (std::size_t q = slots.size(); q-- > 0;) {
      out_.results.push_back({.last = q == 0, .o = std::move(slots[q])});
    }
  }

  const engine::ArrayParams& p_;
  const TrafficSpec& spec_;
  Rng& rng_;
  Traffic out_;
};

/// The channels' producers and the pins they drive.
class Channels {
 public:
  Channels(const engine::ArrayParams& params, const Traffic& traffic, const Willing& willing, Rng& rng)
      : params_(params), traffic_(traffic), willing_(willing), rng_(rng), pins(params.shape) {}

  void offer() {
    offering_a_ = next_a_ < traffic_.a.size() && (offering_a_ || chance(rng_, willing_.a));
    offering_b_ = next_b_ < traffic_.b.size() && (offering_b_ || chance(rng_, willing_.b));
    offering_c_ = next_c_ < traffic_.c.size() && (offering_c_ || chance(rng_, willing_.c));
    scramble();
    pins.moving_valid = offering_a_;
    pins.stationary_valid = offering_b_;
    pins.psum_valid = offering_c_;
    pins.result_ready = chance(rng_, willing_.o);
    if (offering_a_) {
      const Beat& beat = traffic_.a[next_a_];
      pins.moving_first = beat.first;
      pins.moving_last = beat.last;
      pins.moving_accumulate = beat.acc;
      pins.moving_beats = beat.beats;
      pins.moving_data = beat.a;
    }
    if (offering_b_) {
      pins.stationary_data = traffic_.b[next_b_];
    }
    if (offering_c_) {
      pins.psum_data = traffic_.c[next_c_];
    }
  }

  void accepted(const engine::ArrayOut& out, std::int64_t cycle, Outcome& run) {
    if (pins.moving_valid && out.moving_ready) {
      run.a_accepted.push_back(cycle);
      ++next_a_;
      offering_a_ = false;
    }
    if (pins.stationary_valid && out.stationary_ready) {
      run.b_accepted.push_back(cycle);
      ++next_b_;
      offering_b_ = false;
    }
    if (pins.psum_valid && out.psum_ready) {
      ++next_c_;
      offering_c_ = false;
    }
    if (out.result_valid && pins.result_ready) {
      run.o_seen.push_back(cycle);
      run.results.push_back({.last = out.result_last, .o = out.result_data});
    }
  }

  /// Random pins; the valids, too.
  void scramble() {
    const std::uint64_t bits = rng_();
    pins.moving_valid = (bits & 256U) != 0;
    pins.stationary_valid = (bits & 512U) != 0;
    pins.psum_valid = (bits & 1024U) != 0;
    pins.result_ready = (bits & 2048U) != 0;
    pins.moving_first = (bits & 1U) != 0;
    pins.moving_last = (bits & 2U) != 0;
    pins.moving_accumulate = (bits & 4U) != 0;
    pins.moving_beats = static_cast<std::uint32_t>(bits >> 12) & 0xFFU;
    std::generate(pins.moving_data.begin(), pins.moving_data.end(),
                  [&] { return operand(params_.moving, false, rng_); });
    std::generate(pins.stationary_data.begin(), pins.stationary_data.end(),
                  [&] { return operand(params_.top, false, rng_); });
    std::generate(pins.psum_data.begin(), pins.psum_data.end(),
                  [&] { return partial_sum(params_.accumulator, false, rng_); });
  }

 private:
  const engine::ArrayParams& params_;
  const Traffic& traffic_;
  const Willing& willing_;
  Rng& rng_;
  std::size_t next_a_ = 0;
  std::size_t next_b_ = 0;
  std::size_t next_c_ = 0;
  bool offering_a_ = false;
  bool offering_b_ = false;
  bool offering_c_ = false;

 public:
  engine::ArrayIn pins;
};

std::string show(const engine::ArrayOut& o) {
  std::string text;
  const engine::AnswerPins& answers = o;
  engine::for_each_pin([&](const auto& pin, bool value) { text += fmt::format("{}={:d} ", pin.name, value); }, answers);
  text += "result_data=";
  for (const AccWord& word : o.result_data) {
    text += word.hi == 0 ? fmt::format("{:x} ", word.lo) : fmt::format("{:x}:{:016x} ", word.hi, word.lo);
  }
  return text;
}

/// One cycle of all models; false at the first divergence.
bool cycle(const std::vector<engine::ArrayDut*>& duts, const engine::ArrayIn& pins, std::int64_t number,
           engine::ArrayOut& first, Outcome& run) {
  first = duts.front()->settle(pins);
  for (std::size_t i = 1; i < duts.size(); ++i) {
    const engine::ArrayOut& other = duts[i]->settle(pins);
    run.compared += engine::pins_in<engine::AnswerPins>() + static_cast<std::int64_t>(first.result_data.size());
    if (!(other == first)) {
      run.divergence = fmt::format("cycle {}: {}: {}\n         {}: {}", number, duts.front()->name(), show(first),
                                   duts[i]->name(), show(other));
      return false;
    }
  }
  for (engine::ArrayDut* dut : duts) {
    dut->clock();
  }
  return true;
}

void compare_results(const Traffic& traffic, Outcome& run) {
  for (std::size_t i = 0; i < std::max(traffic.results.size(), run.results.size()); ++i) {
    if (i >= run.results.size() || i >= traffic.results.size()) {
      run.divergence = fmt::format("expected {} result beats, found {} after {} cycles", traffic.results.size(),
                                   run.results.size(), run.cycles);
      return;
    }
    for (std::size_t c = 0; c < run.results[i].o.size(); ++c) {
      if (run.results[i].o[c] != traffic.results[i].o[c]) {
        run.divergence = fmt::format("result beat {}, column {}: expected {:x}:{:x}, found {:x}:{:x}", i, c,
                                     traffic.results[i].o[c].hi, traffic.results[i].o[c].lo, run.results[i].o[c].hi,
                                     run.results[i].o[c].lo);
        return;
      }
    }
    if (run.results[i].last != traffic.results[i].last) {
      run.divergence = fmt::format("result beat {}: expected result_last {}", i, traffic.results[i].last);
      return;
    }
  }
}

}  // namespace

Traffic make_traffic(const engine::ArrayParams& params, const TrafficSpec& spec, Rng& rng) {
  return Maker(params, spec, rng).make();
}

Outcome drive(const std::vector<engine::ArrayDut*>& duts, const engine::ArrayParams& params, const Traffic& traffic,
              const Willing& willing, Rng& rng, std::optional<std::int64_t> stop_after) {
  Outcome out;
  engine::ArrayOut first(params.shape);
  Channels channels(params, traffic, willing, rng);
  constexpr int kResetCycles = 2;
  for (int i = 0; i < kResetCycles; ++i) {
    channels.offer();
    channels.pins.rst_n = false;
    if (!cycle(duts, channels.pins, i - kResetCycles, first, out)) {
      return out;
    }
  }
  channels.pins.rst_n = true;
  const std::int64_t limit = stop_after.value_or(200'000);
  // A few cycles more than needed: nothing may follow the last result.
  for (int idle = 0; idle < 8 && out.cycles < limit; ++out.cycles) {
    if (chance(rng, 0.1)) {
      channels.scramble();
      for (engine::ArrayDut* dut : duts) {
        dut->settle(channels.pins);
      }
    }
    channels.offer();
    if (!cycle(duts, channels.pins, out.cycles, first, out)) {
      return out;
    }
    channels.accepted(first, out.cycles, out);
    idle += out.results.size() >= traffic.results.size() ? 1 : 0;
  }
  if (!stop_after) {
    compare_results(traffic, out);
  }
  return out;
}

std::string describe(const engine::ArrayParams& p) {
  const char* kind = p.shape.dataflow == machine::Dataflow::output_stationary ? "output" : "stationary";
  return fmt::format("{}x{} {} S={} L={} multiplier={} {} * {} accumulator={}", p.shape.rows, p.shape.cols, kind,
                     p.shape.mul_stages, p.shape.acc_latency, static_cast<int>(p.multiplier.kind),
                     arith::info(p.moving).name, arith::info(p.top).name, static_cast<int>(p.accumulator.kind));
}

}  // namespace lmulsim::systemc::test
