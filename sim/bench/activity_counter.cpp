// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "bench/activity_counter.hpp"

namespace lmulsim::bench {

using machine::Dataflow;

namespace {

std::int64_t macs_a_beat(const OperandView& view) {
  return std::int64_t{view.shape().rows} * view.shape().cols * view.shape().products;
}

}  // namespace

ActivityCounter::ActivityCounter(const OperandView& view, machine::Activity& activity)
    : view_(view), activity_(activity) {
  activity_ = {.macs_zero_operand = -1};
}

void ActivityCounter::on_cycle(const Cycle& cycle) {
  count_time(cycle.moving != nullptr);
  if (cycle.moving != nullptr) {
    ++activity_.moving_beats;
    activity_.macs_issued += macs_a_beat(view_);
    if (cycle.moving->first()) {
      count_tile(cycle.moving->tile);
    }
  }
  if (cycle.stationary != nullptr) {
    ++activity_.stationary_beats;
  }
  if (cycle.psum != nullptr) {
    ++activity_.psum_beats;
    activity_.accumulator_reads += cycle.psum->tile.cols;
  }
  if (cycle.result != nullptr) {
    ++activity_.result_beats;
    activity_.accumulator_writes += view_.results_in(cycle.result->tile, cycle.result->gemm, cycle.result->index);
  }
}

// A cycle without a beat is idle until another beat shows that it was a stall.
void ActivityCounter::count_time(bool busy) {
  if (busy) {
    ++activity_.busy_cycles;
    activity_.stall_cycles += activity_.idle_cycles;
    activity_.idle_cycles = 0;
  } else {
    ++activity_.idle_cycles;
  }
}

// Padding is made at the array's edge: it is neither useful nor read.
void ActivityCounter::count_tile(const mapping::Tile& tile) {
  const std::int64_t stationary_words = tile.rows * tile.cols;
  const std::int64_t moving_words = tile.rows * tile.stream;
  activity_.macs_useful += tile.rows * tile.cols * tile.stream;
  switch (view_.shape().dataflow) {
    case Dataflow::weight_stationary:
      activity_.activation_reads += moving_words;
      activity_.weight_reads += stationary_words;
      break;
    case Dataflow::input_stationary:
      activity_.activation_reads += stationary_words;
      activity_.weight_reads += moving_words;
      break;
    case Dataflow::output_stationary:
      activity_.activation_reads += moving_words;
      activity_.weight_reads += tile.cols * tile.stream;
      break;
  }
}

ZeroOperandCounter::ZeroOperandCounter(const OperandView& view, machine::Activity& activity)
    : view_(view), activity_(activity) {
  activity_.macs_zero_operand = 0;
  for (auto& rows : nonzero_) {
    rows.resize(static_cast<std::size_t>(view.shape().rows) * static_cast<std::size_t>(view.shape().products));
  }
}

void ZeroOperandCounter::on_cycle(const Cycle& cycle) {
  if (cycle.moving != nullptr) {
    activity_.macs_zero_operand += macs_a_beat(view_) - nonzero_macs(cycle);
  }
  if (cycle.stationary != nullptr && view_.shape().dataflow != Dataflow::output_stationary) {
    const std::int64_t first = cycle.stationary->index * view_.shape().products;
    for (int lane = 0; lane < view_.shape().products; ++lane) {
      nonzero_[cycle.stationary->command % 2][static_cast<std::size_t>(first + lane)] =
          view_.nonzero_top(cycle.in.stationary_data, lane);
    }
  }
}

std::int64_t ZeroOperandCounter::nonzero_macs(const Cycle& cycle) const {
  std::int64_t macs = 0;
  if (view_.shape().dataflow == Dataflow::output_stationary) {
    for (int lane = 0; lane < view_.shape().products; ++lane) {
      macs += view_.nonzero_moving(cycle.in.moving_data, lane) * view_.nonzero_top(cycle.in.stationary_data, lane);
    }
    return macs;
  }
  const auto& rows = nonzero_[cycle.moving->command % 2];
  for (std::size_t r = 0; r < rows.size(); ++r) {
    macs += view_.moving_is_zero(cycle.in.moving_data[r]) ? 0 : rows[r];
  }
  return macs;
}

}  // namespace lmulsim::bench
