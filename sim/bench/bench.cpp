// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "bench/bench.hpp"

namespace lmulsim::bench {

Bench::Bench(const engine::ArrayParams& params, const mapping::Program& program, const engine::Operands* operands,
             const engine::Stalls& stalls)
    : stalls_(stalls),
      operands_(params, program, operands),
      store_(program, operands_),
      moving_(Channel::moving, program, stalls_),
      top_(Channel::stationary, program, stalls_),
      partial_sums_(Channel::psum, program, stalls_),
      in_(params.shape) {
  offer_moving();
  offer_top();
  offer_partial_sums();
  in_.result_ready = stalls_.ready(now_);
}

Cycle Bench::cycle(const engine::ArrayOut& out) const {
  const auto accepted = [](bool valid, bool ready, const Beat& beat) { return valid && ready ? &beat : nullptr; };
  return {.number = now_,
          .in = in_,
          .out = out,
          .moving = accepted(in_.moving_valid, out.moving_ready, moving_.beat()),
          .stationary = accepted(in_.stationary_valid, out.stationary_ready, top_.beat()),
          .psum = accepted(in_.psum_valid, out.psum_ready, partial_sums_.beat()),
          .result = accepted(out.result_valid, in_.result_ready, store_.next())};
}

// An offered beat that is not accepted keeps its pins.
void Bench::tick(const Cycle& cycle) {
  if (cycle.moving != nullptr) {
    moving_.accepted(now_);
  }
  if (cycle.stationary != nullptr) {
    top_.accepted(now_);
  }
  if (cycle.psum != nullptr) {
    partial_sums_.accepted(now_);
  }
  if (cycle.result != nullptr) {
    store_.write(cycle.out.result_data);
  }
  ++now_;
  if (cycle.moving != nullptr || !in_.moving_valid) {
    offer_moving();
  }
  if (cycle.stationary != nullptr || !in_.stationary_valid) {
    offer_top();
  }
  if (cycle.psum != nullptr || !in_.psum_valid) {
    offer_partial_sums();
  }
  in_.result_ready = stalls_.ready(now_);
}

void Bench::offer_moving() {
  const Beat& beat = moving_.beat();
  in_.moving_valid = moving_.offers(now_);
  in_.moving_first = in_.moving_valid && beat.first();
  in_.moving_last = in_.moving_valid && beat.last();
  in_.moving_accumulate = in_.moving_valid && beat.tile.accumulate;
  in_.moving_beats = in_.moving_valid ? static_cast<std::uint32_t>(beat.tile.beats) : 0;
  for (std::size_t r = 0; r < in_.moving_data.size(); ++r) {
    in_.moving_data[r] = in_.moving_valid ? operands_.moving(beat.tile, beat.gemm, beat.index, static_cast<int>(r)) : 0;
  }
}

void Bench::offer_top() {
  const Beat& beat = top_.beat();
  in_.stationary_valid = top_.offers(now_);
  for (std::size_t c = 0; c < in_.stationary_data.size(); ++c) {
    in_.stationary_data[c] =
        in_.stationary_valid ? operands_.top(beat.tile, beat.gemm, beat.index, static_cast<int>(c)) : 0;
  }
}

void Bench::offer_partial_sums() {
  in_.psum_valid = partial_sums_.offers(now_) && store_.has(partial_sums_.beat());
  if (in_.psum_valid) {
    store_.read(partial_sums_.beat(), in_.psum_data);
  } else {
    in_.psum_data.assign(in_.psum_data.size(), arith::AccWord{});
  }
}

}  // namespace lmulsim::bench
