// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "bench/bench.hpp"

namespace lmulsim::bench {

Bench::Bench(const engine::ArrayParams& params, const mapping::Program& program, const engine::Operands* operands,
             const engine::Stalls& stalls)
    : stalls_(stalls),
      operands_(params, program, operands),
      store_(program, operands_),
      moving_(Channel::a, program, stalls_),
      top_(Channel::b, program, stalls_),
      partial_sums_(Channel::c, program, stalls_),
      in_(params.shape) {
  offer_moving();
  offer_top();
  offer_partial_sums();
  in_.o_ready = stalls_.ready(now_);
}

Cycle Bench::cycle(const engine::ArrayOut& out) const {
  const auto accepted = [](bool valid, bool ready, const Beat& beat) { return valid && ready ? &beat : nullptr; };
  return {.number = now_,
          .in = in_,
          .out = out,
          .a = accepted(in_.a_valid, out.a_ready, moving_.beat()),
          .b = accepted(in_.b_valid, out.b_ready, top_.beat()),
          .c = accepted(in_.c_valid, out.c_ready, partial_sums_.beat()),
          .o = accepted(out.o_valid, in_.o_ready, store_.next())};
}

// An offered beat that is not accepted keeps its pins.
void Bench::tick(const Cycle& cycle) {
  if (cycle.a != nullptr) {
    moving_.accepted(now_);
  }
  if (cycle.b != nullptr) {
    top_.accepted(now_);
  }
  if (cycle.c != nullptr) {
    partial_sums_.accepted(now_);
  }
  if (cycle.o != nullptr) {
    store_.write(cycle.out.o_data);
  }
  ++now_;
  if (cycle.a != nullptr || !in_.a_valid) {
    offer_moving();
  }
  if (cycle.b != nullptr || !in_.b_valid) {
    offer_top();
  }
  if (cycle.c != nullptr || !in_.c_valid) {
    offer_partial_sums();
  }
  in_.o_ready = stalls_.ready(now_);
}

void Bench::offer_moving() {
  const Beat& beat = moving_.beat();
  in_.a_valid = moving_.offers(now_);
  in_.a_first = in_.a_valid && beat.first();
  in_.a_last = in_.a_valid && beat.last();
  in_.a_acc = in_.a_valid && beat.tile.accumulate;
  in_.a_beats = in_.a_valid ? static_cast<std::uint32_t>(beat.tile.beats) : 0;
  for (std::size_t r = 0; r < in_.a_data.size(); ++r) {
    in_.a_data[r] = in_.a_valid ? operands_.moving(beat.tile, beat.gemm, beat.index, static_cast<int>(r)) : 0;
  }
}

void Bench::offer_top() {
  const Beat& beat = top_.beat();
  in_.b_valid = top_.offers(now_);
  for (std::size_t c = 0; c < in_.b_data.size(); ++c) {
    in_.b_data[c] = in_.b_valid ? operands_.top(beat.tile, beat.gemm, beat.index, static_cast<int>(c)) : 0;
  }
}

void Bench::offer_partial_sums() {
  in_.c_valid = partial_sums_.offers(now_) && store_.has(partial_sums_.beat());
  if (in_.c_valid) {
    store_.read(partial_sums_.beat(), in_.c_data);
  } else {
    in_.c_data.assign(in_.c_data.size(), arith::AccWord{});
  }
}

}  // namespace lmulsim::bench
